"""The views of a pulse, in every state, over any people and any words."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.checkins import Outcome, QuestionKind, SeriesKind, SeriesState
from bot.domain.nudges import Later
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.checkins_notices import Asked
from bot.usecases.pulses import Form, Mine
from bot.usecases.pulses_results import Closed, Figures, Found, Results, Teams, Texts
from bot.views import kit, pulses, pulses_results, series
from storage.pulses import PulseSlot
from storage.series import Question, Series

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 2, 16, 15, 0, tzinfo=UTC)
KINDS = (QuestionKind.SCALE, QuestionKind.NUMBER, QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.LONG_TEXT)


def a_pulse(d: "Data", state: SeriesState = SeriesState.PAUSED) -> Series:
    return Series(id=9, workspace_id=1, kind=SeriesKind.PULSE, state=state, name=d.series, anchor=NOW.date())


def asked(d: "Data", *, closed: bool = False, outcome: Outcome | None = None, back_at: datetime | None = None) -> Asked:
    period = d.period()
    period.outcome = outcome
    return Asked(a_pulse(d), period, None, [], closed, {Later.HOUR: NOW}, back_at)


def questions(d: "Data") -> list[Question]:
    """One of each kind, as HR may word it: 200 characters, and as many options as one choice takes."""
    options = [{"key": f"o{one}", "texts": {"en": (d.series or "x")[:75]}} for one in range(max(d.many, 2))]
    return [
        Question(
            id=number,
            workspace_id=1,
            series_id=9,
            key=f"q{number}",
            kind=kind,
            texts={"en": (d.series.strip() or "x")[:200]},
            options=options if kind in (QuestionKind.SINGLE, QuestionKind.MULTIPLE) else [],
            since=NOW,
        )
        for number, kind in enumerate(KINDS, start=1)
    ]


def form(d: "Data", *, taken: bool = False) -> Form:
    return Form(a_pulse(d), "2027-02", NOW, questions(d), taken)


def slot(**fields: Any) -> PulseSlot:
    given = {"closed_at": NOW, "asked": 24, "answered": 18, "shown": True, **fields}
    return PulseSlot(id=4, workspace_id=1, series_id=9, slot="2027-02", opened_at=NOW, **given)


def found(d: "Data", *, team: bool = True) -> list[Found]:
    figures = Figures(12, 44.0, Counter({"1": 1, "3": 4, "5": 7, "o0": 3, "o1": 9}))
    return [
        Found(one, figures, figures if team and one.kind != QuestionKind.LONG_TEXT else None) for one in questions(d)
    ]


def results(d: "Data", **fields: Any) -> Results:
    given: Json = {"slot": slot(), "found": found(d), "hr": True, "has_teams": True, "earlier": 3, "later": 5, **fields}
    return Results(series=a_pulse(d), **given)


def texts(d: "Data", **fields: Any) -> Texts:
    said = [d.words for _ in range(min(d.many, 15))]
    return Texts(slot(), questions(d)[-1], said, **{"page": 0, "more": False, **fields})


def teams(d: "Data", **fields: Any) -> Teams:
    rows = [(one, found(d, team=False)[:4]) for one in d.people()[:20]]
    return Teams(slot(), rows, **{"page": 0, "more": False, **fields})


def mine(d: "Data") -> Mine:
    closed = [(a_pulse(d), slot()) for _ in range(2)]
    states = [a_pulse(d), a_pulse(d, SeriesState.RUNNING)]
    return Mine([replace(form(d), taken=one) for one in (True, False, False)], closed, states)


PULSES: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "pulses.prompt": lambda r, d: pulses.prompt(r, asked(d)),
    "pulses.prompt closed": lambda r, d: pulses.prompt(r, asked(d, closed=True)),
    "pulses.prompt taken": lambda r, d: pulses.prompt(r, asked(d, outcome=Outcome.ANSWERED)),
    "pulses.prompt later": lambda r, d: pulses.prompt(r, asked(d, back_at=NOW)),
    "pulses.reminder": lambda r, d: pulses.reminder(r, asked(d)),
    "pulses.reminder closed": lambda r, d: pulses.reminder(r, asked(d, closed=True)),
    "pulses.closed": lambda r, d: pulses.closed(r, Closed(a_pulse(d), slot())),
    "pulses.form": lambda r, d: pulses.form(r, form(d)),
    "pulses.form taken": lambda r, d: pulses.form(r, form(d, taken=True)),
    "pulses.thanks": lambda r, d: pulses.thanks(r, a_pulse(d)),
    "pulses.taken": lambda r, d: pulses.taken(r, a_pulse(d)),
    "pulses.section": lambda r, d: kit.home(pulses.section(r, mine(d))),
    "pulses.for_hr": lambda r, d: kit.home(pulses.for_hr(r, mine(d))),
    "series.preview of a pulse": lambda r, d: series.preview(
        r, replace(d.preview(), series=a_pulse(d)), can_start=True
    ),
    "pulses_results.results": lambda r, d: pulses_results.results(r, results(d)),
    "pulses_results.results shared": lambda r, d: pulses_results.results(r, results(d, slot=slot(shared=True))),
    "pulses_results.results of few": lambda r, d: pulses_results.results(
        r, results(d, slot=slot(shown=False), found=[], has_teams=False, earlier=None, later=None)
    ),
    "pulses_results.results to a colleague": lambda r, d: pulses_results.results(
        r, results(d, found=found(d, team=False), hr=False, has_teams=False, earlier=None, later=None)
    ),
    "pulses_results.texts": lambda r, d: pulses_results.texts(r, texts(d)),
    "pulses_results.texts between": lambda r, d: pulses_results.texts(r, texts(d, page=1, more=True)),
    "pulses_results.teams": lambda r, d: pulses_results.teams(r, teams(d)),
    "pulses_results.teams between": lambda r, d: pulses_results.teams(r, teams(d, page=1, more=True)),
}
"""By the function that builds it, and what is special."""
