"""A pulse by hand: HR starts it, people take part without leaving a trace, and results come when it has closed."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from sqlmodel import select

from bot import logs
from bot.sandbox.actor import Actor
from bot.sandbox.model import OpenView
from storage.database import Database
from storage.people import Person
from storage.pulses import PulseAnswer
from tests.app import STEP, Bot, running_bot
from tests.joining import Joiner, gather
from tests.office import shown

pytestmark = pytest.mark.own_database

STARTS = datetime(2027, 2, 10, 9, 45, tzinfo=UTC)
OPEN = datetime(2027, 2, 10, 10, 5, tzinfo=UTC)
CLOSED = datetime(2027, 2, 17, 6, tzinfo=UTC)
TOLD = datetime(2027, 2, 17, 16, 30, tzinfo=UTC)
"""Half past four in London, the hour of Ann's digest."""
NAMES = ("Mei Lin", "Bob Sun", "Tom Berg", "Eva Roth", "Lin Wei", "Noa Katz", "Ida Moss", "Jan Vos", "Ann Hale")
SAID = "answered number {number}"


@asynccontextmanager
async def a_company(database: Database) -> AsyncIterator[Bot]:
    """Nine people in London; Ann is HR, and has started the pulse."""
    people = [
        {"name": one, "email": f"{one.split()[0].lower()}@example.com", "tz": "Europe/London", "locale": "en-GB"}
        for one in NAMES
    ]
    async with running_bot(
        database, start=STARTS, people=people, hr_emails=["ann@example.com"], start_running=False
    ) as bot:
        ann = bot.as_("Ann Hale")
        await ann.open_home()
        assert (await ann.press("home", "pulses.preview")).ok
        await bot.settle()
        assert "9 people get the prompt" in shown(ann.modal)
        assert "answered anonymously" in shown(ann.modal)
        assert (await ann.submit()).ok
        await bot.settle()
        await bot.move_to(OPEN)
        yield bot


async def leap(bot: Bot, to: datetime) -> None:
    """Days later, without what would have happened on the way."""
    await bot.clock.move_to(to - STEP)
    await bot.move_to(to)


def fields(who: Actor) -> dict[str, str]:
    """The fields of the form on their screen, by what kind of input they are."""
    assert who.modal is not None
    inputs = [block for block in who.modal.view["blocks"] if block["type"] == "input"]
    scale, single, words = [str(block["block_id"]) for block in inputs]
    return {"scale": scale, "single": single, "words": words}


def top(who: Actor) -> OpenView:
    assert who.modal is not None
    return who.modal


def as_it_is(who: Actor) -> OpenView:
    """The form on their screen, whatever becomes of it: what a second click sends."""
    return replace(top(who), view=deepcopy(top(who).view), values=deepcopy(top(who).values))


async def take_part(who: Actor, words: str) -> None:
    assert (await who.press(who.dm[-1], "pulses.answer")).ok
    named = fields(who)
    done = await who.submit({named["scale"]: "4", named["single"]: "time", named["words"]: words})
    assert done.ok
    assert "Thank you, you have taken part." in shown(who.modal)
    await who.close_modal()


async def test_a_pulse_from_hrs_start_to_its_results(database: Database) -> None:
    async with a_company(database) as bot:
        mei, ann = bot.as_("Mei Lin"), bot.as_("Ann Hale")
        assert "a few questions about how work is going, answered anonymously" in mei.dm[-1].text
        assert "weekly" not in mei.dm[-1].text.lower()
        await mei.press(mei.dm[-1], "pulses.answer")
        assert "Nobody can know who said what" in shown(mei.modal)
        await mei.close_modal()
        for number, name in enumerate(NAMES):
            await take_part(bot.as_(name), SAID.format(number=number))
        await mei.open_home()
        assert "Pulse: you have taken part." in shown(mei.home)
        await ann.open_home()
        assert "pulses.results" not in shown(ann.home)
        await leap(bot, CLOSED)
        await ann.open_home()
        await ann.press("home", "pulses.results")
        assert "9 of 9 people took part" in shown(ann.modal)
        assert "4.0 on average, 9 answers" in shown(ann.modal) or "4 on average, 9 answers" in shown(ann.modal)
        assert "Time to focus: 9" in shown(ann.modal)
        await ann.press(top(ann), "pulses.texts")
        assert all(SAID.format(number=number) in shown(ann.modal) for number in range(len(NAMES)))
        await ann.close_modal()
        await mei.open_home()
        assert "pulses.results" not in shown(mei.home)
        await ann.press(top(ann), "pulses.share")
        assert "Stop sharing" in shown(ann.modal)
        await mei.open_home()
        assert (await mei.press("home", "pulses.results")).ok
        assert "Time to focus: 9" in shown(mei.modal)
        assert "pulses.share" not in shown(mei.modal)
        before = len(mei.dm)
        await leap(bot, TOLD)
        assert ann.dm[-1].text == "Pulse: the results are there."
        assert (await ann.press(ann.dm[-1], "nudges.why")).ok
        assert "may see what a pulse found" in shown(ann.modal)
        await ann.close_modal()
        assert (await ann.press(ann.dm[-1], "pulses.results")).ok
        assert "9 of 9 people took part" in shown(ann.modal)
        assert len(mei.dm) == before


