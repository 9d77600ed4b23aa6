"""Writing to one's manager without one's name, by hand: the form, the ticket, the delivery, the answer, and answering back."""

import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from sqlmodel import select

from bot import logs
from bot.domain.roles import Source
from bot.domain.upward import TRIES
from bot.sandbox.actor import Actor
from bot.sandbox.model import OpenView
from storage.database import Database
from storage.people import Person
from storage.reporting import ReportingLine
from storage.upward import UpwardReply, UpwardWords
from tests.app import STEP, Bot, running_bot
from tests.joining import Joiner, gather
from tests.office import shown

pytestmark = pytest.mark.own_database

MORNING = datetime(2027, 1, 13, 9, tzinfo=UTC)
"""A Wednesday."""
NEXT_DAY = datetime(2027, 1, 14, 0, 45, tzinfo=UTC)
TOLD = datetime(2027, 1, 14, 16, 45, tzinfo=UTC)
"""After Tom's hour for summaries."""
NAMES = ("Mei Lin", "Bob Sun", "Eva Roth", "Lin Wei", "Noa Katz", "Ida Moss", "Jan Vos", "Kai Holm", "Lea Rau")
"""So many that a random order is hardly ever the right one."""
SAID = "opinion number {number}"
WRONG = "BCDF-GHJK-MNPR-STWX"


@asynccontextmanager
async def a_team(database: Database, *, reports: tuple[str, ...] = NAMES) -> AsyncIterator[Bot]:
    """Some people in London who report to Tom; Ann, to whom he reports, has him alone."""
    people = [
        {"name": one, "email": f"{one.split()[0].lower()}@example.com", "tz": "Europe/London", "locale": "en-GB"}
        for one in (*NAMES, "Tom Berg", "Ann Hale")
    ]
    async with running_bot(database, start=MORNING, people=people, start_running=False) as bot:
        async with bot.deps.transaction() as tx:
            known = {one.name: one for one in await tx.exec(select(Person))}
            lines = dict.fromkeys(reports, "Tom Berg") | {"Tom Berg": "Ann Hale"}
            for name, manager in lines.items():
                line = {"person_id": known[name].id, "manager_id": known[manager].id}
                here = {"workspace_id": known[name].workspace_id, "since": date(2020, 1, 1), "source": Source.IMPORT}
                tx.add(ReportingLine.model_validate({**line, **here}))
        yield bot


async def leap(bot: Bot, to: datetime) -> None:
    """Later, without what would have happened on the way."""
    await bot.clock.move_to(to - STEP)
    await bot.move_to(to)


async def be_delivered(bot: Bot) -> None:
    """It is looked at on this day and on the next, and Tom is told at his hour."""
    await bot.move(hours=1)
    await leap(bot, NEXT_DAY)
    await leap(bot, TOLD)


def top(who: Actor) -> OpenView:
    assert who.modal is not None
    return who.modal


def ticket(who: Actor) -> str:
    """What stands as the heading of the closing view."""
    (head,) = [block for block in top(who).view["blocks"] if block["type"] == "header"]
    return str(head["text"]["text"])


async def write(who: Actor, words: str) -> str:
    """From Home, by the form; the ticket."""
    await who.open_home()
    assert (await who.press("home", "upward.open")).ok
    assert (await who.submit({"words": words})).ok
    assert "Thank you, it is in." in shown(who.modal)
    given = ticket(who)
    await who.close_modal()
    return given


async def look(who: Actor, typed: str) -> str:
    """With a ticket behind the command; what is shown."""
    assert (await who.command("/growloop", f"ticket {typed}")).ok
    return shown(who.modal)


