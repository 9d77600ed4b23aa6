"""How somebody's weeks were."""

import pytest

from bot.domain.moods import Trend, line, trend


def test_the_weeks_are_shown_in_their_order_with_a_dash_where_nothing_was_said() -> None:
    assert line([4, 4, 3, None, 5]) == "4 4 3 – 5"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([], None),
        ([1, 5, 5], None),
        ([4, None, None, None, None, 1, 1], None),
        ([4, 4, 4, 4], Trend.SAME),
        ([4, 4, 3, 4], Trend.SAME),
        ([4, 4, 3, 3], Trend.HARDER),
        ([4, None, 4, 3, None, 3], Trend.HARDER),
        ([2, 2, 3, 3], Trend.BETTER),
        ([5, 1, 3, 3], Trend.SAME),
    ],
)
def test_a_trend_is_told_only_where_enough_was_said_and_it_is_noticeable(
    values: list[int | None], told: Trend | None
) -> None:
    assert trend(values) is told
