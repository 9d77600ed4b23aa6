"""The list of what is going to be sent, the form that holds some of it, and what somebody is told who waited for it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain import announcements, checkins, fortnight, summaries
from bot.domain.fortnight import ANSWERS, TOPICS, Line, Target
from bot.domain.holds import Why
from bot.locales.reader import Reader
from bot.usecases.fortnight import Fortnight, Shown
from bot.views import fortnight as views
from bot.views import kit, nudges_forms
from storage.holds import Hold

if TYPE_CHECKING:
    from tests.bot.views.data import Data

FIRST = date(2027, 1, 15)
NOW = datetime(2027, 1, 15, 7, 0, tzinfo=UTC)


def line(target: Target, kind: str, days: int = 0, **more: Any) -> Line:
    given = {"first": time(15), "last": time(15), "zones": 3, "people": 210, **more}
    return Line(target, kind, FIRST + timedelta(days=days), **given)


def hold(target: Target, last: date | None = None, why: Why | None = None) -> Hold:
    what: dict[str, Any] = {"topic": target.topic, "subject_id": target.subject_id, "part": target.part}
    return Hold(id=7, workspace_id=1, **what, first=FIRST, last=last, why=why, made_by=2, made_at=NOW)


TURN, NEWS = Target(fortnight.CHECKINS.name, 1, "2027-W02"), Target(fortnight.ANNOUNCEMENTS.name, 4)


def coming(d: "Data") -> Fortnight:
    """A line of each sort: held without an end, held until a day, and not held."""
    series = d.asked().series
    rest = [Target(name) for name in sorted(TOPICS)] + [Target(one.name) for one in ANSWERS]
    lines = [
        Shown(line(TURN, checkins.PROMPT.name), series, hold=hold(TURN)),
        Shown(line(TURN, checkins.REMINDER.name, 3, at_most=True, first=time(9), last=time(10, 30)), series),
        Shown(
            line(Target(fortnight.SUMMARIES.name, 1, "2027-W02"), summaries.SUMMARY.name, 3, people=1, zones=1), series
        ),
        Shown(line(NEWS, announcements.TOLD.name, 4), title=d.name, hold=hold(NEWS, FIRST, Why.CHANGES)),
        Shown(line(NEWS, announcements.POST.name, 4, people=1), title=d.name),
    ]
    lines += [Shown(line(one, _kind(one), 5 + at % 8)) for at, one in enumerate(rest)]
    return Fortnight(sorted(lines, key=lambda one: fortnight.order(one.line)), FIRST, {2: d.name})


def _kind(target: Target) -> str:
    found = fortnight.topic(target.topic)
    assert found is not None
    return found.kinds[0].name


def form(reader: Reader, d: "Data", target: Target, kind: str) -> Any:
    value = views.packed(line(target, kind), 0)
    series = d.asked().series if target == TURN else None
    return views.form(reader, value, series, d.name if target == NEWS else "", FIRST)


FORTNIGHT: dict[str, Callable[[Reader, Any], Any]] = {
    "fortnight.loading": lambda r, d: views.loading(r),
    "fortnight.opening": lambda r, d: kit.home([kit.actions(views.opening(r))]),
    "fortnight.listed nothing": lambda r, d: views.listed(r, Fortnight([], FIRST)),
    "fortnight.listed": lambda r, d: views.listed(r, coming(d)),
    "fortnight.listed last page": lambda r, d: views.listed(r, coming(d), 9),
    "fortnight.why, held": lambda r, d: nudges_forms.why(r, d.why(checkins.PROMPT.name, held_until=NOW)),
    "fortnight.form of a check-in": lambda r, d: form(r, d, TURN, checkins.PROMPT.name),
    "fortnight.form of an announcement": lambda r, d: form(r, d, NEWS, announcements.TOLD.name),
    "fortnight.form of days": lambda r, d: form(r, d, Target(fortnight.AGENDAS.name), _kind(Target("agendas"))),
}
