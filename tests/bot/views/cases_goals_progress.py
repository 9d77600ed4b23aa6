"""Goals as they stand, over any people and any words: asked for in a check-in, told in it, updated by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.checkins import Draft
from bot.domain.goals import Confidence, GoalState, Level, Measure, ProgressFrom
from bot.domain.goals_pictures import PictureOf
from bot.domain.goals_progress import ASKED_MOST, RESULTS_MOST, WORDS_MAX, Below, Said
from bot.domain.goals_seeing import Figures, Missing, One, Reads
from bot.domain.goals_seeing import figures as counted
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.goals_checkin import Asked, Told
from bot.usecases.goals_pictures import Picture, Point
from bot.usecases.goals_progress import Telling
from bot.usecases.goals_seeing import MINE, ROWS, TEAM, AtHome, Mine, Overview, Place, Seen, Stands, TeamOf, Tree
from bot.views import goals_checkin, goals_lists, goals_pictures, goals_progress, goals_standing, kit
from storage.goals import Goal, GoalUpdate, GoalVersion, KeyResult

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
TITLE_MAX = 200


def title(d: "Data") -> str | None:
    return None if d.words is None else d.words[:TITLE_MAX]


def goal(d: "Data", number: int = 1, **fields: Any) -> Goal:
    given: Json = {"level": list(Level)[number % 4], "owner_id": number, "due": date(2027, 3, 31), "made_by": number}
    given |= {"state": GoalState.CONFIRMED, "progress_from": list(ProgressFrom)[number % 3], "progress": number * 7.5}
    given |= {"confidence": list(Confidence)[number % 3], "made_at": NOW, "source": f"view:{number}", **fields}
    return Goal(id=number, workspace_id=1, **given)


def version(d: "Data", number: int = 1, **fields: Any) -> GoalVersion:
    given: Json = {"title": title(d), "measure": list(Measure)[number % 5], "unit": d.series[:40], "start": 0}
    given |= {"target": 1_234_567.5, "due": date(2027, 3, 31), "written_by": 1, "written_at": NOW, **fields}
    return GoalVersion(id=number, workspace_id=1, goal_id=number, number=1, source=f"view:{number}", **given)


def result(d: "Data", number: int = 1) -> KeyResult:
    row: Json = {"title": title(d), "measure": Measure.NUMBER, "unit": d.series[:40], "target": 10.0, "value": 3.5}
    return KeyResult(id=number, workspace_id=1, goal_id=1, position=number, **row)


def asked(d: "Data") -> list[Asked]:
    """Each measure, with key results and without, stale and not."""
    found = []
    for number in range(min(d.many, ASKED_MOST)):
        one = goal(d, number)
        few = RESULTS_MOST if one.progress_from is ProgressFrom.KEY_RESULTS else 0
        results = [result(d, at) for at in range(1, few + 1)]
        found.append(Asked(one, version(d, number), 12.5 if number else None, results, stale=number % 2 == 0))
    return found


def said(d: "Data") -> dict[int, Said]:
    done = {Measure.YES_NO, Measure.MILESTONE}
    return {
        one.goal.id: Said(1.0 if one.version.measure in done else -12.5, {1: 2.5}, Confidence.AT_RISK)
        for one in asked(d)
    }


def told(d: "Data") -> list[Told]:
    return [
        Told(one.goal, one.version, one.value, 40.0, Confidence.OFF_TRACK, d.words, [(at, 2.0) for at in one.results])
        for one in asked(d)
    ]


def entries(d: "Data") -> list[tuple[GoalVersion, GoalUpdate]]:
    """The same in one's own history."""
    row: Json = {"value": 12.5, "progress": 40.0, "confidence": Confidence.AT_RISK, "words": d.words}
    made = GoalUpdate(id=1, workspace_id=1, goal_id=1, source="checkin:1:1:1", said_by=1, said_at=NOW, **row)
    return [(version(d, one), made) for one in range(1, 3)]


def filled(r: Reader, d: "Data") -> Json:
    blocks = goals_checkin.fields(r, asked(d), Draft(goals=said(d), goals_words=(d.words or "")[:WORDS_MAX]))
    return kit.modal("a", "a", [kit.divider(), *blocks], close="b", submit="c")


def chosen(options: list[Json]) -> Json:
    return kit.modal("a", "a", [kit.select("a", "a", options)], close="b", submit="c")


