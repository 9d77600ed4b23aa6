"""The views of a 1:1's agenda, over any people and any words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.agenda import SHOWN_MOST, WORDS_MAX, Sort, Struck
from bot.domain.feedback_form import Message as Cited
from bot.domain.goals import Confidence
from bot.domain.one_on_ones import Purpose, TalkState
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.agenda import Adding, Agenda
from bot.usecases.agenda_pairs import Pair
from bot.usecases.agenda_points import Point
from bot.usecases.agenda_today import Today
from bot.usecases.guides import Guided
from bot.views import agenda, agenda_form, guides, kit
from storage.agenda import AgendaItem
from storage.evidence import CitedMessage
from storage.one_on_one_notes import ResultStand
from storage.one_on_ones import OneOnOne

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
URL = "https://company.slack.com/archives/C1/p1800000000000100"


def pair(d: "Data") -> Pair:
    return Pair(d.person(1), d.person(2), d.person(1), d.person(2))


def talk(**fields: Any) -> OneOnOne:
    given: Json = {"pairing_id": 1, "person_id": 1, "manager_id": 2, "slot": "2027-W02", "at": NOW, **fields}
    return OneOnOne(**{"id": 1, "workspace_id": 1, "state": TalkState.AGREED, **given})


def point(d: "Data", number: int) -> Point:
    """One of each sort, and among those that were added one of each kind."""
    sort = list(Sort)[number % len(Sort)]
    day = NOW.date() + timedelta(days=number)
    given = Point(sort, d.words, struck=Struck("goal", number, "at_risk"), who=d.person(1), to=d.person(2), at=NOW)
    if sort is Sort.ADDED:
        words = None if d.words is None else d.words[:WORDS_MAX]
        item = AgendaItem(
            id=number, workspace_id=1, person_id=1, manager_id=2, source=f"v:{number}", added_by=1, added_at=NOW
        )
        message = CitedMessage(id=1, workspace_id=1, source="v", channel="C1", ts="1.1", url=URL, words=d.written)
        kinds: list[Json] = [{}, {"checkin": d.checkin()}, {"message": message}, {"goal": words or ""}]
        of = kinds[(number // len(Sort)) % len(kinds)]
        return replace(given, words=words, item=item, struck=None, **of)
    if sort is Sort.GOAL:
        return replace(given, due=day, confidence=list(Confidence)[1 + number % 2])
    if sort is Sort.ACTION:
        return replace(given, due=day if number % 4 else None)
    return replace(given, checkin=d.checkin()) if sort is Sort.FLAGGED else given


def shown(d: "Data", **fields: Any) -> Agenda:
    points = [point(d, number) for number in range(6 * SHOWN_MOST)]
    points += [point(d, number * len(Sort)) for number in range(d.many)]
    struck = [replace(one, struck_at=NOW) for one in points]
    given: Json = {"talk": talk(purpose=Purpose.COACHING), "points": points, "struck": struck, **fields}
    return Agenda(pair=pair(d), more={Sort.GOAL: d.many}, counts=dict.fromkeys(Sort, d.many), **given)


def stand(d: "Data", *, agrees: bool) -> ResultStand:
    return ResultStand(id=1, workspace_id=1, talk_id=1, person_id=1, agrees=agrees, words=d.words, said_at=NOW)


def guided(d: "Data", purpose: Purpose, **fields: Any) -> Guided:
    given: Json = {"me": d.person(1), "person": d.person(1), "manager": d.person(2), "stand": None, "goes_on": True}
    return Guided(**{"talk": talk(), "purpose": purpose, **given, **fields})


def adding(d: "Data", **fields: Any) -> Adding:
    given: Json = {"partners": d.people() or [d.person()], "to": d.person(1), "words": d.words or "", **fields}
    return Adding(**given)


CITED = Cited("C1", "1.1", "U01", URL)
AGENDA: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "agenda.agenda": lambda r, d: agenda.agenda(r, shown(d)),
    "agenda.agenda the last page": lambda r, d: agenda.agenda(r, shown(d), 99),
    "agenda.agenda nothing": lambda r, d: agenda.agenda(r, shown(d, points=[], struck=[], talk=None)),
    "agenda.agenda no time": lambda r, d: agenda.agenda(r, shown(d, talk=talk(at=None))),
    "agenda.way": lambda r, d: kit.home([kit.actions(agenda.way(r, 1))]),
    "agenda.way_with": lambda r, d: kit.home([kit.actions(agenda.way_with(r, d.person()))]),
    "agenda.partners": lambda r, d: agenda.partners(r, d.people()),
    "agenda.today": lambda r, d: agenda.today(r, Today(talk(), d.person(), dict.fromkeys(Sort, d.many))),
    "agenda_form.form": lambda r, d: agenda_form.form(r, adding(d)),
    "agenda_form.form for one": lambda r, d: agenda_form.form(
        r, adding(d, partners=[d.person()], unknown=(d.name or "@x",))
    ),
    "agenda_form.form for many": lambda r, d: agenda_form.form(r, adding(d, partners=[d.person()] * 101)),
    "agenda_form.form about a message": lambda r, d: agenda_form.form(
        r, adding(d, message=CITED, author=d.person(3)), quotable=(d.words or "x")[:3000]
    ),
    "agenda_form.added": lambda r, d: agenda_form.added(r, d.person()),
    **{
        f"guides.guide {one}": lambda r, d, one=one: guides.guide(r, guided(d, one))  # type: ignore[misc]
        for one in Purpose
    },
    "guides.guide said": lambda r, d: guides.guide(r, guided(d, Purpose.RESULT, stand=stand(d, agrees=False))),
    "guides.guide another's": lambda r, d: guides.guide(
        r, guided(d, Purpose.RESULT, me=d.person(2), stand=stand(d, agrees=True), goes_on=False)
    ),
    "guides.way": lambda r, d: kit.home([kit.actions(guides.way(r, 1))]),
    "guides.stand": lambda r, d: kit.home(
        [
            one
            for said in (None, stand(d, agrees=True))
            for mine in (True, False)
            for one in guides.stand(r, said, d.person(), mine=mine)
        ]
    ),
    "guides.stand_form": lambda r, d: guides.stand_form(r, guided(d, Purpose.RESULT, stand=stand(d, agrees=True))),
    "guides.purpose": lambda r, d: kit.home([kit.sentence(guides.purpose(r, one)) for one in Purpose]),
}
"""By the function that builds it, and what is special."""
