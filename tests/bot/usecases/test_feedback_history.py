"""The feedback somebody received and gave: pages without gaps, what is looked for, and never a word before it was read."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain import feedback as rules
from bot.domain.errors import RuleBroken
from bot.domain.feedback import Aim, Form, Part
from bot.domain.feedback_history import EXPORT, Direction, Time, Wanted
from bot.domain.history import PAGE, Place, Span
from bot.domain.notices import NoLonger
from bot.domain.values import RECORD as VALUE
from bot.usecases import feedback_history
from bot.usecases.feedback_history import History
from bot.usecases.history import AGAIN_AFTER
from storage import evidence, readers
from storage import feedback as rows
from storage.feedback import Feedback
from storage.readers import Why
from tests.clock import START
from tests.team import Team

DAY = timedelta(days=1)
WORDS = "You wrote down all three faults"


async def add(team: Team, giver: str, receiver: str, **fields: Any) -> int:
    """Feedback of somebody's past, unread; `about`: a kind and an id that it rests on, `read_at`: when it was read."""
    about: tuple[str, int] | None = fields.pop("about", None)
    read_at, words = fields.pop("read_at", None), fields.pop("words", WORDS)
    async with team.transaction() as tx:
        source = f"test:{fields.pop('number', None)}:{giver}:{receiver}:{fields}{about}"
        due = {"given_at": START - DAY, "due_at": START - DAY, "form": Form.BEHAVIOUR, "source": source[:128]}
        who = {"author_id": team.ids[giver], "subject_id": team.ids[receiver]}
        one = Feedback(workspace_id=team.workspace_id, **{**due, **who, **fields})
        tx.add(one)
        await tx.flush()
        await rows.add_parts(tx, one, {Part.SITUATION: "Tuesday", Part.BEHAVIOUR: words})
        await readers.grant(tx, team.workspace_id, rules.RECORD, one.id, who["subject_id"], Why.SUBJECT, one.given_at)
        if about is not None:
            kind, record_id = about
            await evidence.add(tx, team.workspace_id, rules.RECORD, one.id, kind, record_id, date(2027, 1, 8))
        return int(one.id) if read_at is None else await _read(tx, one, read_at)


async def _read(tx: Any, one: Feedback, read_at: datetime) -> int:
    mine = await readers.find(tx, rules.RECORD, one.id, one.subject_id)
    assert mine is not None
    mine.read_at = read_at
    return int(one.id)