def seen(d: "Data", number: int = 1) -> Seen:
    reads = list(Reads)[number % 3]
    shown = version(d, number) if reads is not Reads.NOTHING else None
    return Seen(goal(d, number, weight=number % 101), shown, d.person(number), reads, Below(100.0, 2, 2, 3), number % 4)


def figures(d: "Data", count: int) -> Figures:
    one = One(None, 12.5, Confidence.AT_RISK, stale=True, unaligned=True)
    return counted([one, One(40, None, Confidence.OFF_TRACK, stale=False, unaligned=False)] * count)


def overview(d: "Data", **fields: Any) -> Overview:
    path, support = [seen(d, one) for one in range(1, 11)], [seen(d, one) for one in range(1, 6)]
    rows = [Mine(seen(d, one), 12.5, path[: one * 2], support) for one in range(min(d.many, MINE))]
    return Overview(**{"rows": rows, "figures": figures(d, d.many), "leads": True, "page": 1, "pages": 3, **fields})


def at_home(d: "Data") -> AtHome:
    return AtHome(figures(d, d.many), figures(d, 1))


def team(d: "Data") -> TeamOf:
    return TeamOf([(one, figures(d, one.id % 3)) for one in d.people()[:TEAM]], figures(d, d.many), 1, 3)


def tree(d: "Data", place: Place, **fields: Any) -> Tree:
    rows = [seen(d, one) for one in range(min(d.many, ROWS))]
    return Tree(place, rows, more=True, leads=True, **fields)


def opened(d: "Data") -> Tree:
    return tree(d, Place(goal_id=1, page=2), opened=seen(d, 3), path=[seen(d, one) for one in range(9)])


def picture(d: "Data", of: PictureOf) -> Picture:
    rows = team(d).rows * 3 if of is PictureOf.TEAM else []
    days = [date(2027, 1, 4) + timedelta(weeks=at) for at in range(26)]
    points = [Point(day, at * 3.0 if at else None, at * 4.0) for at, day in enumerate(days)]
    return Picture(of, d.person(), figures(d, d.many), [] if rows else points, rows, d.series[:80])


def telling(d: "Data", number: int) -> Telling:
    results = [result(d, one) for one in range(1, 6)] if number % 2 else []
    below = Below(40.0, 1, 1, 2) if number % 3 else Below()
    return Telling(goal(d, number), version(d, number), results, below, 12.5 if number else None, date(2027, 1, 1))


def stands(d: "Data") -> Stands:
    return Stands(seen(d, 3), 12.5, [update for _, update in entries(d)] * 2, mine=True)


def telling_of(number: int) -> Callable[[Reader, "Data"], Json]:
    return lambda r, d: goals_progress.form(r, telling(d, number), "mine:1")


GOALS_PROGRESS: dict[str, Callable[[Reader, "Data"], Json | Message]] = {
    **{f"goals_progress.form {number}": telling_of(number) for number in range(5)},
    "goals_progress.button": lambda r, d: kit.home([kit.actions(goals_progress.button(r, 1, "mine:1", d.series))]),
    "goals_progress.stands": lambda r, d: kit.home(goals_progress.stands(r, stands(d))),
    "goals_lists.mine": lambda r, d: goals_lists.mine(r, overview(d)),
    "goals_lists.mine of nobody": lambda r, d: goals_lists.mine(r, overview(d, rows=[], pages=1)),
    "goals_lists.team": lambda r, d: goals_lists.team(r, team(d)),
    "goals_lists.tree": lambda r, d: goals_lists.tree(r, tree(d, Place(missing=Missing.PROGRESS, page=1))),
    "goals_lists.tree opened": lambda r, d: goals_lists.tree(r, opened(d)),
    "goals_lists.picture_comes": lambda r, d: goals_lists.picture_comes(r),
    "goals_pictures.message": lambda r, d: goals_pictures.message(r, picture(d, PictureOf.TEAM)),
    "goals_pictures.message of me": lambda r, d: goals_pictures.message(r, picture(d, PictureOf.ME)),
    "goals_lists.section": lambda r, d: kit.home(goals_lists.section(r, at_home(d))),
    "goals_checkin.fields": filled,
    "goals_checkin.told": lambda r, d: kit.home([kit.divider(), *goals_checkin.told(r, told(d))]),
    "goals_standing.field": filled,
    "goals_standing.confidences": lambda r, d: chosen(goals_standing.confidences(r)),
    "goals_standing.done_or_not": lambda r, d: chosen(goals_standing.done_or_not(r)),
}
