"""The views of 1:1s, in every state, over any people and any words."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.numbers import Group
from bot.domain.one_on_ones import Cadence, FileState, TalkState
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.one_on_ones import Coming, Mine, Row, Setting
from bot.usecases.one_on_ones_files import Filed
from bot.usecases.one_on_ones_missed import Counts, Missed
from bot.usecases.one_on_ones_pairs import Shown
from bot.usecases.one_on_ones_survey import Asked, Average
from bot.usecases.one_on_ones_telling import Paired, Times
from bot.views import (
    kit,
    one_on_ones,
    one_on_ones_changes,
    one_on_ones_files,
    one_on_ones_forms,
    one_on_ones_held,
    one_on_ones_list,
    one_on_ones_numbers,
)
from storage.one_on_ones import OneOnOne, Pairing
from storage.one_on_ones_survey import TalkSurvey

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
AT = NOW + timedelta(days=4)
LED, MANAGER = 1, 2


def a_pairing(d: "Data", **fields: Any) -> Pairing:
    given: Json = {"cadence": Cadence.WEEKLY, "weekday": 4, "at": time(10), "place": _short(d), **fields}
    accepted = given.pop("accepted_at", NOW)
    row: Json = {
        "id": 1,
        "workspace_id": 1,
        "person_id": LED,
        "manager_id": MANAGER,
        "made_by": MANAGER,
        "made_at": NOW,
    }
    return Pairing(**row, accepted_at=accepted, **given)


def a_talk(d: "Data", state: TalkState, **fields: Any) -> OneOnOne:
    given: Json = {"at": None if state is TalkState.DUE else AT, "place": _short(d), "proposed_by": MANAGER, **fields}
    row: Json = {
        "id": 1,
        "workspace_id": 1,
        "pairing_id": 1,
        "person_id": LED,
        "manager_id": MANAGER,
        "slot": "2027-W03",
    }
    return OneOnOne(state=state, **row, **given)


def shown(
    d: "Data", state: TalkState = TalkState.AGREED, *, me: int = LED, ended: bool = False, **fields: Any
) -> Shown:
    options = [AT + timedelta(days=n) for n in range(3)] if fields.pop("offered", True) else []
    more = {name: fields.pop(name) for name in ("asked", "filed") if name in fields}
    other = MANAGER if me == LED else LED
    pairing = a_pairing(d, ended_at=NOW if ended else None)
    return Shown(a_talk(d, state, **fields), pairing, d.person(me), d.person(other), NOW, options, **more)


def skipped(d: "Data", **fields: Any) -> Shown:
    return shown(d, TalkState.SKIPPED, why_skipped=_short(d), **fields)


def _short(d: "Data") -> str | None:
    return None if d.words is None else d.words[:200]


def rows(d: "Data") -> list[Row]:
    return [Row(a_pairing(d), d.person(number + 2), shown(d, me=MANAGER)) for number in range(d.many)]


def mine(d: "Data") -> Mine:
    every = [
        *rows(d),
        Row(a_pairing(d, accepted_at=None), d.person(LED)),
        Row(a_pairing(d, weekday=None), d.person(LED), shown(d, TalkState.DUE, me=MANAGER, offered=False)),
        Row(a_pairing(d, cadence=Cadence.MONTHLY), d.person(LED), shown(d, TalkState.PROPOSED)),
        Row(a_pairing(d, cadence=Cadence.FORTNIGHTLY), d.person(LED)),
    ]
    late = [past(d), past(d, TalkState.HELD, asked=True), past(d, person_said=True, manager_said=False)]
    fewer = [Missed(one, 1, 2) for one in d.people()]
    return Mine(
        d.person(MANAGER), NOW, every, d.people(), d.person(3), missed=fewer, said=AVERAGE, below=AVERAGE, last=late
    )


def past(d: "Data", state: TalkState = TalkState.AGREED, **fields: Any) -> Shown:
    """It was yesterday."""
    return shown(d, state, **{"at": NOW - timedelta(days=1), "look_at": NOW, **fields})


def coming(d: "Data", state: TalkState = TalkState.AGREED) -> Coming:
    row = Row(a_pairing(d), d.person(LED), shown(d, state, me=MANAGER))
    return Coming(row, [Missed(one, 0, 3) for one in d.people()])


def home_of_a_proposal(r: Reader, d: "Data") -> list[Json]:
    return one_on_ones_list.section(r, Coming(Row(a_pairing(d), d.person(LED), shown(d, TalkState.PROPOSED)), []))


def said(d: "Data") -> TalkSurvey:
    row: Json = {"id": 1, "workspace_id": 1, "talk_id": 1, "person_id": LED, "manager_id": MANAGER, "said_at": NOW}
    return TalkSurvey(heard=0, next_step=100, **row)


def counts(d: "Data") -> Counts:
    groups = [Group(None, 9, 4), Group("", 5, 0), *(Group(d.name, 4, 2) for _ in range(d.many))]
    return Counts(NOW.date(), NOW.date(), groups, Group(None, 99, 60))


AVERAGE = Average(4, 74.5, 100, NOW.date())


def setting(d: "Data", *, leads: bool = True, pairing: Pairing | None = None) -> Setting:
    return Setting(d.person(MANAGER), d.person(LED), pairing, leads, "Europe/Berlin")


ONE_ON_ONES: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "one_on_ones.changed agreed": lambda r, d: one_on_ones.changed(r, shown(d)),
    "one_on_ones.changed proposed to me": lambda r, d: one_on_ones.changed(r, shown(d, TalkState.PROPOSED)),
    "one_on_ones.changed proposed by me": lambda r, d: one_on_ones.changed(r, shown(d, TalkState.PROPOSED, me=MANAGER)),
    "one_on_ones.changed without a time": lambda r, d: one_on_ones.changed(r, shown(d, TalkState.DUE)),
    "one_on_ones.changed without any time": lambda r, d: one_on_ones.changed(r, shown(d, TalkState.DUE, offered=False)),
    "one_on_ones.changed skipped by me": lambda r, d: one_on_ones.changed(r, skipped(d, skipped_by=LED)),
    "one_on_ones.changed skipped by the other": lambda r, d: one_on_ones.changed(r, skipped(d, skipped_by=MANAGER)),
    "one_on_ones.changed skipped early": lambda r, d: one_on_ones.changed(r, skipped(d, skipped_by=MANAGER, at=None)),
    "one_on_ones.changed away": lambda r, d: one_on_ones.changed(r, shown(d, TalkState.SKIPPED)),
    "one_on_ones.changed called off": lambda r, d: one_on_ones.changed(r, shown(d, TalkState.SKIPPED, ended=True)),
    "one_on_ones.changed held": lambda r, d: one_on_ones.changed(r, shown(d, TalkState.HELD)),
    "one_on_ones.changed not held": lambda r, d: one_on_ones.changed(r, shown(d, TalkState.NOT_HELD)),
    "one_on_ones.times": lambda r, d: one_on_ones.times(r, Times([shown(d, TalkState.DUE, me=MANAGER)] * 10, 3)),
    "one_on_ones.times all agreed": lambda r, d: one_on_ones.times(r, Times([])),
    "one_on_ones.details": lambda r, d: kit.home(one_on_ones.details(r, skipped(d, skipped_by=LED))),
    "one_on_ones.no_times": lambda r, d: kit.home(one_on_ones.no_times(r, shown(d, TalkState.DUE, offered=False))),
    "one_on_ones.paired": lambda r, d: one_on_ones.paired(r, Paired(a_pairing(d), d.person(LED), d.person(MANAGER))),
    "one_on_ones.paired proposed": lambda r, d: one_on_ones.paired(
        r, Paired(a_pairing(d, accepted_at=None), d.person(MANAGER), d.person(LED))
    ),
    "one_on_ones.paired waits": lambda r, d: one_on_ones.paired(
        r, Paired(a_pairing(d, accepted_at=None), d.person(LED), d.person(MANAGER))
    ),
    "one_on_ones.paired ended": lambda r, d: one_on_ones.paired(
        r, Paired(a_pairing(d, ended_at=NOW), d.person(LED), d.person(MANAGER))
    ),
    "one_on_ones_list.listed": lambda r, d: one_on_ones_list.listed(r, mine(d)),
    "one_on_ones_list.listed later": lambda r, d: one_on_ones_list.listed(r, mine(d), 1),
    "one_on_ones_list.listed nobody": lambda r, d: one_on_ones_list.listed(r, Mine(d.person(), NOW)),
    "one_on_ones_list.one": lambda r, d: one_on_ones_list.one(
        r, Row(a_pairing(d), d.person(LED), shown(d, me=MANAGER)), d.person(MANAGER)
    ),
    "one_on_ones_list.row": lambda r, d: kit.home(
        one_on_ones_list.row(r, Row(a_pairing(d, accepted_at=None), d.person(LED)), d.person(MANAGER))
    ),
    "one_on_ones_list.section": lambda r, d: kit.home(
        one_on_ones_list.section(r, coming(d)) + one_on_ones_list.section(r, coming(d, TalkState.DUE))
    ),
    "one_on_ones_list.section nothing": lambda r, d: kit.home(
        one_on_ones_list.section(r, Coming(None, [])) + one_on_ones_list.section(r, None) + home_of_a_proposal(r, d)
    ),
    "one_on_ones_list.head": lambda r, d: kit.home(one_on_ones_list.head(r, mine(d))),
    "one_on_ones_held.confirm": lambda r, d: one_on_ones_held.confirm(r, past(d)),
    "one_on_ones_held.confirm said yes": lambda r, d: one_on_ones_held.confirm(r, past(d, person_said=True)),
    "one_on_ones_held.confirm said no": lambda r, d: one_on_ones_held.confirm(r, past(d, person_said=False)),
    "one_on_ones_held.confirm held": lambda r, d: one_on_ones_held.confirm(r, past(d, TalkState.HELD, asked=True)),
    "one_on_ones_held.confirm moved": lambda r, d: one_on_ones_held.confirm(r, shown(d, TalkState.PROPOSED)),
    "one_on_ones_held.confirm settled": lambda r, d: one_on_ones_held.confirm(
        r, past(d, TalkState.NOT_HELD, look_at=None)
    ),
    "one_on_ones_held.differ": lambda r, d: one_on_ones_held.differ(r, past(d, person_said=True, manager_said=False)),
    "one_on_ones_held.differ settled": lambda r, d: one_on_ones_held.differ(
        r, past(d, TalkState.NOT_HELD, look_at=None, person_said=True, manager_said=False)
    ),
    "one_on_ones_held.survey": lambda r, d: one_on_ones_held.survey(r, Asked(past(d, TalkState.HELD), None)),
    "one_on_ones_held.survey said": lambda r, d: one_on_ones_held.survey(r, Asked(past(d, TalkState.HELD), said(d))),
    "one_on_ones_files.file": lambda r, d: one_on_ones_files.file(r, Filed(shown(d), FileState.WANTED)),
    "one_on_ones_files.file none": lambda r, d: one_on_ones_files.file(r, Filed(shown(d), FileState.NONE)),
    "one_on_ones_files.file skipped": lambda r, d: one_on_ones_files.file(
        r, Filed(skipped(d, skipped_by=LED), FileState.SENT)
    ),
    "one_on_ones_changes.over": lambda r, d: one_on_ones_changes.over(
        r, Paired(a_pairing(d, ended_at=NOW), d.person(LED), d.person(MANAGER))
    ),
    "one_on_ones_changes.take_up": lambda r, d: one_on_ones_changes.take_up(
        r, Paired(a_pairing(d, ended_at=NOW), d.person(3), d.person(LED))
    ),
    "one_on_ones_changes.take_up done": lambda r, d: one_on_ones_changes.take_up(
        r, Paired(a_pairing(d), d.person(MANAGER), d.person(LED))
    ),
    "one_on_ones_numbers.section": lambda r, d: kit.home(one_on_ones_numbers.section(r, counts(d), AVERAGE)),
    "one_on_ones_numbers.section too few": lambda r, d: kit.home(
        [
            *one_on_ones_numbers.section(r, Counts(NOW.date(), NOW.date(), [], None), None),
            *one_on_ones_numbers.section(r, None, AVERAGE),
        ]
    ),
    "one_on_ones_forms.setting": lambda r, d: one_on_ones_forms.setting(r, setting(d)),
    "one_on_ones_forms.setting known": lambda r, d: one_on_ones_forms.setting(
        r, setting(d, pairing=a_pairing(d)), "all 3"
    ),
    "one_on_ones_forms.setting proposed": lambda r, d: one_on_ones_forms.setting(r, setting(d, leads=False)),
    "one_on_ones_forms.move": lambda r, d: one_on_ones_forms.move(r, shown(d)),
    "one_on_ones_forms.move without times": lambda r, d: one_on_ones_forms.move(
        r, shown(d, TalkState.DUE, offered=False)
    ),
    "one_on_ones_forms.move outside": lambda r, d: one_on_ones_forms.move(r, shown(d), "all 0", AT),
    "one_on_ones_forms.skip": lambda r, d: one_on_ones_forms.skip(r, shown(d)),
    "one_on_ones_forms.place": lambda r, d: one_on_ones_forms.place(r, shown(d)),
}
"""By the function that builds it, and what is special."""
