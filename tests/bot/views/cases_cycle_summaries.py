"""The views of cycles' summaries, in every state, over any people and any words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.cycle_summaries import Balance, Blockers, Change, Figures, Of, Stand, Talks, TalkTurn, Week
from bot.domain.cycle_summaries_entries import Entry, Sort
from bot.domain.cycle_summaries_talk_to import Reason, Why
from bot.domain.cycles import Stage
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.cycle_summaries import PAGE, Advice, Earlier, Listed, One, Team, Window
from bot.usecases.cycle_summaries_evidence import PAGE as LINES
from bot.usecases.cycle_summaries_evidence import Behind, Timeline
from bot.views import cycle_summaries, cycle_summaries_entries, cycle_summaries_lists, cycle_summaries_talk_to, kit
from storage.cycle_summaries import CycleSummary
from storage.cycles import Cycle

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 10, 5), date(2027, 1, 3)
MONDAYS = [FIRST + timedelta(weeks=number) for number in range(13)]
FEEDBACK = Balance(12, 7, 8, 6, 24, 9, 14, 8, 15, 8)
FIGURES = Figures(
    people=800,
    weeks=tuple(Week(day, 800, 755, 700 if number % 4 else 3, 2700) for number, day in enumerate(MONDAYS)),
    goals=dict.fromkeys(Stand, 104),
    changes=dict.fromkeys(Change, 17),
    blockers=Blockers(90, 77, 13, 400, FIRST),
    received=FEEDBACK,
    given=replace(FEEDBACK, rest_keep=0),
    recognition=210,
    recognised=140,
    talks=Talks(1200, 1100, 40),
    turns=tuple(TalkTurn(day, 90, 84) for day in MONDAYS),
    loop_asked=40,
    loop_in_time=31,
)
SMALL = Figures(people=2, weeks=(Week(FIRST, 2, 1, 1, 4),), received=Balance(1, 1, 1, 1), recognition=1, recognised=1)
STATES = {
    Sort.FEEDBACK: ("keep", "change", "sandwich", "behaviour"),
    Sort.TALK: ("held", "agreed", "not_held", "skipped", "due"),
    Sort.OBSERVATION: ("good", "change"),
    Sort.ACTION: ("open", "done", "dropped"),
    Sort.GOAL: tuple(Stand),
    Sort.GOAL_SAID: ("on_track", ""),
    Sort.GOAL_CLOSED: ("reached",),
}


def cycle(d: "Data") -> Cycle:
    row: Json = {"name": d.name[:80] or "Q4", "starts": FIRST, "ends": LAST, "made_by": 1, "made_at": NOW}
    return Cycle(id=1, workspace_id=1, stage=Stage.RUNNING, **row)


def team(d: "Data", **fields: Any) -> Team:
    reasons = [Reason(why, FIRST, 7, 2, 5) for why in Why]
    advice = [Advice(number, d.person(number).name, tuple(reasons[number - 1 :])) for number in (1, 3, 5)]
    given: Json = {"window": Window(cycle(d), FIRST, LAST), "reports": 800, "figures": FIGURES, "talk_to": advice}
    given |= {"records": dict.fromkeys(Of, (1, 2)), "earlier": True}
    return Team(**{"me": d.person(900), **given, **fields})


def told(d: "Data", **fields: Any) -> Team:
    return team(d, **{"part": "do", "kept_id": 3, **fields})


def entries(d: "Data", sorts: "list[Sort]") -> list[Entry]:
    found: list[Entry] = []
    for sort in sorts:
        for state in STATES.get(sort, ("",)):
            words = (d.words, "", None)[len(found) % 3]
            more: Json = {"shown": len(found) % 4 != 3, "mood": 4 if sort is Sort.CHECKIN and len(found) % 2 else None}
            more |= {"solved_at": NOW if sort is Sort.BLOCKER and len(found) % 2 else None}
            found.append(Entry(sort, NOW, 1, 1, 2, words=words, state=str(state), **more))
    return found


def behind(d: "Data", of: Of, sort: Sort, **fields: Any) -> Behind:
    given: Json = {"people": {1: d.person(1), 2: d.person(2)}, "page": 1, "pages": 3}
    return Behind(of, 3, **{"entries": (entries(d, [sort]) * LINES)[:LINES], **given, **fields})


def timeline(d: "Data", **fields: Any) -> Timeline:
    given: Json = {"person": d.person(1), "window": Window(cycle(d), FIRST, LAST), "figures": FIGURES}
    given |= {"entries": entries(d, list(Sort)), "people": {1: d.person(1), 2: d.person(2)}, "page": 0, "pages": 2}
    return Timeline(**{**given, "since": FIRST + timedelta(days=30), **fields})


def listed(d: "Data", **fields: Any) -> Listed:
    people = [One(d.person(number), FIGURES if number % 2 else Figures()) for number in range(1, PAGE + 1)]
    return Listed(Window(None, FIRST, LAST), people, **{"page": 1, "pages": 67, **fields})


def earlier(d: "Data") -> Earlier:
    row: Json = {"workspace_id": 1, "cycle_id": 1, "manager_id": 900, "first": FIRST, "last": LAST, "counted_at": NOW}
    rows = [(CycleSummary(id=n, part="end" if n % 3 else "check", **row), cycle(d)) for n in range(1, 26)]
    return Earlier(rows)


CYCLE_SUMMARIES: dict[str, Callable[[Reader, "Data"], Json | Message]] = {
    "cycle_summaries.loading": lambda r, d: cycle_summaries.loading(r),
    "cycle_summaries.team": lambda r, d: cycle_summaries.team(r, team(d)),
    "cycle_summaries.modal": lambda r, d: cycle_summaries.modal(r, [kit.divider()]),
    "cycle_summaries_talk_to.rows": lambda r, d: kit.home(cycle_summaries_talk_to.rows(r, team(d).talk_to)),
    "cycle_summaries_entries.line": lambda r, d: kit.home(
        [
            cycle_summaries_entries.line(r, one, {1: d.person(1), 2: d.person(2)})
            for one in entries(d, [Sort.FEEDBACK, Sort.ACTION])
        ]
    ),
    "cycle_summaries.team of two": lambda r, d: cycle_summaries.team(
        r, team(d, window=Window(None, FIRST, LAST), figures=SMALL, reports=2, records={}, talk_to=[], earlier=False)
    ),
    "cycle_summaries.team of nobody": lambda r, d: cycle_summaries.team(r, team(d, reports=0, figures=Figures())),
    "cycle_summaries.team as it was told": lambda r, d: cycle_summaries.team(r, told(d, part="end", talk_to=[])),
    "cycle_summaries.team of who moved": lambda r, d: cycle_summaries.team(r, told(d, reports=0, talk_to=[])),
    "cycle_summaries.ready": lambda r, d: cycle_summaries.ready(r, told(d)),
    "cycle_summaries.ready about some alone": lambda r, d: cycle_summaries.ready(
        r, told(d, part="end", about=[d.person(number).name for number in (1, 3, 5)], about_most=4)
    ),
    "cycle_summaries.team about some who left": lambda r, d: cycle_summaries.team(r, told(d, about_most=2)),
    "cycle_summaries.ready for who moved": lambda r, d: cycle_summaries.ready(r, told(d, reports=0, talk_to=[])),
    "cycle_summaries_lists.behind": lambda r, d: cycle_summaries_lists.behind(
        r, behind(d, Of.CHECKINS, Sort.CHECKIN, gone=1)
    ),
    "cycle_summaries_lists.behind goals": lambda r, d: cycle_summaries_lists.behind(r, behind(d, Of.GOALS, Sort.GOAL)),
    "cycle_summaries_lists.behind talks": lambda r, d: cycle_summaries_lists.behind(r, behind(d, Of.TALKS, Sort.TALK)),
    "cycle_summaries_lists.behind nothing": lambda r, d: cycle_summaries_lists.behind(
        r, behind(d, Of.GIVEN, Sort.FEEDBACK, entries=[], gone=3)
    ),
    "cycle_summaries_lists.people": lambda r, d: cycle_summaries_lists.people(r, listed(d)),
    "cycle_summaries_lists.timeline": lambda r, d: cycle_summaries_lists.timeline(r, timeline(d)),
    "cycle_summaries_lists.timeline empty": lambda r, d: cycle_summaries_lists.timeline(
        r, timeline(d, entries=[], figures=Figures(), since=None, pages=1)
    ),
    "cycle_summaries_lists.earlier": lambda r, d: cycle_summaries_lists.earlier(r, earlier(d), 1),
    "cycle_summaries_lists.earlier none": lambda r, d: cycle_summaries_lists.earlier(r, Earlier([])),
}
"""By the function that builds it, and what is special."""
