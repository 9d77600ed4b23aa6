"""One's own history as text, message by message."""

from bot.domain import history
from bot.usecases import history as usecases
from bot.views import history as views
from schedules.registry import Registry


def register(registry: Registry) -> None:
    registry.telling(history.EXPORT, usecases.access_export, views.export)
