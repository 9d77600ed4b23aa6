"""The views of causes of missed goals, in every state, over any people and any words."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.goal_causes import WORDS_MAX, Cause, Group, Side, Sum
from bot.domain.goals import Confidence, Ending, GoalState, Level
from bot.domain.goals_form import TITLE_MAX
from bot.locales.reader import Reader
from bot.usecases.goal_causes import PAGE, Asked, Chosen, Review, Row, Team
from bot.usecases.goal_causes_choosing import Choosing
from bot.usecases.goal_causes_counts import Counts
from bot.views import goal_causes, goal_causes_counts, kit
from storage.cycles import Cycle
from storage.goals import Goal

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 3, 24, 15, 0, tzinfo=UTC)
DUE = date(2027, 3, 31)


def said(d: "Data", most: int) -> str | None:
    return None if d.words is None else d.words[:most]


def cycle(d: "Data", number: int = 1) -> Cycle:
    name = f"{number} {d.series}"[:80]
    return Cycle(id=number, workspace_id=1, name=name, starts=date(2027, 1, 1), ends=DUE, made_by=1, made_at=NOW)


def goal(number: int, **fields: Any) -> Goal:
    given: Json = {"level": Level.PERSON, "due": DUE, "state": GoalState.CLOSED, "ended": Ending.PARTLY, **fields}
    return Goal(id=number, workspace_id=1, source="view:1", owner_id=1, made_by=1, made_at=NOW, **given)


def chosen(d: "Data", author: int, cause: Cause = Cause.MEANS) -> Chosen:
    return Chosen(d.person(author), cause, said(d, WORDS_MAX), NOW)


def asked(d: "Data", number: int) -> Asked:
    """Each state in turn."""
    running: Json = {"state": GoalState.CONFIRMED, "ended": None, "confidence": Confidence.OFF_TRACK}
    one, title = goal(number, **(running if number % 2 else {})), said(d, TITLE_MAX)
    both = [chosen(d, 2, Cause.ABILITY), chosen(d, 3), chosen(d, 4)]
    states: list[Json] = [
        {"mine": chosen(d, 1), "others": both, "apart": True, "unread": True},
        {"waits": True},
        {"mine": chosen(d, 1)},
        {},
        {"mine": chosen(d, 1), "others": both[:1]},
    ]
    return Asked(one, title, number % 5 != 3, **states[number % 5])


def review(d: "Data", **fields: Any) -> Review:
    cycles = [cycle(d, number) for number in range(1, max(2, d.many) + 1)]
    goals = [asked(d, number) for number in range(PAGE)]
    given: Json = {"cycles": cycles, "goals": goals, "open": True, "at": PAGE, "more": True}
    shown: Json = {"person": d.person(1), "viewer": d.person(1), "other": d.person(2), "cycle": cycles[0], **given}
    return Review(**{**shown, **fields})


def team(d: "Data", **fields: Any) -> Team:
    rows = [Row(d.person(number), number, number // 2) for number in range(1, PAGE + 1)]
    given: Json = {"cycle": cycle(d), "cycles": [cycle(d), cycle(d, 2)], "mine": Row(d.person(1), 3, 1), "rows": rows}
    return Team(**{"viewer": d.person(1), **given, "leads": True, "hr": True, "at": PAGE, "more": True, **fields})


def group(name: str | None) -> Group:
    return Group(name, 12, dict.fromkeys(Cause, 4), 8)


def counts(d: "Data") -> Counts:
    groups = [*[group(f"{number} {d.series}"[:255]) for number in range(max(1, d.many))], group(""), group(None)]
    sums = {Side.OWN: Sum(groups, fine=True), Side.MANAGER: Sum([group(None)], fine=False)}
    return Counts(cycle(d), sums, [cycle(d), cycle(d, 2)])


def choosing(d: "Data", **fields: Any) -> Choosing:
    return Choosing(**{"goal": goal(1), "title": said(d, TITLE_MAX), "other": d.person(2), **fields})


GOAL_CAUSES: dict[str, Callable[[Reader, "Data"], Json]] = {
    "goal_causes.review": lambda r, d: goal_causes.review(r, review(d)),
    "goal_causes.review closed": lambda r, d: goal_causes.review(r, review(d, open=False, cycles=[cycle(d)])),
    "goal_causes.review alone": lambda r, d: goal_causes.review(
        r, review(d, other=None, goals=[Asked(goal(1), said(d, TITLE_MAX), True, chosen(d, 1))])
    ),
    "goal_causes.review of nothing": lambda r, d: goal_causes.review(
        r, Review(d.person(1), d.person(2), d.person(1), None)
    ),
    "goal_causes.team": lambda r, d: goal_causes.team(r, team(d)),
    "goal_causes.team of nothing": lambda r, d: goal_causes.team(r, Team(d.person(1), None, leads=True)),
    "goal_causes.way": lambda r, d: kit.home(goal_causes.way(r, Row(d.person(1), 3, 1))),
    "goal_causes.button": lambda r, d: kit.home([kit.actions(goal_causes.button(r, 1))]),
    "goal_causes.team_button": lambda r, d: kit.home([kit.actions(goal_causes.team_button(r))]),
    "goal_causes.on_goal": lambda r, d: kit.home(goal_causes.on_goal(r, 1)),
    "goal_causes.cycles": lambda r, d: kit.home(goal_causes.cycles(r, [cycle(d), cycle(d, 2)], cycle(d))),
    "goal_causes.form": lambda r, d: goal_causes.form(r, choosing(d), "1 1 0"),
    "goal_causes.form again": lambda r, d: goal_causes.form(r, choosing(d, mine=chosen(d, 1), other=None)),
    "goal_causes.on_agenda": lambda r, d: goal_causes.on_agenda(r, d.person(2)),
    "goal_causes_counts.counts": lambda r, d: goal_causes_counts.counts(r, counts(d)),
    "goal_causes_counts.counts of few": lambda r, d: goal_causes_counts.counts(
        r, Counts(cycle(d), dict.fromkeys(Side), [cycle(d)])
    ),
    "goal_causes_counts.counts of nothing": lambda r, d: goal_causes_counts.counts(r, Counts(None)),
}
