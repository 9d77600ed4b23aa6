"""One's own history: pages without gaps, a word in it, and the export, which is for its owner alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.checkins import ItemKind, Outcome
from bot.domain.errors import RuleBroken
from bot.domain.history import EXPORT, PAGE, Place, Span
from bot.domain.notices import NoLonger
from bot.usecases import history
from bot.usecases.history import AGAIN_AFTER, History
from storage import jobs_waiting
from storage.checkins import CheckIn, CheckInItem
from storage.periods import Period
from storage.private_notes import PrivateNote
from tests.clock import START
from tests.team import Team

WEEK = timedelta(days=7)
MANY = 2 * PAGE + 3


async def add(team: Team, name: str, number: int, sent_at: datetime, words: str = "Week {}", note: str = "") -> int:
    """One check-in of somebody's past."""
    async with team.transaction() as tx:
        at: dict[str, Any] = {"workspace_id": team.workspace_id, "person_id": team.ids[name]}
        times: dict[str, Any] = {
            "opens_at": START + number * WEEK,
            "closes_at": START + number * WEEK,
            "outcome": Outcome.ANSWERED,
        }
        period = Period(series_id=team.series_id, slot=f"n{number}", **at, **times)
        tx.add(period)
        await tx.flush()
        checkin = CheckIn(period_id=period.id, sent_at=sent_at, **at)
        tx.add(checkin)
        await tx.flush()
        line: dict[str, Any] = {"checkin_id": checkin.id, "kind": ItemKind.PROGRESS, "words": words.format(number)}
        tx.add(CheckInItem(workspace_id=team.workspace_id, **line))
        if note:
            tx.add(PrivateNote(period_id=period.id, words=note, written_at=sent_at, **at))
        return int(checkin.id)


async def past(team: Team, name: str, many: int = MANY) -> list[int]:
    """So many check-ins, five sent at each moment: time alone does not part the pages."""
    return [await add(team, name, number, START + (number // 5) * WEEK) for number in range(many)]


async def look(team: Team, name: str, word: str = "", place: Place | None = None) -> History:
    async with team.transaction(reading=True) as tx:
        return await history.access_history(tx, await team.person(tx, name), word=word, place=place)


def ids(page: History) -> list[int]:
    return [one.checkin.id for one in page.entries]


async def walk(team: Team, word: str = "") -> list[list[int]]:
    """The pages from the newest to the oldest, and back again."""
    page = await look(team, "Mei", word)
    pages = [ids(page)]
    while page.older is not None:
        page = await look(team, "Mei", word, page.older)
        pages.append(ids(page))
    for earlier in reversed(pages[:-1]):
        page = await look(team, "Mei", word, page.newer)
        assert ids(page) == earlier
    assert page.newer is None
    return pages


async def test_every_check_in_is_on_one_page_and_the_pages_lead_to_each_other(team: Team) -> None:
    made = await past(team, "Mei")
    await past(team, "Bob", 3)
    pages = await walk(team)
    assert [len(one) for one in pages] == [PAGE, PAGE, 3]
    assert [one for page in pages for one in page] == made[::-1]


async def test_a_check_in_sent_meanwhile_shifts_no_page(team: Team) -> None:
    made = await past(team, "Mei", PAGE + 2)
    first = await look(team, "Mei")
    await add(team, "Mei", 99, START + 99 * WEEK)
    assert ids(await look(team, "Mei", place=first.older)) == made[::-1][PAGE:]


async def test_a_word_is_found_in_ones_own_words_alone_however_far_back(team: Team) -> None:
    found = await add(team, "Mei", 1_000, START - WEEK, "今天测试了 PUMP 水泵")
    await past(team, "Mei", 105)
    await add(team, "Bob", 1, START, "水泵")
    for word in ("水泵", "pump", "Pump 测试"):
        assert await walk(team, word) == [[found]]
    assert await walk(team, "nowhere") == [[]]


async def test_the_pages_of_a_search_hold_what_was_found_and_nothing_else(team: Team) -> None:
    made = await past(team, "Mei", 45)
    wanted = [one for number, one in enumerate(made) if "1" in str(number)]
    pages = await walk(team, "1")
    assert [one for page in pages for one in page] == wanted[::-1]
    assert [len(one) for one in pages] == [PAGE, len(wanted) - PAGE]


async def test_private_notes_are_searched_too(team: Team) -> None:
    found = await add(team, "Mei", 1, START, note="Lighthouse keeper")
    assert await walk(team, "lighthouse") == [[found]]


async def test_without_a_check_in_the_history_is_empty(team: Team) -> None:
    await past(team, "Bob", 2)
    assert (await look(team, "Mei")).entries == []


async def export(team: Team, name: str, spans: list[Span], now: datetime) -> int:
    async with team.transaction() as tx:
        return await history.export(tx, await team.person(tx, name), spans, now)


async def test_an_export_is_owed_to_its_owner_once_however_often_it_is_pressed(team: Team) -> None:
    first, last = await past(team, "Mei", 2)
    spans = [Span(first, first), Span(last, last)]
    assert await export(team, "Mei", spans, START) == 2
    for later in (START, START + timedelta(minutes=1), START + AGAIN_AFTER):
        with pytest.raises(RuleBroken, match="export_on_its_way"):
            await export(team, "Mei", spans, later)
    assert len(await team.notices(EXPORT, "Mei")) == 2
    assert await export(team, "Mei", spans, START + AGAIN_AFTER + timedelta(seconds=1)) == 2


async def test_the_messages_of_an_export_are_one_job_in_their_order(team: Team) -> None:
    made = await past(team, "Mei", 3)
    await export(team, "Mei", [Span(one, one) for one in made], START)
    async with team.transaction(reading=True) as tx:
        assert await jobs_waiting.count(tx, "delivery.send", EXPORT.lane) == 1
    assert [one.subject_id for one in await team.notices(EXPORT)] == made


async def test_without_a_check_in_there_is_nothing_to_export(team: Team) -> None:
    with pytest.raises(RuleBroken, match="nothing_to_export"):
        await export(team, "Mei", [], START)


async def test_a_message_of_an_export_holds_the_check_ins_between_and_the_notes_of_its_owner_alone(team: Team) -> None:
    first = await add(team, "Mei", 1, START, "First", note="Mine")
    await add(team, "Bob", 1, START, "Not yours", note="Not yours either")
    last = await add(team, "Mei", 2, START, "Last")
    await add(team, "Mei", 3, START, "Beyond")
    await export(team, "Mei", [Span(first, last)], START)
    [notice] = await team.notices(EXPORT)
    async with team.transaction(reading=True) as tx:
        shown = await history.access_export(tx, notice, await team.person(tx, "Mei"), START)
        assert [one.words for one in shown.entries] == [["First", "Mine"], ["Last"]]
        bobs = await history.access_export(tx, notice, await team.person(tx, "Bob"), START)
        assert [one.words for one in bobs.entries] == [["Not yours", "Not yours either"]]
        with pytest.raises(NoLonger, match="gone"):
            await history.access_export(tx, notice, await team.person(tx, "Tom"), START)


async def test_the_whole_of_a_long_history_is_exported(team: Team) -> None:
    made = await past(team, "Mei", 105)
    async with team.transaction(reading=True) as tx:
        everything = await history.access_all(tx, await team.person(tx, "Mei"))
        assert [one.checkin.id for one in everything] == made
