"""The picture beside a summary: once, in its thread, described; and text alone where it cannot be."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from bot import pictures
from bot.domain.pictures import PictureState
from bot.sandbox.model import Message
from storage.database import Database
from storage.reporting import ReportingLine
from storage.summaries import Summary
from tests.handlers.test_summaries import DUE, jump, summaries_of
from tests.office import OPENS, Office, office

NEXT = DUE + timedelta(weeks=1)


@pytest.fixture
async def second(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    """Just before Tom's second summary: with the first one there was nothing to compare."""
    monkeypatch.setattr(pictures, "fonts", lambda _language: ("named.ttf",))
    monkeypatch.setattr(pictures, "png", lambda svg, _fonts: svg.encode())
    async with office(sqlite) as made:
        for opens, until in ((OPENS, DUE), (OPENS + timedelta(weeks=1), NEXT - timedelta(hours=1))):
            await jump(made, opens)
            await made.mei.command("/checkin")
            await made.mei.submit({"progress": "Shipped"})
            await jump(made, until)
        await jump(made, until + timedelta(minutes=1))
        yield made


async def told(made: Office, when: datetime = NEXT) -> None:
    """The summary is sent, and the minutes after it pass."""
    await jump(made, when)
    for _ in range(3):
        await made.bot.move(minutes=1)


def shared(made: Office) -> list[Message]:
    return [one for one in made.tom.dm if one.files]


async def states(made: Office) -> list[PictureState]:
    tom = await made.person(made.tom)
    return [one.chart for one in await made.rows(Summary) if one.manager_id == tom.id and one.slot >= "2027-W02"]


async def test_it_comes_once_in_the_thread_of_its_summary_with_a_description(second: Office) -> None:
    await told(second)
    message = summaries_of(second)[-1]
    [picture] = shared(second)

    assert picture.thread_ts == message.ts
    assert picture.files[0]["title"] == "Weekly check-in: answers and mood"
    assert "Jan 25: 50% answered" in picture.files[0]["alt_txt"]
    assert (await states(second))[-1] == PictureState.SENT


async def test_with_a_single_turn_there_is_none(second: Office) -> None:
    assert shared(second) == []
    assert await states(second) == [PictureState.NONE]


async def test_where_the_scope_is_withheld_it_is_text_alone(second: Office) -> None:
    second.bot.sandbox.revoke_scope("files:write")
    await told(second)

    assert len(summaries_of(second)) == 2
    assert second.calls("files.getUploadURLExternal") == []
    assert (await states(second))[-1] == PictureState.NONE


async def test_without_a_font_it_is_text_alone(second: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "fonts", lambda _language: ())
    await told(second)

    assert len(summaries_of(second)) == 2
    assert shared(second) == []
    assert (await states(second))[-1] == PictureState.NONE


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_where_slack_wants_a_pause_it_comes_later_and_once(second: Office, method: str) -> None:
    second.bot.sandbox.faults.add(method, retry_after=5)
    await told(second)

    assert len(shared(second)) == 1
    assert (await states(second))[-1] == PictureState.SENT


async def test_an_answer_that_is_lost_never_makes_a_second_picture(second: Office) -> None:
    second.bot.sandbox.faults.add("files.completeUploadExternal", status=500, after_effect=True)
    await told(second)

    assert len(shared(second)) == 1
    assert (await states(second))[-1] == PictureState.SENDING


async def test_what_slack_refuses_is_left_out_and_the_summary_stays(second: Office) -> None:
    second.bot.sandbox.faults.add("files.completeUploadExternal", error="not_in_channel")
    await told(second)

    assert shared(second) == []
    assert (await states(second))[-1] == PictureState.NONE
    assert len(summaries_of(second)) == 2


async def test_nobody_gets_the_picture_of_a_team_that_they_no_longer_lead(second: Office) -> None:
    second.bot.sandbox.faults.add("files.getUploadURLExternal", retry_after=5)
    await jump(second, NEXT)
    async with second.bot.deps.transaction() as tx:
        for line in await tx.exec(select(ReportingLine).where(col(ReportingLine.until).is_(None))):
            line.until = NEXT.date()
            tx.add(line)
    await second.bot.move(minutes=2)

    assert shared(second) == []
    assert (await states(second))[-1] == PictureState.NONE
