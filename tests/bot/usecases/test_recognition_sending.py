"""Thanks are sent: told once to each who was named, refused where nobody may be thanked, and no storm."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain import recognition as rules
from bot.domain.errors import RuleBroken
from bot.domain.recognition import Thanks, Where
from bot.usecases import recognition as usecases
from bot.usecases import values
from tests import company
from tests.clock import START
from tests.recognition import NOW, WORDS, listed, rows, shown, thank
from tests.team import Team


async def test_each_who_is_thanked_is_told_once_in_words_as_typed(team: Team) -> None:
    await thank(team, "Una", ["Mei", "Bob"])
    told = await team.notices(rules.THANKS)
    assert [one.recipient_id for one in told] == [team.ids["Mei"], team.ids["Bob"]]
    assert all(one.unasked for one in told)
    found = await shown(team, told[0], "Mei")
    assert (found.given.author.name, found.given.recognition.words) == ("Una", WORDS)
    assert [one.name for one in found.others] == ["Bob"]
    assert await team.notices(rules.POST) == []


async def test_the_same_form_sent_again_or_from_a_second_device_is_sent_once(posting: Team) -> None:
    sent = await asyncio.gather(*(thank(posting, "Una", ["Mei", "Bob"], where=Where.POSTED) for _ in range(3)))
    assert len({one.given.id for one in sent if one.given}) == 1
    again = await thank(posting, "Una", ["Bob", "Mei"], source="view:V2", where=Where.POSTED)
    assert again.given is not None
    assert len(await rows(posting)) == 1
    assert len(await posting.notices(rules.THANKS)) == 2
    assert len(await posting.notices(rules.POST)) == 1


async def test_what_was_undone_before_its_commit_is_sent_the_next_time(team: Team) -> None:
    async with team.transaction(reading=True) as tx:
        form = await usecases.access_form(tx, await team.person(tx, "Una"), ["U0MEI"], NOW)
    thanks = Thanks(["U0MEI"], WORDS, None, Where.ONLY_THEM, "view:V1", form.readers.ids, None)
    with pytest.raises(ZeroDivisionError):
        await send_and_die(team, thanks)
    assert await rows(team) == []
    await thank(team, "Una", ["Mei"])
    assert len(await team.notices(rules.THANKS)) == 1


async def send_and_die(team: Team, thanks: Thanks) -> None:
    async with team.transaction() as tx:
        await usecases.thank(tx, await team.person(tx, "Una"), thanks, NOW)
        raise ZeroDivisionError


async def test_other_words_to_the_same_person_are_thanks_of_their_own(team: Team) -> None:
    await thank(team, "Una", ["Mei"])
    await thank(team, "Una", ["Mei"], source="view:V2", words="Explained the drawing")
    await thank(team, "Una", ["Mei"], NOW + timedelta(days=1), source="view:V3")
    assert len(await rows(team)) == 3


@pytest.mark.parametrize("to", [["Una"], ["Mei", "Una"]])
async def test_nobody_thanks_themselves(team: Team, to: list[str]) -> None:
    with pytest.raises(RuleBroken, match="thanks_self"):
        await thank(team, "Una", to)


@pytest.mark.parametrize(
    "fields",
    [
        {"active": False, "left_at": START},
        {"active": False, "guest": True},
        {"employed_until": date(2027, 1, 12)},
        {"employed_from": date(2027, 2, 1)},
    ],
)
async def test_whoever_left_is_a_guest_or_has_not_begun_is_named_and_nothing_is_sent(
    team: Team, fields: dict[str, Any]
) -> None:
    await team.change("Bob", START, **fields)
    with pytest.raises(RuleBroken, match="thanks_gone") as refused:
        await thank(team, "Una", ["Mei", "Bob"])
    assert refused.value.values == {"names": ["Bob"]}
    assert await rows(team) == []


async def test_bots_and_people_from_outside_are_refused(team: Team) -> None:
    async with team.transaction() as tx:
        await company.person(tx, await company.workspace(tx, team_id="T0OTHER"), "Stranger")
    for name in ("Stranger", "Bot"):
        with pytest.raises(RuleBroken, match="thanks_unknown"):
            await thank(team, "Una", ["Mei", name])


async def test_a_crowd_and_nobody_are_refused(team: Team) -> None:
    with pytest.raises(RuleBroken, match="thanks_too_many") as refused:
        await thank(team, "Una", [f"n{one}" for one in range(50)])
    assert refused.value.values == {"count": 50, "most": 20}
    with pytest.raises(RuleBroken, match="thanks_nobody"):
        await thank(team, "Una", [])


async def test_a_value_is_kept_and_one_that_is_gone_is_refused(team: Team) -> None:
    async with team.transaction() as tx:
        ann = await team.person(tx, "Ann")
        first = await values.set_values(tx, ann, "Look twice\nAsk early", 0, START)
        await values.set_values(tx, ann, "Ask early", first.revision, START)
    with pytest.raises(RuleBroken, match="value_gone"):
        await thank(team, "Una", ["Mei"], value_id=first.values[0].id)
    await thank(team, "Una", ["Mei"], value_id=first.values[1].id)
    [found] = (await listed(team, "Mei")).rows
    assert found.value is not None
    assert found.value.name == "Ask early"


async def test_a_storm_is_stopped_and_the_next_day_is_a_new_one(team: Team) -> None:
    names = [f"Guy{number}" for number in range(rules.A_DAY_MOST)]
    for name in names:
        await team.join(name)
    for number in range(rules.TO_ONE_A_DAY_MOST):
        await thank(team, "Una", ["Mei"], source=f"view:A{number}", words=f"Number {number} went out")
    with pytest.raises(RuleBroken, match="thanks_again") as refused:
        await thank(team, "Una", ["Bob", "Mei"], source="view:B")
    assert refused.value.values == {"names": ["Mei"], "most": 3}
    for name in names[rules.TO_ONE_A_DAY_MOST :]:
        await thank(team, "Una", [name], source=f"view:{name}")
    with pytest.raises(RuleBroken, match="thanks_storm"):
        await thank(team, "Una", ["Bob"], source="view:C")
    await thank(team, "Bob", ["Mei"], source="view:D")
    await thank(team, "Una", ["Mei"], NOW + timedelta(days=1), source="view:E")


async def test_the_day_is_the_authors_own(team: Team) -> None:
    await thank(team, "Una", ["Mei"], datetime(2027, 1, 13, 17, tzinfo=UTC))
    assert [one.day for one in await rows(team)] == [date(2027, 1, 14)]
