"""The rules of a pulse: what it begins with, when a slot of it closes, and what counts as an answer."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import cadence
from bot.domain.cadence import CadenceKind, Rule
from bot.domain.checkins import QuestionKind
from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane
from bot.domain.replies import Reply

DEFAULT_NAME = "Pulse"
"""Shown in the reader's language wherever a series bears this name."""
DEFAULT_CADENCE = CadenceKind.MONTHLY_WEEKDAY
DEFAULT_WEEK, DEFAULT_WEEKDAY = 2, 3
"""The second Wednesday of the month: away from its ends, where work piles up and colours the answers."""
DEFAULT_OPENS, DEFAULT_REMINDS, DEFAULT_CLOSES = time(10), time(10), time(17)
DEFAULT_DAYS = 6
"""The window ends on the next Tuesday, so that who is off for some days can still take part."""

CLOSED = Kind("pulses.closed", Lane.SUMMARY, late_after=timedelta(days=3))
"""To those who may see the results of a pulse that has closed. Where there are none to see, nobody is told."""

LAST_ZONE = ZoneInfo("Etc/GMT+12")
"""Where a day ends last (the tz database turns the sign round)."""
LONGEST_WAIT = timedelta(days=4)
"""How long the others wait for windows that leave or holidays moved: over a long weekend, not over somebody's sabbatical."""
TURNS_WAIT = timedelta(hours=1)

Options = list[dict[str, object]]


def first_look(rule: Rule, slot: str) -> datetime:
    """When the window of this slot ends in the last zone, for people whom neither leave nor holidays hold back."""
    days = max(rule.closes_after, 1) * cadence.DAY
    return cadence.moment(cadence.nominal_day(rule, slot) + days, rule.closes_at, LAST_ZONE)


def next_look(rule: Rule, slot: str, now: datetime, last_closes: datetime | None, *, coming: bool) -> datetime | None:
    """When to look again whether the slot can close; None: it closes now.

    `last_closes` is the end of its last window, `coming`: somebody's has not even begun.
    """
    limit = first_look(rule, slot) + LONGEST_WAIT
    wanted = max(last_closes or now, now + TURNS_WAIT if coming else now)
    return min(wanted, limit) if now < limit and wanted > now else None


def check(replies: Sequence[Reply]) -> None:
    """Something must have been said. Raises RuleBroken at the first field."""
    if all(one.empty for one in replies):
        raise RuleBroken("pulse_empty")


QUESTIONS: tuple[tuple[str, QuestionKind, dict[str, str], Options], ...] = (
    (
        "good_work",
        QuestionKind.SCALE,
        {
            "en": "In the last weeks I could do my work well.",
            "zh_Hans": "最近几周，我能把工作做好。",
            "zh_Hant": "最近幾週，我能把工作做好。",
        },
        [],
    ),
    (
        "would_help",
        QuestionKind.SINGLE,
        {
            "en": "What would help you most at the moment?",
            "zh_Hans": "目前什么对您帮助最大？",
            "zh_Hant": "目前什麼對您幫助最大？",
        },
        [
            {"key": "goals", "texts": {"en": "Clearer goals", "zh_Hans": "更清楚的目标", "zh_Hant": "更清楚的目標"}},
            {"key": "time", "texts": {"en": "Time to focus", "zh_Hans": "能专心的时间", "zh_Hant": "能專心的時間"}},
            {"key": "tools", "texts": {"en": "Better tools", "zh_Hans": "更好的工具", "zh_Hant": "更好的工具"}},
            {"key": "talk", "texts": {"en": "More feedback", "zh_Hans": "更多反馈", "zh_Hant": "更多回饋"}},
            {"key": "people", "texts": {"en": "More hands", "zh_Hans": "更多人手", "zh_Hant": "更多人手"}},
            {"key": "fine", "texts": {"en": "All is well", "zh_Hans": "一切都好", "zh_Hant": "一切都好"}},
        ],
    ),
    (
        "change_first",
        QuestionKind.LONG_TEXT,
        {
            "en": "What should we change first?",
            "zh_Hans": "我们最先应该改变什么？",
            "zh_Hant": "我們最先應該改變什麼？",
        },
        [],
    ),
)
"""Key, kind, wordings and options of each of the default questions; none of them has to be answered."""
