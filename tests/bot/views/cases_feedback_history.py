"""The views of the feedback somebody received and gave, over any people and any words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.feedback import PARTS, Aim, Form, Part
from bot.domain.feedback_history import Direction, Time, Wanted
from bot.domain.history import Place
from bot.domain.values import MOST, VALUE
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.feedback_history import Entry, History
from bot.usecases.history import Exported
from bot.views import exporting, feedback_history, feedback_looking, kit
from storage.evidence import Evidence
from storage.feedback import Feedback
from tests.bot.views.cases_recognition import company_values

if TYPE_CHECKING:
    from tests.bot.views.cases import Data

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
    return Entry(one, d.person(2), mine, NOW if read else None, said, links() if number % 2 else [])


def history(d: "Data", **fields: Any) -> History:
    place, several = Place(NOW, 1), range(1, 11)
    given: Json = {
        "wanted": Wanted(),
        "values": company_values(d)[:MOST],
        "place": place,
        "older": place,
        "newer": place,
        **fields,
    }
    return History(**{"entries": [entry(d, one) for one in several], "now": NOW, **given})


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
    "exporting.message": lambda r, d: exporting.message(r, "Yours", d.written or "", 1),
    "feedback_looking.menus": lambda r, d: kit.home(feedback_looking.menus(r, history(d))),
}
"""By the function that builds it, and what is special."""