async def test_from_the_form_to_the_answer_and_back(database: Database) -> None:
    async with a_team(database) as bot:
        mei, tom = bot.as_("Mei Lin"), bot.as_("Tom Berg")
        assert (await mei.command("/growloop", "upward")).ok
        assert "Only Tom Berg reads it, and only together with the words of at least 2 other people" in shown(mei.modal)
        await mei.close_modal()
        tickets = [await write(bot.as_(name), SAID.format(number=at)) for at, name in enumerate(NAMES[:3])]
        assert len(set(tickets)) == 3
        assert "It still waits" in await look(mei, tickets[0])
        await mei.close_modal()
        before = len(tom.dm)
        await be_delivered(bot)
        assert len(tom.dm) == before + 1
        assert "3 people or more wrote to you" in tom.dm[-1].text
        assert "opinion" not in shown(tom.dm[-1])
        assert "Tom Berg has not opened it yet" in await look(mei, tickets[0])
        await mei.close_modal()
        assert (await tom.press(tom.dm[-1], "upward.read")).ok
        assert all(SAID.format(number=at) in shown(tom.modal) for at in range(3))
        assert not any(name in shown(tom.modal) for name in NAMES)
        assert "There is no answer yet" in await look(mei, tickets[0])
        await mei.close_modal()
        assert (await tom.press(top(tom), "upward.answer")).ok
        assert (await tom.submit({"words": "Thank you, I will try <!channel>"})).ok
        assert "I will try" in shown(tom.modal)
        await tom.close_modal()
        assert "I will try" in await look(mei, tickets[0].lower().replace("-", " "))
        assert (await mei.submit({"words": "One thing more"})).ok
        assert "Tom Berg gets it on a later day" in shown(mei.modal)
        await mei.close_modal()
        await bot.move(hours=2)
        await leap(bot, NEXT_DAY + timedelta(days=1))
        await leap(bot, TOLD + timedelta(days=1))
        assert "Somebody answered back" in tom.dm[-1].text
        await tom.open_home()
        assert (await tom.press("home", "upward.read")).ok
        assert "One thing more" in shown(tom.modal)


async def test_a_second_submit_of_the_same_form_shows_the_same_ticket(sqlite: Database) -> None:
    async with a_team(sqlite) as bot:
        mei = bot.as_("Mei Lin")
        await mei.command("/growloop", "upward")
        mei.fill({"words": "first"})
        again = replace(top(mei), view=deepcopy(top(mei).view), values=deepcopy(top(mei).values))
        assert (await mei.submit()).ok
        first = ticket(mei)
        assert (await mei.submit(view=again)).ok
        assert "It was in already" in shown(mei.modal)
        assert ticket(mei) == first
        async with bot.deps.transaction(reading=True) as tx:
            assert [one.words for one in await tx.exec(select(UpwardWords))] == ["first"]


async def test_a_second_form_keeps_its_words_and_says_why(sqlite: Database) -> None:
    async with a_team(sqlite) as bot:
        mei = bot.as_("Mei Lin")
        await write(mei, "first")
        await mei.open_home()
        await mei.press("home", "upward.open")
        done = await mei.submit({"words": "second"})
        assert "Something of yours waits" in str(done.errors)
        assert list(done.errors) == ["words"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (" ", "Please write something first."),
        ("👍👍", "signs alone"),
        ("<!here> *x* " * 230, None),
        ("x" * 3_000, None),
    ],
)
async def test_bad_input_is_said_at_the_field_and_markup_is_words(
    sqlite: Database, words: str, said: str | None
) -> None:
    async with a_team(sqlite) as bot:
        mei = bot.as_("Mei Lin")
        await mei.command("/growloop", "upward")
        done = await mei.submit({"words": words})
        assert (done.errors == {}) is (said is None)
        assert (said or "") in str(done.errors)


async def test_to_whom_nobody_can_write_is_said_and_home_does_not_offer_it(sqlite: Database) -> None:
    async with a_team(sqlite, reports=NAMES[:2]) as bot:
        for name, said in (("Mei Lin", "Fewer than 3 people report"), ("Ann Hale", "You report to nobody here")):
            who = bot.as_(name)
            done = await who.command("/growloop", "upward")
            assert said in done.texts[0]
            await who.open_home()
            assert "upward.open" not in shown(who.home)


