"""Killing the bot at any moment neither loses an answer nor sends anything twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.killed_lives import Lives, lives
from tests.killed_trip import FRIDAY, world


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lives]:
    """One process that has loaded the bot, for the lives of every test here."""
    with lives(tmp_path_factory.mktemp("lives")) as made:
        yield made


WHILE_ASKING = (
    ("tick:checkins.open/commit.before", 1),
    ("tick:checkins.open/commit.after", 1),
    ("tick:delivery.batch/commit.after", 3),
    ("job:delivery.send/begin", 1),
    ("call.before:chat.postMessage", 1),
    ("call.after:chat.postMessage", 2),
    ("job:delivery.send/end", 1),
)
WHILE_ANSWERING = (
    ("call.before:views.open", 1),
    ("call.after:views.open", 1),
    ("view_submission/commit.before", 1),
    ("view_submission/commit.after", 1),
    ("view_submission/answer", 1),
    ("call.after:chat.update", 1),
)
WHILE_TALKING = (
    ("event_callback/commit.before", 1),
    ("event_callback/commit.after", 1),
    ("call.after:chat.postMessage", 1),
    ("job:delivery.send/commit.after", 2),
    ("view_submission/answer", 1),
    ("call.before:chat.postMessage", 1),
)


async def test_killed_while_everybody_is_asked(database_url: str, tmp_path: Path, parent: Lives) -> None:
    async with world(database_url, tmp_path, parent, *WHILE_ASKING) as here:
        await here.week()
        assert here.died == len(WHILE_ASKING)
        await here.check()


async def test_killed_while_somebody_answers(database_url: str, tmp_path: Path, parent: Lives) -> None:
    async with world(database_url, tmp_path, parent) as here:
        await here.ask()
        await here.die_at(*WHILE_ANSWERING)
        await here.answer()
        await here.talk()
        assert here.died == len(WHILE_ANSWERING)
        await here.check()


async def test_killed_while_people_talk_with_it_and_with_each_other(
    postgres_url: str, tmp_path: Path, parent: Lives
) -> None:
    async with world(postgres_url, tmp_path, parent) as here:
        await here.ask()
        await here.answer()
        await here.calm()
        await here.die_at(*WHILE_TALKING)
        await here.talk()
        assert here.died == len(WHILE_TALKING)
        await here.check()


async def test_killed_in_the_middle_of_fifty_prompts(sqlite_url: str, tmp_path: Path, parent: Lives) -> None:
    middle = ("call.after:chat.postMessage", 20), ("call.before:chat.postMessage", 10)
    async with world(sqlite_url, tmp_path, parent, *middle, others=48) as here:
        await here.week()
        assert here.died == len(middle)
        await here.check()


async def test_killed_while_it_waits_for_an_answer_of_slack(database_url: str, tmp_path: Path, parent: Lives) -> None:
    """Slack has the message and says nothing: only the message's own metadata can tell."""
    async with world(database_url, tmp_path, parent) as here:
        here.sandbox.faults.add("chat.postMessage", after_effect=True, hang=True)
        await here.move_to(FRIDAY)

        async def taken() -> bool:
            return bool(here.posted())

        await here.until(taken, "The first prompt")
        await here.kill()
        await here.week()
        assert here.died == 1
        await here.check()
