"""The views of the feedback somebody received and gave, over any people and any words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.feedback import PARTS, Aim, Form, Part
from bot.domain.feedback_helpful import Helpful
from bot.domain.feedback_history import Direction, Time, Wanted
from bot.domain.history import Place
from bot.domain.home import ORIGIN
from bot.domain.values import MOST
from bot.domain.values import RECORD as VALUE
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.feedback_aside import Aside
from bot.usecases.feedback_history import Entry, History
from bot.usecases.feedback_reports import Reported
from bot.usecases.history import Exported
from bot.views import exporting, feedback_aside, feedback_history, feedback_looking, feedback_reports, kit
from storage.evidence import Evidence
from storage.feedback import Feedback
from storage.feedback_reports import FeedbackReport
from tests.bot.views import cases_feedback
from tests.bot.views.cases_goals_progress import version
from tests.bot.views.cases_recognition import company_values

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
LOOKED_FOR = Wanted(Direction.GIVEN, Form.BEHAVIOUR, Aim.CHANGE, "U01", f"{VALUE}:1", Time.LAST_QUARTER)


def links() -> list[Evidence]:
    kinds = ("checkin", "message", VALUE)
    given: Json = {"workspace_id": 1, "from_kind": "feedback", "from_id": 1, "to_id": 1, "dated": date(2027, 1, 8)}
    return [Evidence(id=number, to_kind=kind, **given) for number, kind in enumerate(kinds, start=1)]


def feedback(number: int = 1, **fields: Any) -> Feedback:
    form, aim = [(Form.SANDWICH, None), (Form.BEHAVIOUR, Aim.KEEP), (Form.BEHAVIOUR, Aim.CHANGE)][number % 3]
    given: Json = {"author_id": 1, "subject_id": 2, "source": "view:V1:2", "given_at": NOW, "due_at": NOW, **fields}
    return Feedback(id=number, workspace_id=1, form=form, aim=aim, **given)


def parts(d: "Data", form: Form) -> dict[Part, str | None]:
    return dict.fromkeys(PARTS[form], d.words)


def entry(d: "Data", number: int = 1) -> Entry:
    """Mine and received, read and unread, with and without links; one on its way."""
    one = feedback(number, due_at=NOW + timedelta(days=number % 4), said_by=d.words if number % 5 else None)
    mine, read = number % 2 == 0, number % 3 != 1
    said = parts(d, one.form) if mine or read else {}
    return Entry(one, d.person(2), mine, NOW if read else None, said, links() if number % 2 else [], number == 4)


def history(d: "Data", **fields: Any) -> History:
    place, several = Place(NOW, 1), range(1, 11)
    given: Json = {
        "wanted": Wanted(),
        "values": company_values(d)[:MOST],
        "goals": [version(d, number) for number in range(min(d.many, 20))],
        "helpful": 2.6,
        "place": place,
        "older": place,
        "newer": place,
        **fields,
    }
    return History(**{"entries": [entry(d, one) for one in several], "now": NOW, **given})


def reported(d: "Data", **fields: Any) -> Reported:
    one = FeedbackReport(id=1, workspace_id=1, feedback_id=2, person_id=2, words=d.words, reported_at=NOW, **fields)
    handler = d.person(3) if fields else None
    said = parts(d, Form.BEHAVIOUR) | {Part.BEHAVIOUR: d.written}
    return Reported(one, feedback(1), d.person(1), d.person(2), handler, said)


def aside(reader: Reader, d: "Data", **fields: Any) -> Json:
    given = cases_feedback.opened(d, aside=Aside(mine=True, **fields))
    return kit.home([kit.divider(), *feedback_aside.below(reader, given)])


HANDLED: Json = {"handled_at": NOW, "handled_by": 3}
FEEDBACK_HISTORY: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "feedback_history.section": lambda r, d: kit.home(feedback_history.section(r, d.many)),
    "feedback_history.history_of": lambda r, d: feedback_history.history_of(r, history(d)),
    "feedback_history.history_of what is looked for": lambda r, d: feedback_history.history_of(
        r, history(d, wanted=LOOKED_FOR)
    ),
    "feedback_history.history_of nothing": lambda r, d: feedback_history.history_of(
        r, history(d, entries=[], older=None, newer=None)
    ),
    "feedback_history.history_of nothing found": lambda r, d: feedback_history.history_of(
        r, history(d, entries=[], wanted=replace(LOOKED_FOR, about="value:99"), older=None, newer=None)
    ),
    "feedback_history.on_its_way": lambda r, d: feedback_history.on_its_way(r, d.many),
    "feedback_history.export": lambda r, d: feedback_history.export(r, Exported([entry(d, 1), entry(d, 2)], 0, 1, 2)),
    "feedback_history.export of a part": lambda r, d: feedback_history.export(r, Exported([entry(d, 2)], 1, 2, 2)),
    "exporting.doubtful": lambda r, d: exporting.doubtful(r, d.series),
    "exporting.message": lambda r, d: exporting.message(r, "Yours", d.written or "", 1),
    "feedback_aside.below": aside,
    "feedback_aside.below asking": lambda r, d: aside(r, d, asks=True, report=reported(d).report),
    "feedback_aside.below answered": lambda r, d: aside(
        r, d, helpful=Helpful.PARTLY, report=reported(d, **HANDLED).report
    ),
    "feedback_aside.below helpful": lambda r, d: aside(r, d, helpful=Helpful.YES),
    "feedback_aside.below not helpful": lambda r, d: aside(r, d, helpful=Helpful.NO),
    "feedback_reports.form": lambda r, d: feedback_reports.form(r, feedback(1), ORIGIN),
    "feedback_reports.reported": lambda r, d: feedback_reports.reported(r, reported(d)),
    "feedback_reports.reported handled": lambda r, d: feedback_reports.reported(r, reported(d, **HANDLED)),
    "feedback_reports.opened": lambda r, d: feedback_reports.opened(r, reported(d)),
    "feedback_reports.opened handled": lambda r, d: feedback_reports.opened(r, reported(d, **HANDLED), 1),
    "feedback_reports.handled": lambda r, d: feedback_reports.handled(r, reported(d, **HANDLED)),
    "feedback_looking.menus": lambda r, d: kit.home(feedback_looking.menus(r, history(d))),
}
"""By the function that builds it, and what is special."""
