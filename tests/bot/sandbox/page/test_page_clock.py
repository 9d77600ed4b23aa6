"""The page moves the clock and begins anew."""

from datetime import datetime, timedelta

import httpx
import pytest

from bot.sandbox.clock import MovableClock
from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.page.conftest import HERE, do


@pytest.mark.parametrize(
    ("fields", "moved"),
    [
        ({"sb_to": "hour"}, timedelta(hours=1)),
        ({"sb_to": "day"}, timedelta(days=1)),
        ({"sb_to": "friday"}, timedelta(days=7)),
        ({"sb_to": "monday"}, timedelta(days=2, hours=18)),
        ({"sb_to": "field", "sb_at": "2027-01-08T16:30"}, timedelta(hours=1, minutes=30)),
    ],
)
async def test_the_clock_moves_by_the_persons_own_wall(
    browser: httpx.AsyncClient, clock: MovableClock, mei: Person, fields: dict[str, str], moved: timedelta
) -> None:
    """It is Friday 15:00 in Shanghai when the test begins."""
    before = clock.now()
    await do(browser, sb_act="clock", **fields)
    assert clock.now() - before == moved


@pytest.mark.parametrize(
    ("at", "sentence"), [("2027-01-08T14:59", "only moves forward"), ("", "choose a date"), ("soon", "choose a date")]
)
async def test_a_time_that_is_past_or_none_is_refused_in_a_sentence(
    browser: httpx.AsyncClient, clock: MovableClock, mei: Person, at: str, sentence: str
) -> None:
    before = clock.now()
    assert sentence in (await do(browser, sb_act="clock", sb_to="field", sb_at=at)).text
    assert clock.now() == before


async def test_what_breaks_while_the_clock_moves_is_said(
    browser: httpx.AsyncClient, clock: MovableClock, mei: Person
) -> None:
    async def broken(now: datetime) -> None:
        raise RuntimeError("not today")

    clock.on_move(broken)
    assert "broke while the clock moved" in (await do(browser, sb_act="clock", sb_to="hour")).text


async def test_reset_asks_first_and_is_there_only_when_the_host_can(
    browser: httpx.AsyncClient, sandbox: Sandbox, mei: Person
) -> None:
    done: list[bool] = []
    assert 'data-testid="reset"' not in (await browser.get(HERE)).text
    await do(browser, sb_act="reset", sb_confirm="yes")

    async def reset() -> None:
        done.append(True)

    sandbox.on_reset = reset
    page = await do(browser, sb_act="reset")
    assert "Start over" in page.text
    assert done == []
    page = await do(browser, sb_act="reset", sb_confirm="yes")
    assert done == [True]
    assert "as it was at the start" in page.text
