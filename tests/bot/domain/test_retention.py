"""How long what people wrote is kept."""

from datetime import UTC, datetime

import pytest

from bot.domain.retention import Kept, Retention
from bot.settings import RETAINED


@pytest.mark.parametrize(
    ("now", "months", "before"),
    [
        ("2027-01-13", 36, "2024-01-13"),
        ("2027-01-31", 2, "2026-11-30"),
        ("2027-03-31", 1, "2027-02-28"),
        ("2028-03-31", 1, "2028-02-29"),
        ("2027-12-31", 12, "2026-12-31"),
        ("2027-01-01", 1, "2026-12-01"),
        ("2027-01-01", 1_200, "1927-01-01"),
    ],
)
def test_so_many_months_ago_is_a_day_that_exists(now: str, months: int, before: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert Retention(months).before(Kept.CHECKINS, at).date().isoformat() == before


def test_a_kind_can_have_a_time_of_its_own() -> None:
    at = datetime(2027, 1, 13, tzinfo=UTC)
    kept = Retention(36, {Kept.TALKS: 12})
    assert [kept.before(one, at).year for one in (Kept.TALKS, Kept.CHECKINS)] == [2026, 2024]


def test_settings_know_the_same_kinds() -> None:
    assert set(RETAINED) == set(Kept)
