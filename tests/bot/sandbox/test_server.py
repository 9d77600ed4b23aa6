"""It serves this machine alone, starts at once and leaves nothing behind."""

import asyncio
import socket
import time

import aiohttp
import httpx
import pytest

from bot.sandbox.clock import MovableClock
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import is_loopback
from tests.bot.sandbox.conftest import START


@pytest.fixture
def fresh() -> Sandbox:
    return Sandbox(MovableClock(START, running=False), with_page=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "[::1]", "localhost"])
def test_this_machine_is_known_by_its_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "10.0.0.1", "example.com", "127.0.0.1.example.com", "::"])  # noqa: S104
async def test_it_binds_to_nothing_else(fresh: Sandbox, host: str) -> None:
    with pytest.raises(ValueError, match="this machine alone"):
        async with fresh.serve(host=host):
            pass


async def test_a_caller_from_another_machine_is_turned_away(fresh: Sandbox) -> None:
    transport = httpx.ASGITransport(fresh.app, client=("10.0.0.7", 4711))
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        assert (await client.post("/api/auth.test")).status_code == 403


async def test_a_name_of_another_site_that_points_here_is_turned_away(fresh: Sandbox) -> None:
    async with fresh.serve() as url, httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"{url}/api/auth.test", headers={"Host": "evil.example.com"})
        assert answer.status_code == 403


async def test_a_port_that_is_taken_is_an_error_of_the_system(fresh: Sandbox) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            async with fresh.serve(port=taken.getsockname()[1]):
                pass


async def test_starting_and_stopping_take_no_time(fresh: Sandbox) -> None:
    async with fresh.serve():
        pass
    again = Sandbox(MovableClock(START, running=False), with_page=False)
    began = time.perf_counter()
    async with again.serve() as url, aiohttp.ClientSession() as http, http.post(f"{url}/api/auth.test") as answer:
        assert (await answer.json())["error"] == "not_authed"
    assert time.perf_counter() - began < 0.5


async def test_the_end_of_serving_breaks_off_a_call_that_hangs(fresh: Sandbox) -> None:
    async with aiohttp.ClientSession() as http:
        async with fresh.serve() as url:
            fresh.faults.add("auth.test", hang=True)
            hanging = asyncio.create_task(http.post(f"{url}/api/auth.test"))
            await asyncio.sleep(0.05)
        with pytest.raises(aiohttp.ClientError):
            await hanging
