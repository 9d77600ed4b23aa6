"""People without a manager: HR is told of each of them once, of many together."""

from datetime import timedelta

from bot.domain.notices import Kind, Lane

UNLED = Kind("unled.told", Lane.SUMMARY, late_after=timedelta(days=3))
"""Subject is the workspace, occurrence the moment at which it was seen. Three days: over a weekend it is still news."""
EVERY = timedelta(hours=1)
"""How often it is looked: soon after somebody left, and late enough that an import is over."""
NAMED = 10
"""Names in one message; the rest is a count."""