async def past(team: Team, many: int) -> list[int]:
    """Received and given by turns, five at each moment: time alone does not part the pages."""
    found = []
    for number in range(many):
        pair = ("Bob", "Mei") if number % 3 else ("Mei", "Bob")
        due_at = START - 100 * DAY + (number // 5) * DAY
        found.append(await add(team, *pair, number=number, due_at=due_at))
    return found


async def look(
    team: Team, name: str = "Mei", place: Place | None = None, now: datetime = START, **wanted: Any
) -> History:
    async with team.transaction(reading=True) as tx:
        me = await team.person(tx, name)
        return await feedback_history.access_history(tx, me, now, Wanted(**wanted), place)


def ids(page: History) -> list[int]:
    return [one.feedback.id for one in page.entries]


async def walk(team: Team, **wanted: Any) -> list[list[int]]:
    """The pages from the newest to the oldest, and back again."""
    page = await look(team, **wanted)
    pages = [ids(page)]
    while page.older is not None:
        page = await look(team, place=page.older, **wanted)
        pages.append(ids(page))
    for earlier in reversed(pages[:-1]):
        page = await look(team, place=page.newer, **wanted)
        assert ids(page) == earlier
    assert page.newer is None
    return pages


async def test_everything_is_on_one_page_and_the_pages_lead_to_each_other(team: Team) -> None:
    made = await past(team, 2 * PAGE + 3)
    await add(team, "Bob", "Tom")
    pages = await walk(team)
    assert [len(one) for one in pages] == [PAGE, PAGE, 3]
    assert [one for page in pages for one in page] == made[::-1]


async def test_what_comes_meanwhile_shifts_no_page(team: Team) -> None:
    made = await past(team, PAGE + 2)
    first = await look(team)
    await add(team, "Tom", "Mei")
    assert ids(await look(team, place=first.older)) == made[::-1][PAGE:]


async def test_what_is_looked_for_is_found_and_nothing_else(team: Team) -> None:
    praised = await add(team, "Bob", "Mei", form=Form.SANDWICH)
    kept = await add(team, "Bob", "Mei", aim=Aim.KEEP, about=("checkin", 7))
    changed = await add(team, "Tom", "Mei", aim=Aim.CHANGE, about=(VALUE, 3))
    mine = await add(team, "Mei", "Bob", aim=Aim.CHANGE, about=(VALUE, 4))
    old = await add(team, "Una", "Mei", due_at=datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
    bob, nobody = await slack_id(team, "Bob"), "UNOBODY"
    wanted: Iterator[tuple[dict[str, Any], set[int]]] = iter(
        [
            ({}, {praised, kept, changed, mine, old}),
            ({"direction": Direction.GIVEN}, {mine}),
            ({"direction": Direction.RECEIVED}, {praised, kept, changed, old}),
            ({"form": Form.SANDWICH}, {praised}),
            ({"form": Form.BEHAVIOUR, "aim": Aim.CHANGE}, {changed, mine}),
            ({"colleague": bob}, {praised, kept, mine}),
            ({"colleague": bob, "direction": Direction.RECEIVED}, {praised, kept}),
            ({"colleague": nobody}, set()),
            ({"about": "checkin"}, {kept}),
            ({"about": f"{VALUE}:3"}, {changed}),
            ({"about": VALUE}, {changed, mine}),
            # Shanghai, where the year began at 16:00 UTC.
            ({"time": Time.THIS_YEAR}, {praised, kept, changed, mine}),
            ({"time": Time.LAST_YEAR}, {old}),
            ({"time": Time.LAST_QUARTER}, {old}),
        ]
    )
    for given, expected in wanted:
        assert set(ids(await look(team, **given))) == expected, given


async def slack_id(team: Team, name: str) -> str:
    async with team.transaction(reading=True) as tx:
        return (await team.person(tx, name)).slack_id


async def test_the_words_of_what_waits_to_be_read_are_not_in_the_list(team: Team) -> None:
    one = await add(team, "Bob", "Mei")
    [waiting] = (await look(team)).entries
    assert (waiting.parts, waiting.shown, waiting.other.name) == ({}, False, "Bob")
    [given] = (await look(team, "Bob")).entries
    assert given.parts[Part.BEHAVIOUR] == WORDS
    async with team.transaction() as tx:
        await _read(tx, await tx.get_one(Feedback, one), START)
    [read] = (await look(team)).entries
    assert read.parts[Part.BEHAVIOUR] == WORDS


async def test_a_giver_is_not_told_when_it_was_read_by_somebody_who_wishes_so(team: Team) -> None:
    await add(team, "Bob", "Mei", read_at=START)
    assert [(one.read_at, one.silent) for one in (await look(team, "Bob")).entries] == [(START, False)]
    await team.change("Mei", START, tells_read=False)
    assert [(one.read_at, one.silent) for one in (await look(team, "Bob")).entries] == [(None, True)]
    assert [(one.read_at, one.silent) for one in (await look(team)).entries] == [(START, False)]


async def test_it_is_received_when_it_is_due_and_given_at_once(team: Team) -> None:
    one = await add(team, "Bob", "Mei", due_at=START + DAY)
    assert ids(await look(team)) == []
    assert ids(await look(team, "Bob")) == [one]
    assert ids(await look(team, now=START + DAY)) == [one]
    assert await unread(team, START) == 0
    assert await unread(team, START + DAY) == 1


async def test_what_was_taken_back_is_in_nobodys_history(team: Team) -> None:
    await add(team, "Bob", "Mei", withdrawn_at=START)
    assert ids(await look(team)) == ids(await look(team, "Bob")) == []
    assert await unread(team, START) == 0


async def unread(team: Team, now: datetime) -> int:
    async with team.transaction(reading=True) as tx:
        return await feedback_history.access_unread(tx, await team.person(tx, "Mei"), now)


async def test_home_counts_what_one_received_and_has_not_read(team: Team) -> None:
    await add(team, "Bob", "Mei")
    await add(team, "Tom", "Mei", read_at=START)
    await add(team, "Mei", "Bob")
    of_bob = await add(team, "Tom", "Bob")
    async with team.transaction() as tx:
        await readers.grant(tx, team.workspace_id, rules.RECORD, of_bob, team.ids["Mei"], Why.MANAGER, START)
    assert await unread(team, START) == 1


async def export(team: Team, name: str, spans: list[Span], now: datetime = START) -> int:
    async with team.transaction() as tx:
        return await feedback_history.export(tx, await team.person(tx, name), spans, now)


async def test_an_export_holds_what_its_owner_received_and_gave_and_no_word_they_have_not_read(team: Team) -> None:
    first = await add(team, "Bob", "Mei", read_at=START - DAY)
    await add(team, "Bob", "Tom", words="Not yours")
    waiting = await add(team, "Tom", "Mei", words="Not read")
    last = await add(team, "Mei", "Bob", words="Mine")
    assert await export(team, "Mei", [Span(first, last)]) == 1
    [notice] = await team.notices(EXPORT)
    async with team.transaction() as tx:
        await _read(tx, await tx.get_one(Feedback, waiting), START + DAY)
        shown = await feedback_history.access_export(tx, notice, await team.person(tx, "Mei"), START + DAY)
        assert [one.parts.get(Part.BEHAVIOUR) for one in shown.entries] == [WORDS, None, "Mine"]
        with pytest.raises(NoLonger, match="gone"):
            await feedback_history.access_export(tx, notice, await team.person(tx, "Una"), START)


async def test_an_export_is_owed_once_however_often_it_is_pressed(team: Team) -> None:
    one = await add(team, "Bob", "Mei")
    await export(team, "Mei", [Span(one, one)])
    with pytest.raises(RuleBroken, match="export_on_its_way"):
        await export(team, "Mei", [Span(one, one)], START + AGAIN_AFTER)
    assert len(await team.notices(EXPORT)) == 1
    with pytest.raises(RuleBroken, match="no_feedback_to_export"):
        await export(team, "Una", [])


async def test_the_whole_of_a_long_history_is_exported(team: Team) -> None:
    made = await past(team, 105)
    async with team.transaction(reading=True) as tx:
        everything = await feedback_history.access_all(tx, await team.person(tx, "Mei"), START)
    assert [one.feedback.id for one in everything] == made
