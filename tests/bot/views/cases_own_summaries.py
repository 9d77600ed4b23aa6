"""The views of own summaries, in every state, over any people and any words."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.cycle_summaries import Balance, Blockers, Change, Figures, Stand, Talks, Week
from bot.domain.gates import Gate
from bot.domain.goal_causes import Cause
from bot.domain.goals import Confidence, Ending
from bot.domain.goals_form import TITLE_MAX
from bot.domain.own_summaries import WORDS_MAX, Part, Sort
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.history import Exported
from bot.usecases.own_summaries import HIGHLIGHTS, PAGE, SHOWN, Added, Behind, Counted, Own
from bot.usecases.own_summaries_additions import Adding, Team
from bot.usecases.own_summaries_export import Chosen, Passed
from bot.usecases.own_summaries_export import Entry as Entry_
from bot.usecases.own_summaries_schedule import Ready
from bot.views import kit, own_summaries, own_summaries_export, own_summaries_more
from storage.gates import GateOverride
from storage.goal_causes import GoalCause
from storage.own_summaries import OwnAddition
from storage.own_summaries_behind import Entry
from tests.bot.views.cases_goal_causes import cycle, said

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 3, 24, 15, 0, tzinfo=UTC)
DAY = date(2027, 3, 1)


def figures() -> Figures:
    week, balance = Week(DAY, 1, 1, 1, 4), Balance(5, 1, 4, 2)
    stands, changes = dict.fromkeys(Stand, 2), dict.fromkeys(Change, 3)
    blockers, talks = Blockers(4, 3, 1, 20, DAY), Talks(6, 5)
    return Figures(1, (week,), stands, changes, blockers, balance, balance, 3, 1, talks)


def added(d: "Data", number: int = 1) -> Added:
    words = said(d, WORDS_MAX)
    row: Json = {"id": number, "workspace_id": 1, "cycle_id": 1, "person_id": 1, "source": "v", "day": DAY}
    titles = [None, said(d, TITLE_MAX) or "", ""]
    readers = [d.person(2), d.person(3)] if number % 2 else []
    return Added(OwnAddition(words=words, written_at=NOW, **row), titles[number % 3], readers)


def entry(d: "Data", number: int) -> Entry:
    stands: list[Json] = [{"ended": Ending.MISSED}, {"confidence": Confidence.AT_RISK}, {}]
    until = NOW if number % 2 else None
    day = None if number % 3 else DAY
    return Entry(number, NOW, day, d.words, 2, until, held=bool(number % 2), **stands[number % 3])


def own(d: "Data", **fields: Any) -> Own:
    records = {one.value: [1] for one in Sort}
    given: Json = {"counted": Counted(figures(), records), "states": list(Part), "counted_at": NOW, "part": Part.CHECK}
    given |= {"highlights": [entry(d, one) for one in range(HIGHLIGHTS)], "count": 12, "open": True, "leads": True}
    given |= {"additions": [added(d, one) for one in range(SHOWN)]}
    return Own(
        **{
            "me": d.person(1),
            "cycle": cycle(d),
            "cycles": [cycle(d), cycle(d, 2)],
            "first": DAY,
            "last": DAY,
            **given,
            **fields,
        }
    )


def behind(d: "Data", sort: Sort, **fields: Any) -> Behind:
    entries = [entry(d, one) for one in range(PAGE)] if sort is not Sort.ADDITIONS else []
    rows = [added(d, one) for one in range(PAGE)] if sort is Sort.ADDITIONS else []
    given: Json = {"entries": entries, "additions": rows, "who": {2: d.person(2)}, "page": 1, "pages": 3, "open": True}
    return Behind(**{"sort": sort, "cycle": cycle(d), "part": Part.NOW, **given, **fields})


def adding(d: "Data", **fields: Any) -> Adding:
    goals = [(one, said(d, TITLE_MAX)) for one in range(1, d.many + 2)]
    return Adding(**{"cycle": cycle(d), "first": DAY, "last": DAY, "readers": d.people()[:2], "goals": goals, **fields})


def taken(d: "Data") -> Entry_:
    words = said(d, WORDS_MAX)
    chosen: Json = {"workspace_id": 1, "goal_id": 1, "author_id": 1, "words": words, "chosen_at": NOW}
    given: Json = {
        "workspace_id": 1,
        "cycle_id": 1,
        "person_id": 1,
        "gate": Gate.TALKS,
        "reason": words,
        "made_by": 2,
        "made_at": NOW,
    }
    back = GateOverride(**given, taken_back_by=3, taken_back_at=NOW, taken_back_why=words)
    return Entry_(
        cycle(d),
        [added(d, one) for one in range(3)],
        [Chosen(GoalCause(cause=Cause.WILL, **chosen), words or "", who) for who in (None, d.person(2))],
        [Passed(GateOverride(**given), d.person(2)), Passed(back, d.person(2), d.person(3))],
    )


def followed(sort: Sort) -> Callable[[Reader, "Data"], Json]:
    return lambda r, d: own_summaries_more.behind(r, behind(d, sort))


OWN_SUMMARIES: dict[str, Callable[[Reader, "Data"], Json | Message]] = {
    "own_summaries.ready": lambda r, d: own_summaries.ready(r, Ready(cycle(d))),
    "own_summaries.button": lambda r, d: kit.home([kit.actions(own_summaries.button(r, 1))]),
    "own_summaries.team_button": lambda r, d: kit.home([kit.actions(own_summaries.team_button(r))]),
    "own_summaries.summary": lambda r, d: own_summaries.summary(r, own(d)),
    "own_summaries.summary of nothing": lambda r, d: own_summaries.summary(
        r, Own(d.person(1), cycle(d), [cycle(d)], DAY, DAY, Counted())
    ),
    "own_summaries.summary without additions": lambda r, d: own_summaries.summary(
        r, own(d, additions=(), count=0, part=Part.NOW, counted_at=None)
    ),
    "own_summaries.addition": lambda r, d: kit.home(own_summaries.addition(r, added(d), can_edit=True)),
    **{f"own_summaries_more.behind {one}": followed(one) for one in Sort},
    "own_summaries_more.behind what is gone": lambda r, d: own_summaries_more.behind(
        r, behind(d, Sort.TALKS, entries=[], page=0, pages=1, gone=2)
    ),
    "own_summaries_more.behind nothing": lambda r, d: own_summaries_more.behind(
        r, behind(d, Sort.TALKS, entries=[], page=0, pages=1)
    ),
    "own_summaries_more.form": lambda r, d: own_summaries_more.form(r, adding(d), "1 now"),
    "own_summaries_more.form again": lambda r, d: own_summaries_more.form(
        r, adding(d, known=added(d).addition, readers=())
    ),
    "own_summaries_export.on_its_way": lambda r, d: own_summaries_export.on_its_way(r, d.many + 1),
    "own_summaries_export.export": lambda r, d: own_summaries_export.export(r, Exported([taken(d)], 0, 1, 2)),
    "own_summaries_export.export of a part": lambda r, d: own_summaries_export.export(r, Exported([taken(d)], 1, 2, 2)),
    "own_summaries_more.team": lambda r, d: own_summaries_more.team(
        r, Team([(added(d, one), d.person(2), cycle(d)) for one in range(PAGE)], 1, more=True)
    ),
    "own_summaries_more.team of nobody": lambda r, d: own_summaries_more.team(r, Team()),
}
