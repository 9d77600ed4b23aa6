"""People join, move and leave; HR sets managers and zones on Home; an owner takes on HR where nobody does."""

from typing import Any

import pytest
from sqlmodel import select

from bot.domain.roles import Role, Source
from storage import reporting, roles
from storage.database import Database
from storage.people import Person
from tests.app import START, Bot, running_bot

MEI = {"name": "Mei Lin", "email": "mei@example.com", "tz": "Asia/Shanghai", "locale": "zh-CN"}
TOM = {"name": "Tom Berg", "email": "tom@example.com", "tz": "Europe/Berlin", "locale": "de-DE"}
HANA = {"name": "Hana Ito", "email": "hana@example.com", "tz": "Asia/Tokyo", "locale": "en-US"}
HR: dict[str, Any] = {"people": [MEI, TOM, HANA], "hr_emails": ["hana@example.com"]}


async def person(bot: Bot, email: str) -> Person:
    async with bot.deps.transaction(reading=True) as tx:
        return (await tx.exec(select(Person).where(Person.email == email))).one()


def texts(view: dict[str, Any] | None) -> str:
    assert view is not None
    return str(view["blocks"])


async def test_whoever_joins_takes_part_at_once_in_their_language(bot_on_both: Bot) -> None:
    bot = bot_on_both
    bot.sandbox.workspace.add_person(**MEI)
    await bot.settle()
    mei = await person(bot, "mei@example.com")
    assert (mei.active, mei.zone, mei.locale) == (True, "Asia/Shanghai", "zh-CN")


async def test_who_moves_to_another_zone_or_leaves_or_comes_back_is_followed(sqlite: Database) -> None:
    async with running_bot(sqlite, **HR) as bot:
        account = bot.sandbox.workspace.person("Mei Lin")
        bot.sandbox.workspace.update_person(account, tz="America/New_York")
        await bot.settle()
        assert (await person(bot, "mei@example.com")).zone == "America/New_York"
        bot.sandbox.workspace.deactivate(account)
        await bot.settle()
        assert (await person(bot, "mei@example.com")).left_at == bot.clock.now()
        bot.sandbox.workspace.update_person(account, deleted=False)
        await bot.settle()
        mei = await person(bot, "mei@example.com")
        assert (mei.active, mei.left_at) == (True, None)


async def test_bots_strangers_and_guests_do_not_take_part(bot: Bot) -> None:
    add = bot.sandbox.workspace.add_person
    add("Robot", "robot@example.com", is_bot=True)
    add("Stranger", "stranger@example.com", is_stranger=True)
    add("Guest", "guest@example.com", is_restricted=True)
    await bot.settle()
    await bot.move(days=1)
    async with bot.deps.transaction(reading=True) as tx:
        assert list(await tx.exec(select(Person))) == []


async def test_hr_sees_who_has_no_manager_and_sets_one(sqlite: Database) -> None:
    async with running_bot(sqlite, **HR) as bot:
        hana = bot.as_("Hana Ito")
        await hana.open_home()
        assert "3 people have no manager here" in texts(hana.home)
        await hana.press("home", "people.set_manager")
        done = await hana.submit({"person": bot.sandbox.workspace.person("Mei Lin").id, "manager": "tom@example.com"})
        assert (done.ok, done.errors, hana.modal) == (True, {}, None)
        await bot.settle()
        assert "2 people have no manager here" in texts(hana.home)
        mei, tom = await person(bot, "mei@example.com"), await person(bot, "tom@example.com")
        async with bot.deps.transaction(reading=True) as tx:
            manager = await reporting.manager_of(tx, mei.id, START.date())
        assert manager is not None
        assert manager.id == tom.id


async def test_who_reports_to_nobody_on_purpose_is_no_longer_named(sqlite: Database) -> None:
    async with running_bot(sqlite, **HR) as bot:
        hana = bot.as_("Hana Ito")
        await hana.open_home()
        await hana.press("home", "people.set_manager")
        await hana.submit({"person": bot.sandbox.workspace.person("Tom Berg").id})
        await bot.settle()
        assert "2 people have no manager here" in texts(hana.home)
        assert "Tom Berg" not in texts(hana.home)


async def test_a_manager_that_cannot_be_is_refused_under_the_field(sqlite: Database) -> None:
    async with running_bot(sqlite, **HR) as bot:
        hana, mei = bot.as_("Hana Ito"), bot.sandbox.workspace.person("Mei Lin")
        await hana.open_home()
        await hana.press("home", "people.set_manager")
        done = await hana.submit({"person": mei.id, "manager": mei.id})
        assert done.errors == {"manager": "Nobody can be their own manager: please choose somebody else."}


async def test_hr_sets_a_zone_that_slack_then_leaves_alone(sqlite: Database) -> None:
    async with running_bot(sqlite, people=[HANA, {**MEI, "tz": None}], hr_emails=["hana@example.com"]) as bot:
        hana, account = bot.as_("Hana Ito"), bot.sandbox.workspace.person("Mei Lin")
        await hana.open_home()
        assert "1 person has no time zone in Slack" in texts(hana.home)
        await hana.press("home", "people.set_zone")
        assert (await hana.submit({"zone": "Asia/Singapore"})).ok
        await bot.settle()
        assert "time zone in Slack" not in texts(hana.home)
        bot.sandbox.workspace.update_person(account, tz="Europe/Paris")
        await bot.settle()
        mei = await person(bot, "mei@example.com")
        assert (mei.zone, mei.zone_from) == ("Asia/Singapore", Source.APP)


async def test_an_owner_is_offered_hr_where_nobody_does_it(sqlite: Database) -> None:
    async with running_bot(sqlite, people=[{**TOM, "is_owner": True}, MEI]) as bot:
        mei, tom = bot.as_("Mei Lin"), bot.as_("Tom Berg")
        for one in (mei, tom):
            await one.open_home()
        assert "people.take_hr" in texts(tom.home)
        assert "people.take_hr" not in texts(mei.home)
        await tom.press("home", "people.take_hr")
        await bot.settle()
        assert "people.take_hr" not in texts(tom.home)
        assert "people.set_manager" in texts(tom.home)
        async with bot.deps.transaction(reading=True) as tx:
            assert [one.name for one in await roles.holders(tx, 1, Role.HR)] == ["Tom Berg"]


async def test_hr_takes_others_in(sqlite: Database) -> None:
    async with running_bot(sqlite, **HR) as bot:
        hana, tom = bot.as_("Hana Ito"), bot.as_("Tom Berg")
        await hana.open_home()
        await hana.press("home", "people.set_hr")
        chosen = [bot.sandbox.workspace.person(name).id for name in ("Hana Ito", "Tom Berg")]
        assert (await hana.submit({"people": chosen})).ok
        await tom.open_home()
        assert "people.set_hr" in texts(tom.home)


@pytest.mark.parametrize("action", ["people.set_manager", "people.set_zone", "people.set_hr"])
async def test_whoever_is_not_hr_sees_none_of_it(sqlite: Database, action: str) -> None:
    async with running_bot(sqlite, **HR) as bot:
        mei = bot.as_("Mei Lin")
        await mei.open_home()
        assert action not in texts(mei.home)
