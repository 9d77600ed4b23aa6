"""What is told of reports of feedback."""

from bot.domain import feedback_reports
from bot.usecases import feedback_reports as usecases
from bot.views import feedback_reports as views
from schedules.registry import Registry


def register(registry: Registry) -> None:
    registry.telling(feedback_reports.REPORTED, usecases.access_reported, views.reported)
    registry.telling(feedback_reports.HANDLED, usecases.access_handled, views.handled)
