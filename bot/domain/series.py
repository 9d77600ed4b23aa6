"""What a series of check-ins begins with, and which of its timetables make sense."""

from datetime import time, timedelta

from bot.domain.cadence import CadenceKind, Rule
from bot.domain.checkins import QuestionKind
from bot.domain.errors import RuleBroken

DRY_RUN = "series.dry_run"
"""The name of the task that counts for HR who would get what when."""
DEFAULT_NAME = "Weekly check-in"
"""Shown in the reader's language wherever a series bears this name."""

DEFAULT_QUESTIONS = (
    QuestionKind.PROGRESS,
    QuestionKind.PLAN,
    QuestionKind.BLOCKER,
    QuestionKind.MOOD,
    QuestionKind.IDEA,
    QuestionKind.GOALS,
    QuestionKind.ACTIONS,
    QuestionKind.NOTE,
)

NAME_MAX = 80
EVERY_MAX = 12
"""Weeks between two turns: a quarter."""
LAST_WEEK = 5
"""In place of a number: the last such weekday of a month."""
SHORTEST = timedelta(hours=1)
"""The shortest window: whoever is in a meeting when the prompt comes still has time to answer."""
SERIES_MAX = 20
"""Series of one workspace that are not ended."""

REPLAN = "series.replan"
"""The name of the task that brings everybody's next turn up to date after an edit, given as `series`."""
REPLAN_PRIORITY = 10


def check_name(name: str) -> str:
    """The name as it is kept. Raises RuleBroken at the field "name"."""
    if not name.strip():
        raise RuleBroken("name_needed", field="name")
    if len(name.strip()) > NAME_MAX:
        raise RuleBroken("too_long", {"most": NAME_MAX}, field="name")
    return name.strip()


def check_rhythm(rule: Rule) -> None:
    """Refuse turns that make no sense at their field: "every", "weekday", "month_day", "month_week"."""
    if not 1 <= rule.every <= EVERY_MAX:
        raise RuleBroken("every_wrong", {"most": EVERY_MAX}, field="every")
    if not 1 <= rule.weekday <= 7:
        raise RuleBroken("weekday_needed", field="weekday")
    if not 1 <= rule.month_day <= 31:
        raise RuleBroken("month_day_wrong", field="month_day")
    if not 1 <= rule.month_week <= LAST_WEEK:
        raise RuleBroken("month_week_needed", field="month_week")
    if window(rule) > gap(rule):
        raise RuleBroken("window_overlaps", field="cadence")


def check_window(rule: Rule) -> None:
    """Refuse a window that makes no sense at its field: "closes_at", "closes_after", "reminds_at"."""
    if window(rule) < SHORTEST:
        raise RuleBroken("window_short", field="closes_at")
    if window(rule) > gap(rule):
        raise RuleBroken("window_overlaps", field="closes_after")
    if rule.reminds_at is not None and rule.reminds_at >= rule.closes_at:
        raise RuleBroken("reminder_late", field="reminds_at")
    if rule.reminds_at is not None and rule.closes_after == 0 and rule.reminds_at <= rule.opens_at:
        raise RuleBroken("reminder_early", field="reminds_at")


def window(rule: Rule) -> timedelta:
    """How long it takes from the prompt to the end, without holidays and leave."""
    return timedelta(days=rule.closes_after) + _since_midnight(rule.closes_at) - _since_midnight(rule.opens_at)


def gap(rule: Rule) -> timedelta:
    """The shortest time between two prompts."""
    return timedelta(weeks=rule.every) if rule.kind is CadenceKind.WEEKLY else timedelta(days=28)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)
