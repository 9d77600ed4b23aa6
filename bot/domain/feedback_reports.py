"""A receiver lets HR read one piece of feedback that should not have been written so."""

from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane

RECORD = "feedback_report"
"""The name of a report among readers."""
WHY_MAX = 1_000

REPORTED = Kind("feedback.reported", Lane.SUMMARY)
"""For those in HR: that there is a report, never the words."""
HANDLED = Kind("feedback.report_handled", Lane.ANSWER, unasked=False)
"""For whoever reported it."""

REPORT, READ, HANDLE = "feedback.report", "feedback.report_read", "feedback.report_handle"
"""What the audit log calls it."""


def check(why: str) -> str:
    """The reason as it is kept; none need be given. Raises RuleBroken at the field "why"."""
    if len(why) > WHY_MAX:
        raise RuleBroken("too_long", {"most": WHY_MAX}, field="why")
    return why.strip()
