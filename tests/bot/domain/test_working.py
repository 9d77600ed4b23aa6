"""When somebody is at work: by day, by night, in half days, and never on days that are off."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.cadence import Hours
from bot.domain.working import Working

BY_DAY = Working("Asia/Shanghai", "12345", Hours(time(9), time(18)), off=frozenset({date(2027, 1, 12)}))
BY_NIGHT = Working("Asia/Shanghai", "12345", Hours(time(22), time(6)), away=[(date(2027, 1, 13), date(2027, 1, 13))])


def there(day: int, hour: int, minute: int = 0) -> datetime:
    """That time of January in Shanghai, eight hours ahead of UTC. The 15th is a Friday."""
    return datetime(2027, 1, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(
    ("mine", "now", "at_work"),
    [
        (BY_DAY, there(15, 9), True),
        (BY_DAY, there(15, 17, 59), True),
        (BY_DAY, there(15, 18), False),
        (BY_DAY, there(15, 8, 59), False),
        (BY_DAY, there(16, 12), False),
        (BY_DAY, there(12, 12), False),
        (BY_NIGHT, there(15, 22), True),
        (BY_NIGHT, there(16, 5, 59), True),
        (BY_NIGHT, there(16, 6), False),
        (BY_NIGHT, there(16, 22), False),
        (BY_NIGHT, there(13, 3), True),
        (BY_NIGHT, there(13, 23), False),
        (BY_NIGHT, there(14, 3), False),
        (BY_NIGHT, there(15, 12), False),
    ],
)
def test_somebody_is_at_work_in_their_hours_of_their_days_and_a_night_belongs_to_its_evening(
    mine: Working, now: datetime, at_work: bool
) -> None:
    assert mine.at_work(now) is at_work