async def test_a_ticket_can_be_typed_into_a_form_where_it_stands_in_no_history(sqlite: Database) -> None:
    async with a_team(sqlite) as bot:
        mei = bot.as_("Mei Lin")
        given = await write(mei, "hello")
        assert (await mei.command("/growloop", "ticket")).ok
        done = await mei.submit({"ticket": WRONG})
        assert done.errors == {"ticket": "Nothing was found with this ticket. Please check each letter."}
        assert (await mei.submit({"ticket": given})).ok
        assert "It still waits" in shown(mei.modal)


async def test_after_some_wrong_tickets_a_right_one_is_not_looked_at_for_a_while(sqlite: Database) -> None:
    async with a_team(sqlite) as bot:
        mei, bob = bot.as_("Mei Lin"), bot.as_("Bob Sun")
        given = await write(mei, "hello")
        for _ in range(TRIES):
            assert "Nothing was found" in (await bob.command("/growloop", f"ticket {WRONG}")).texts[0]
        assert "try again in ten minutes" in (await bob.command("/growloop", f"ticket {given}")).texts[0]
        assert "It still waits" in await look(mei, given)
        await bot.move(minutes=11)
        assert "It still waits" in await look(bob, given)


async def test_the_hour_that_delivers_leaves_no_old_key_in_sqlites_files(sqlite: Database) -> None:
    async with a_team(sqlite) as bot:
        for at, name in enumerate(NAMES[:3]):
            await write(bot.as_(name), SAID.format(number=at))
        async with bot.deps.transaction(reading=True) as tx:
            old = [one.key for one in await tx.exec(select(UpwardWords))]
        assert any(key in in_files(sqlite) for key in old)
        await be_delivered(bot)
        assert [key for key in old if key in in_files(sqlite)] == []


def in_files(database: Database) -> str:
    """Everything that stands in the database's files."""
    file = Path(str(database.url.database))
    return "".join(one.read_bytes().decode("latin-1") for one in sorted(file.parent.glob(f"{file.name}*")))


async def test_a_button_of_somebody_elses_batch_opens_nothing(sqlite: Database) -> None:
    async with a_team(sqlite) as bot:
        for at, name in enumerate(NAMES):
            await write(bot.as_(name), SAID.format(number=at))
        await be_delivered(bot)
        mei, tom = bot.as_("Mei Lin"), bot.as_("Tom Berg")
        stolen = tom.dm[-1]
        done = await mei.press(stolen, "upward.read")
        assert "opinion" not in f"{shown(mei.modal)} {done.texts}"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that anything logs, at its loudest."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = StringIO()
    logs.set_up("debug", stream=stream, pretty=False)
    yield stream
    root.handlers, root.level = handlers, level


async def test_no_log_line_and_nothing_sent_joins_words_to_their_author(database: Database, log: StringIO) -> None:
    async with a_team(database) as bot:
        order = [*NAMES[2:], *NAMES[:2]]
        tickets = {}
        for name in order:
            tickets[name] = await write(bot.as_(name), SAID.format(number=NAMES.index(name)))
            await bot.move(minutes=3)
        await be_delivered(bot)
        tom = bot.as_("Tom Berg")
        await tom.press(tom.dm[-1], "upward.read")
        for name in order:
            await look(bot.as_(name), tickets[name])
            await bot.as_(name).submit({"words": SAID.format(number=NAMES.index(name))})
        async with bot.deps.transaction(reading=True) as tx:
            people = {one.name: one for one in await tx.exec(select(Person))}
            assert len(list(await tx.exec(select(UpwardReply)))) == len(NAMES)
        sent = [str((one.what, one.request)) for one in bot.sandbox.wire if one.direction == "in"]
        evidence = await gather(database, log=log.getvalue().splitlines(), sent=sent)
    known = {people[name].id: [people[name].slack_id, name, str(people[name].dm_channel)] for name in NAMES}
    truth = {SAID.format(number=NAMES.index(name)): people[name].id for name in NAMES}
    assert Joiner(evidence, known, truth, said="upward_words", enough=1.0).findings() == []
    logged, kept = "\n".join(evidence.lines["the log"]), json.dumps(evidence.tables, default=str)
    for given in tickets.values():
        assert given not in logged
        assert given not in kept
        assert given.replace("-", "").lower() not in logged.lower()
    assert "opinion" not in logged
