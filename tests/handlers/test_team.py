"""A manager at Home: pages of a large team, what waits, and what they do about it from there."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.domain.roles import Source
from bot.sandbox.actor import Actor
from bot.usecases.team import PAGE
from storage.database import Database
from storage.people import Person
from storage.reporting import ReportingLine
from storage.talks import Talk
from tests.office import OPENS, Office, office, shown

MARKUP = "Is <!channel> *this* right? <https://example.com|x>"


@pytest.fixture
async def friday(sqlite: Database) -> AsyncIterator[Office]:
    """Mei has asked Tom for help, and he has replied to her."""
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS)
        await made.mei.press(made.mei.dm[-1], "checkins.answer")
        await made.mei.submit({"progress": "Shipped", "blocker": "The build", "help_from": made.tom.person.id})
        await made.bot.settle()
        yield made


async def reads(at: Office) -> None:
    await at.tom.open_home()
    await at.tom.press("home", "waiting.open")
    await at.bot.settle()


async def asks(at: Office, words: str = MARKUP) -> None:
    """Tom replies and Mei asks him something about it."""
    await reads(at)
    await at.tom.submit({"reply": "Well done"})
    await at.bot.settle()
    root = at.mei.dm[-1]
    await at.mei.say(words, thread_ts=root.thread_ts or root.ts)
    await at.bot.settle()


async def test_what_waits_stands_on_home_until_it_is_done(friday: Office) -> None:
    await friday.tom.open_home()
    home = shown(friday.tom.home)
    assert "Waiting for you" in home
    assert "Asked for your help on Friday" in home
    assert "Sent a check-in on Friday" in home
    assert (await friday.tom.press("home", "help.accept")).ok
    await reads(friday)
    assert "Waiting for you" not in shown(friday.tom.home)


async def test_a_message_waits_until_it_is_answered(friday: Office) -> None:
    await asks(friday)
    await friday.bot.move(days=3)
    await friday.tom.open_home()
    home = shown(friday.tom.home)
    assert "Wrote to you 1 working day ago" in home
    assert "Is <" not in home
    assert (await friday.tom.press("home", "waiting.open")).ok
    assert (await friday.tom.submit({"reply": "Yes"})).ok
    await friday.bot.settle()
    assert "Wrote to you" not in shown(friday.tom.home)


async def test_what_needs_no_reply_is_taken_off_the_list_and_its_author_hears_nothing(friday: Office) -> None:
    await asks(friday, "Thanks")
    before = len(friday.mei.dm)
    await friday.tom.open_home()
    await friday.tom.press("home", "waiting.open")
    modal = friday.tom.modal
    assert modal is not None
    assert (await friday.tom.press(modal, "reading.let_be")).ok
    await friday.bot.settle()
    assert "reading.let_be" not in shown(friday.tom.modal)
    assert "Wrote to you" not in shown(friday.tom.home)
    assert len(friday.mei.dm) == before
    assert [one.waits_since for one in await friday.rows(Talk)] == [None]


async def test_the_digest_names_what_waits_with_its_buttons_and_without_private_words_on_a_lock_screen(
    friday: Office,
) -> None:
    await asks(friday, "PRIVATE")
    await friday.bot.move(days=4)
    digests = [one for one in friday.tom.dm if "wait for your answer" in shown(one) or "waits for" in shown(one)]
    assert digests
    assert "help.accept" in shown(digests[-1])
    assert "The build" not in digests[-1].text
    assert (await friday.tom.press(digests[-1], "help.accept")).ok


async def add(at: Office, many: int) -> None:
    """So many more people who report to Tom."""
    tom, mei = await at.person(at.tom), await at.person(at.mei)
    async with at.bot.deps.transaction() as tx:
        for number in range(many):
            one = Person(
                workspace_id=tom.workspace_id, slack_id=f"UX{number}", name=f"Employee {number:02}", zone=mei.zone
            )
            tx.add(one)
            await tx.flush()
            tx.add(
                ReportingLine(
                    workspace_id=tom.workspace_id,
                    person_id=one.id,
                    manager_id=tom.id,
                    since=date(2020, 1, 1),
                    source=Source.IMPORT,
                )
            )


async def page(who: Actor, way: str) -> str:
    assert (await who.press("home", way)).ok
    return shown(who.home)


async def test_sixty_people_are_turned_through_in_pages(friday: Office) -> None:
    await add(friday, 58)
    await friday.tom.open_home()
    found = [shown(friday.tom.home)]
    assert "team.previous" not in found[0]
    while "team.next" in found[-1]:
        found.append(await page(friday.tom, "team.next"))
    pages = -(-60 // PAGE)
    assert len(found) == pages
    assert f"Page {pages} of {pages}" in found[-1]
    assert [sum(f"Employee {n:02}" in one for one in found) for n in range(58)] == [1] * 58
    assert f"Page {pages - 1} of {pages}" in await page(friday.tom, "team.previous")


async def test_reading_somebody_on_a_later_page_leaves_home_on_that_page(friday: Office) -> None:
    await add(friday, 12)
    async with friday.bot.deps.transaction() as tx:
        mei = await tx.get_one(Person, (await friday.person(friday.mei)).id)
        mei.name = "Zoe Last"
        tx.add(mei)
    await friday.tom.open_home()
    assert "Page 2 of 2" in await page(friday.tom, "team.next")
    assert (await friday.tom.press("home", "reading.read")).ok
    await friday.bot.settle()
    home = shown(friday.tom.home)
    assert "Page 2 of 2" in home
    assert ", read" in home


async def test_a_page_that_is_gone_when_its_button_is_pressed_is_the_last_one(friday: Office) -> None:
    await add(friday, 20)
    await friday.tom.open_home()
    async with friday.bot.deps.transaction() as tx:
        for one in await friday.rows(Person):
            if one.name.startswith("P"):
                one.active = False
                await tx.merge(one)
    assert "Mei Lin" in await page(friday.tom, "team.next")


async def test_a_manager_of_managers_sees_neither_names_nor_words_of_the_team_below(friday: Office) -> None:
    await friday.ann.open_home()
    home = shown(friday.ann.home)
    assert "Tom Berg" in home
    assert "fewer than four people" in home
    assert "Mei Lin" not in home
    assert "The build" not in home


async def test_whose_manager_left_is_counted_above_and_read_by_nobody(friday: Office) -> None:
    async with friday.bot.deps.transaction() as tx:
        tom = await tx.get_one(Person, (await friday.person(friday.tom)).id)
        tom.active = False
        tx.add(tom)
    await friday.bob.press(friday.bob.dm[-1], "checkins.answer")
    assert "Only you can read it" in shown(friday.bob.modal)
    await friday.bob.submit({"progress": "PRIVATE"})
    await friday.bot.settle()
    await friday.ann.open_home()
    home = shown(friday.ann.home)
    assert "No longer here" in home
    assert "PRIVATE" not in home
    assert all("PRIVATE" not in shown(one) for one in friday.ann.dm)
