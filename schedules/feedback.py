"""What is told of feedback, and the receipts that follow it."""

from bot.deps import Deps
from bot.domain import feedback
from bot.usecases import feedback_answers as answers
from bot.usecases import feedback_read as usecases
from bot.usecases import feedback_receipts as receipts
from bot.views import feedback as views
from bot.views import feedback_forms as forms
from schedules.registry import Registry


def register(registry: Registry) -> None:
    registry.tick("feedback.follow", follow)
    registry.telling(feedback.GIVEN, usecases.access_given, views.given)
    registry.telling(feedback.SHARED, usecases.access_given, views.shared)
    registry.telling(feedback.RECEIPT, usecases.access_receipt, views.receipt)
    registry.telling(feedback.PROPOSED, answers.access_proposed, forms.proposed)
    registry.telling(feedback.AGREED, answers.access_agreed, forms.agreed)


async def follow(deps: Deps) -> None:
    """Edit the receipts that say something else by now."""
    now = deps.clock.now()
    while True:
        async with deps.transaction() as tx:
            if await receipts.follow(tx, now) < receipts.BATCH:
                return
