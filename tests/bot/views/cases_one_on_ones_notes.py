"""The views of a 1:1's notes, of what will be done, and of talks that were, over any people and any words."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.domain.agenda import Sort
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.dm import Offer
from bot.usecases.one_on_ones_actions import Writing
from bot.usecases.one_on_ones_dm import Choice
from bot.usecases.one_on_ones_notes import Notes
from bot.usecases.one_on_ones_past import Past, Row, Talks
from bot.views import agenda, dm, kit, one_on_ones_actions, one_on_ones_dm, one_on_ones_notes, one_on_ones_past
from storage.one_on_one_notes import PrivateTalkNote, SharedTalkNote
from tests.bot.views.cases_agenda import NOW, point, stand, talk

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]


def shared(words: str | None, author: int = 2) -> SharedTalkNote:
    given: Json = {"talk_id": 1, "person_id": 1, "author_id": author, "written_at": NOW}
    return SharedTalkNote(id=author, workspace_id=1, words=words, **given)


def private(words: str | None) -> PrivateTalkNote:
    return PrivateTalkNote(id=1, workspace_id=1, talk_id=1, author_id=1, words=words, written_at=NOW)


def notes(d: "Data", **fields: Any) -> Notes:
    given: Json = {"shared": shared(d.words, 1), "theirs": shared(d.written), "private": private(d.words), **fields}
    return Notes(**{"talk": talk(), "me": d.person(1), "other": d.person(2), "goes_on": True, **given})


def past(d: "Data", **fields: Any) -> Past:
    given: Json = {"person": d.person(1), "manager": d.person(2), "took_part": True, "private": private(d.written)}
    given |= {"notes": [(d.person(1), shared(d.words, 1)), (d.person(2), shared(d.written))], "actions": d.todos()}
    given |= {"struck": [point(d, 0), point(d, 6), point(d, 12)], "by_itself": dict.fromkeys(Sort, d.many)}
    return Past(**{"talk": talk(), "me": d.person(1), "stand": stand(d, agrees=False), **given, **fields})


def talks(d: "Data", **fields: Any) -> Talks:
    rows = [Row(talk(id=one, at=NOW if one % 3 else None), d.person(2), one % 3) for one in range(1, 11)]
    return Talks(**{"other": d.person(2), "rows": rows, "older": 1, "left": [point(d, 0)], "goes_on": False, **fields})


NO_TIME = talk(at=None)
BOTH = ("shared", "private")
ONE_ON_ONES_NOTES: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "one_on_ones_notes.form": lambda r, d: one_on_ones_notes.form(r, notes(d)),
    "one_on_ones_notes.form nothing": lambda r, d: one_on_ones_notes.form(
        r, notes(d, shared=None, theirs=None, private=None, talk=NO_TIME)
    ),
    "one_on_ones_notes.form long": lambda r, d: one_on_ones_notes.form(
        r, notes(d, shared=shared(d.written, 1), private=private(d.written)), whole=False
    ),
    "one_on_ones_notes.form overtaken": lambda r, d: one_on_ones_notes.form(
        r, notes(d, overtaken=BOTH), dict.fromkeys(BOTH, d.words or "")
    ),
    "one_on_ones_notes.form over": lambda r, d: one_on_ones_notes.form(r, notes(d, goes_on=False)),
    "one_on_ones_notes.pages": lambda r, d: one_on_ones_notes.pages(r, notes(d), "theirs"),
    "one_on_ones_notes.pages the second": lambda r, d: one_on_ones_notes.pages(r, notes(d), "theirs", 1),
    "one_on_ones_notes.way": lambda r, d: kit.home([kit.actions(one_on_ones_notes.way(r, 1))]),
    "one_on_ones_dm.form": lambda r, d: one_on_ones_dm.form(
        r, Choice(1, d.written or "x", [(talk(id=n), d.person(2)) for n in range(1, 21)])
    ),
    "dm.offer for notes": lambda r, d: dm.offer(r, Offer(1, None, "", used=False, answered=False, talks=True)),
    "dm.offer noted": lambda r, d: dm.offer(r, Offer(1, None, "", used=True, answered=False, noted=True)),
    "one_on_ones_actions.way": lambda r, d: kit.home([kit.actions(one_on_ones_actions.way(r, 1))]),
    "one_on_ones_actions.form": lambda r, d: one_on_ones_actions.form(r, Writing(talk(), d.person(2), NOW.date())),
    "one_on_ones_actions.will": lambda r, d: one_on_ones_actions.will(r, d.todo()),
    "one_on_ones_past.listed": lambda r, d: one_on_ones_past.listed(r, talks(d)),
    "one_on_ones_past.listed nothing": lambda r, d: one_on_ones_past.listed(r, talks(d, rows=[], left=[], older=None)),
    "one_on_ones_past.talk": lambda r, d: one_on_ones_past.talk(r, past(d), 2),
    "one_on_ones_past.talk the last page": lambda r, d: one_on_ones_past.talk(r, past(d), 2, 99),
    "one_on_ones_past.talk handed over": lambda r, d: one_on_ones_past.talk(
        r, past(d, me=d.person(3), took_part=False, struck=[], by_itself={}, private=None, stand=None, notes=[]), 1
    ),
    "agenda.read_only": lambda r, d: kit.home([one for n in range(12) for one in agenda.read_only(r, point(d, n))]),
}
"""By the function that builds it, and what is special."""