async def test_whoever_takes_part_again_is_told_kindly_that_the_first_time_stands(sqlite: Database) -> None:
    async with a_company(sqlite) as bot:
        mei = bot.as_("Mei Lin")
        await mei.press(mei.dm[-1], "pulses.answer")
        named = fields(mei)
        mei.fill({named["words"]: "first"})
        again = as_it_is(mei)
        assert (await mei.submit()).ok
        assert (await mei.submit(view=again)).ok
        assert "You have taken part in this one already" in shown(mei.modal)
        await mei.close_modal()
        async with bot.deps.transaction(reading=True) as tx:
            assert [one.words for one in await tx.exec(select(PulseAnswer))] == ["first"]
        await mei.press(mei.dm[-1], "pulses.answer")
        assert "You have taken part in this one already" in shown(mei.modal)


async def test_nothing_given_is_said_at_the_first_field_and_the_form_stays(sqlite: Database) -> None:
    async with a_company(sqlite) as bot:
        mei = bot.as_("Mei Lin")
        await mei.press(mei.dm[-1], "pulses.answer")
        named = fields(mei)
        assert (await mei.submit()).errors == {named["scale"]: "Please answer at least one question."}
        assert (await mei.submit({named["words"]: "<!channel> *x*"})).ok


async def test_too_late_means_that_nothing_is_kept(sqlite: Database) -> None:
    async with a_company(sqlite) as bot:
        mei = bot.as_("Mei Lin")
        await mei.press(mei.dm[-1], "pulses.answer")
        named = fields(mei)
        mei.fill({named["words"]: "late"})
        form = as_it_is(mei)
        await leap(bot, CLOSED)
        done = await mei.submit(view=form)
        assert "so your answers were not stored" in str(done.errors)
        async with bot.deps.transaction(reading=True) as tx:
            assert list(await tx.exec(select(PulseAnswer))) == []
        await mei.close_modal()
        await mei.press(mei.dm[-1], "pulses.answer")
        assert "This one has closed" in shown(mei.modal) or "This one has closed" in str(mei.dm[-1].text)


async def test_only_those_who_have_not_taken_part_are_reminded(sqlite: Database) -> None:
    async with a_company(sqlite) as bot:
        mei, bob = bot.as_("Mei Lin"), bot.as_("Bob Sun")
        await take_part(mei, "hello")
        before = [len(mei.dm), len(bob.dm)]
        await leap(bot, datetime(2027, 2, 16, 10, 30, tzinfo=UTC))
        assert [len(mei.dm), len(bob.dm)] == [before[0], before[1] + 1]
        assert "if you would like to take part" in bob.dm[-1].text


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that anything logs, at its loudest."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = StringIO()
    logs.set_up("debug", stream=stream, pretty=False)
    yield stream
    root.handlers, root.level = handlers, level


async def test_no_log_line_and_nothing_sent_joins_an_answer_to_its_author(database: Database, log: StringIO) -> None:
    async with a_company(database) as bot:
        order = list(NAMES[3:] + NAMES[:3])
        for name in order:
            await take_part(bot.as_(name), SAID.format(number=NAMES.index(name)))
            await bot.move(minutes=3)
        await leap(bot, CLOSED)
        ann = bot.as_("Ann Hale")
        await ann.open_home()
        await ann.press("home", "pulses.results")
        await ann.press(top(ann), "pulses.texts")
        async with bot.deps.transaction(reading=True) as tx:
            people = {one.name: one for one in await tx.exec(select(Person))}
        sent = [str((one.what, one.request)) for one in bot.sandbox.wire if one.direction == "in"]
        evidence = await gather(database, log=log.getvalue().splitlines(), sent=sent)
    known = {one.id: [one.slack_id, one.name, str(one.dm_channel)] for one in people.values()}
    truth = {SAID.format(number=NAMES.index(name)): people[name].id for name in NAMES}
    assert Joiner(evidence, known, truth, enough=1.0).findings() == []
    assert not any(SAID.split(maxsplit=1)[0] in line for line in evidence.lines["the log"])
