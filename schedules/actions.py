"""What is told of actions."""

from bot.domain import actions
from bot.usecases import actions as usecases
from bot.views import actions as views
from schedules.registry import Registry


def register(registry: Registry) -> None:
    registry.telling(actions.GIVEN, usecases.access_given, views.given)
