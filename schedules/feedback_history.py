"""The feedback one received and gave as text, message by message."""

from bot.domain.feedback_history import EXPORT
from bot.usecases import feedback_history as usecases
from bot.views import feedback_history as views
from schedules.registry import Registry


def register(registry: Registry) -> None:
    registry.telling(EXPORT, usecases.access_export, views.export)
