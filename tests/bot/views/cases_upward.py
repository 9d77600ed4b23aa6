"""The views of anonymous words to a manager, in every state, over any people and any words."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.checkins import WORDS_MAX
from bot.domain.upward import Stand
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.upward import Form, Found, Mine, Sent
from bot.usecases.upward_read import PAGE, Opened
from bot.views import kit, upward, upward_read
from storage.upward import UpwardBatch

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 2, 16, 15, 0, tzinfo=UTC)
TICKET = "BCDF-GHJK-MNPR-STWX"


def batch(d: "Data", *, answered: bool = False) -> UpwardBatch:
    given: Json = {"answer": d.words, "answered_at": NOW} if answered else {}
    return UpwardBatch(id=4, workspace_id=1, manager_id=1, number=2, closed_at=NOW, delivered=True, **given)


def opened(d: "Data", *, said: int = PAGE, replies: int = 0, answered: bool = True, **fields: Any) -> Opened:
    words = None if d.words is None else d.words[:WORDS_MAX]
    given: Json = {"page": 0, "more": False, **fields}
    return Opened(batch(d, answered=answered), [words] * said, [words] * replies, **given)


def found(d: "Data", stand: Stand, *, may_reply: bool = True) -> Found:
    answer = d.words if stand is Stand.ANSWERED else None
    return Found(d.person(), stand, answer, may_reply, "0" * 32)


def mine(d: "Data") -> Mine:
    return Mine(d.person(), batch(d))


UPWARD: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "upward.form": lambda r, d: upward.form(r, Form(d.person(), TICKET)),
    "upward.sent": lambda r, d: upward.sent(r, Sent(d.person(), TICKET, again=False)),
    "upward.sent again": lambda r, d: upward.sent(r, Sent(d.person(), TICKET, again=True)),
    "upward.ticket_form": lambda r, d: upward.ticket_form(r),
    "upward.found waiting": lambda r, d: upward.found(r, found(d, Stand.WAITS, may_reply=False), TICKET),
    "upward.found delivered": lambda r, d: upward.found(r, found(d, Stand.DELIVERED), TICKET),
    "upward.found read": lambda r, d: upward.found(r, found(d, Stand.READ), TICKET),
    "upward.found answered": lambda r, d: upward.found(r, found(d, Stand.ANSWERED), TICKET),
    "upward.found answered by somebody who left": lambda r, d: upward.found(
        r, found(d, Stand.ANSWERED, may_reply=False), TICKET
    ),
    "upward.found dropped": lambda r, d: upward.found(r, found(d, Stand.DROPPED, may_reply=False), TICKET),
    "upward.replied": lambda r, d: upward.replied(r, d.name),
    "upward.section": lambda r, d: kit.home(upward.section(r, mine(d))),
    "upward_read.delivered": lambda r, d: upward_read.delivered(r, batch(d)),
    "upward_read.replied": lambda r, d: upward_read.replied(r, batch(d)),
    "upward_read.opened": lambda r, d: upward_read.opened(r, opened(d)),
    "upward_read.opened unanswered": lambda r, d: upward_read.opened(r, opened(d, said=3, answered=False)),
    "upward_read.opened in the middle": lambda r, d: upward_read.opened(r, opened(d, page=1, more=True)),
    "upward_read.opened with replies": lambda r, d: upward_read.opened(r, opened(d, said=2, replies=PAGE - 2)),
    "upward_read.answer_form": lambda r, d: upward_read.answer_form(r, batch(d, answered=True), 0),
    "upward_read.answer_form new": lambda r, d: upward_read.answer_form(r, batch(d), 0),
}
"""By the function that builds it, and what is special."""
