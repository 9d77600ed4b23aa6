"""When somebody is at work: by day, by night, in half days, and never on days that are off."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

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


@pytest.mark.parametrize(
    ("since", "hours", "until", "found"),
    [
        ("2027-01-14 15:00", 2, "2027-01-18 00:00", "2027-01-14 17:00"),
        ("2027-01-14 15:00", 4, "2027-01-18 00:00", "2027-01-15 10:00"),
        ("2027-01-15 15:00", 4, "2027-01-18 00:00", "2027-01-15 18:00"),
        ("2027-01-15 15:00", 4, "2027-01-18 12:00", "2027-01-18 10:00"),
        ("2027-01-16 15:00", 4, "2027-01-17 12:00", "2027-01-16 15:00"),
    ],
    ids=["today", "over a night", "not over a weekend", "over a weekend", "no work at all"],
)
def test_time_passes_while_somebody_works(since: str, hours: int, until: str, found: str) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))

    assert Working("Europe/Berlin").worked(at(since), timedelta(hours=hours), at(until)) == at(found)


def test_time_passes_by_night_for_who_works_by_night() -> None:
    by_night = Working("UTC", hours=Hours(time(22), time(6)))
    since, until = datetime(2027, 1, 14, 23, tzinfo=UTC), datetime(2027, 1, 18, tzinfo=UTC)
    assert by_night.worked(since, timedelta(hours=4), until) == datetime(2027, 1, 15, 3, tzinfo=UTC)
    assert by_night.worked(since, timedelta(hours=8), until) == datetime(2027, 1, 15, 23, tzinfo=UTC)
