"""HR lists the company's values by a command."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.roles import Role
from bot.sandbox.actor import Actor
from bot.usecases import roles
from storage.database import Database
from storage.values import CompanyValue
from tests.office import Office, office, shown


@pytest.fixture
async def made(sqlite: Database) -> AsyncIterator[Office]:
    async with office(sqlite) as at:
        yield at


async def opened(who: Actor) -> None:
    assert (await who.command("/growloop", "values")).ok


async def test_hr_lists_them_one_a_line_and_sees_them_again(made: Office) -> None:
    await opened(made.ann)
    assert (await made.ann.submit({"values": "Look twice\nAsk early"})).ok
    assert made.ann.modal is None
    await opened(made.ann)
    assert "Look twice\\nAsk early" in shown(made.ann.modal)


async def test_anybody_else_is_told_that_hr_does_it(made: Office) -> None:
    done = await made.mei.command("/growloop", "values")
    assert "Only HR can do this." in done.texts[0]
    assert made.mei.modal is None


async def test_what_is_wrong_is_said_at_the_field_and_stays_in_it(made: Office) -> None:
    await opened(made.ann)
    refused = await made.ann.submit({"values": "Look twice\nlook twice"})
    assert refused.errors == {"values": "One value stands here twice."}
    assert await made.rows(CompanyValue) == []


async def test_who_comes_second_sees_what_holds_now_and_what_was_their_own(made: Office) -> None:
    ann, tom = await made.person(made.ann), await made.person(made.tom)
    async with made.bot.deps.transaction() as tx:
        await roles.grant(tx, ann, tom, Role.HR, made.bot.clock.now())
    await opened(made.ann)
    await opened(made.tom)
    assert (await made.tom.submit({"values": "Look twice"})).ok
    assert (await made.ann.submit({"values": "Ask early"})).ok
    seen = shown(made.ann.modal)
    assert "Tom Berg changed this while you had it open" in seen
    assert "Yours was: Ask early" in seen
    assert [one.name for one in await made.rows(CompanyValue)] == ["Look twice"]


async def test_a_form_that_is_sent_twice_stores_it_once(made: Office) -> None:
    await opened(made.ann)
    form = made.ann.modal
    assert (await made.ann.submit({"values": "Look twice"})).ok
    assert (await made.ann.submit(view=form)).ok
    assert len(await made.rows(CompanyValue)) == 1
