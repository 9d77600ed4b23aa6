"""What must hold after a simulated quarter, whatever was drawn."""

from collections import Counter
from collections.abc import Callable, Iterator

from tests.quarter import checks_cycle, checks_goals, checks_kept, checks_talks, checks_told
from tests.quarter.eyes import wrong_eyes
from tests.quarter.rows import Rows
from tests.quarter.story import Quarter
from tests.year import checks

Check = Callable[[Quarter, Rows], Iterator[str]]
EACH: tuple[Check, ...] = (
    checks_kept.versions,
    checks_kept.told_of_goals,
    checks_kept.agendas,
    checks_kept.notes,
    checks_kept.observations,
    checks_kept.checkins,
    checks_kept.twice,
    checks_kept.told_twice,
    checks_goals.agreed,
    checks_goals.changed,
    checks_goals.loops,
    checks_goals.weights,
    checks_goals.progress,
    checks_talks.outcomes,
    checks_talks.turns,
    checks_cycle.phases,
    checks_cycle.summed,
    checks_cycle.own,
    checks_cycle.pages,
    checks_cycle.additions,
    checks_told.budget,
    checks_told.moments,
    checks_told.settled,
    checks_told.private_words,
    checks_told.stale,
)


async def broken(story: Quarter, rows: Rows) -> list[str]:
    """A line for everything that is not as it should be, with the check that found it."""
    found = [f"{check.__name__}: {line}" for check in EACH for line in check(story, rows)]
    return found + [f"wrong_eyes: {line}" for line in await wrong_eyes(story, rows)]


def figures(story: Quarter, rows: Rows) -> str:
    """What the quarter was made of."""
    talks = Counter(str(one.state) for one in rows.talks)
    goals = Counter(str(one.state) for one in rows.goals)
    more = {
        "goals": _sorted(goals),
        "versions": len(rows.versions),
        "updates of goals": len(rows.updates),
        "talks": _sorted(talks),
        "pairings": f"{len(rows.pairings)}, ended {sum(one.ended_at is not None for one in rows.pairings)}",
        "notes": f"shared {len(rows.shared)}, private {len(rows.private)}, weekly {len(rows.weekly)}",
        "points": len(rows.points),
        "observations": len(rows.observations),
        "actions": len(rows.actions),
        "surveys": len(rows.surveys),
        "cycle": f"summaries {len(rows.summaries)}, own {len(rows.own)}, additions {len(rows.additions)}",
        "goals asked for after three weeks": story.ledger.asked_stale,
        "pressed twice": story.ledger.repeated,
        "overtaken by another device": story.ledger.overtaken,
        "died while storing": story.ledger.died,
    }
    return "\n".join([checks.figures(story, rows.year), *(f"{name}: {value}" for name, value in more.items())])


def _sorted(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counted.most_common())
