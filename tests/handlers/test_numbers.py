"""HR opens the numbers on Home, reads what did not arrive, and has it sent again."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.checkins import PROMPT
from bot.domain.notices import TOO_LATE, State
from storage.audit import AuditEntry
from storage.database import Database
from storage.notices import Notice
from tests.office import OPENS, Office, office, shown


@pytest.fixture
async def friday(sqlite: Database) -> AsyncIterator[Office]:
    """Friday afternoon; Mei and Bob were asked."""
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS + timedelta(minutes=5))
        yield made


async def lose(at: Office, state: State, why: str) -> None:
    """The prompts did not arrive, for that reason."""
    async with at.bot.deps.transaction() as tx:
        for notice in await tx.exec(select(Notice).where(Notice.kind == PROMPT.name)):
            notice.state, notice.why, notice.ts, notice.channel = state, why, None, None
            tx.add(notice)


async def test_hr_sends_again_what_failed_and_the_line_goes(friday: Office) -> None:
    await lose(friday, State.FAILED, "restricted_action")
    before = len(friday.mei.dm)
    await friday.ann.open_home()
    assert "2 messages did not arrive." in shown(friday.ann.home)
    await friday.ann.press("home", "numbers.show")
    modal = shown(friday.ann.modal)
    assert "Mei Lin" in modal
    assert "settings do not let the bot write there" in modal

    for notice in [one for one in await friday.rows(Notice) if one.state == State.FAILED]:
        assert friday.ann.modal is not None
        assert (await friday.ann.press(friday.ann.modal, "numbers.again", value=str(notice.id))).ok
        await friday.bot.settle()
    assert "numbers.again" not in shown(friday.ann.modal)
    assert "did not arrive" not in shown(friday.ann.home)
    assert len(friday.mei.dm) == before + 1
    acts = [one.act for one in await friday.rows(AuditEntry)]
    assert acts.count("notice.again") == 2


async def test_hr_sees_that_messages_were_left_out_as_too_late(friday: Office) -> None:
    await lose(friday, State.DROPPED, TOO_LATE)
    await friday.ann.open_home()
    assert "2 messages (check-in) came too late to be of use and were left out" in shown(friday.ann.home)


async def test_numbers_hold_nobodys_words_and_no_name_of_who_answered(friday: Office) -> None:
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    await friday.mei.submit({"progress": "A secret machine"})
    await friday.bot.settle()
    await friday.ann.open_home()
    await friday.ann.press("home", "numbers.show")
    modal = shown(friday.ann.modal)
    assert "A secret machine" not in modal
    assert "Mei Lin" not in modal
    assert "Too few people to show numbers" in modal


async def test_nobody_else_has_the_button_nor_gets_in_without_it(friday: Office) -> None:
    await friday.tom.open_home()
    assert "numbers.show" not in shown(friday.tom.home)
