"""Observations: whose they are to write, who reads them, and what becomes of them when a manager changes or a log leans."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.domain import observations as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback import Part
from bot.domain.notices import NoLonger
from bot.domain.observations import Choice, Draft
from bot.lexicon import load
from bot.usecases import observations as usecases
from bot.usecases import observations_balance, observations_form, observations_links, observations_moving
from bot.usecases.observations_balance import Tilted
from bot.usecases.observations_moving import Deciding
from storage import people
from storage.observations import Observation
from tests import goal_tree
from tests.clock import START
from tests.team import Team

NOW = START + timedelta(hours=2)
TODAY = NOW.date()
DAY = timedelta(days=1)
LEXICON = load()
SAID = {
    Part.SITUATION: "Monday's call with the customer",
    Part.BEHAVIOUR: "She asked two questions first",
    Part.IMPACT: "The customer ordered the same day",
}


async def keep(team: Team, name: str, about: str, source: str = "1", now: datetime = NOW, **fields: Any) -> Observation:
    async with team.transaction() as tx:
        me, person = await team.person(tx, name), await team.person(tx, about)
        draft = Draft(**{"to": person.slack_id, "day": now.date(), "good": True, "said": SAID, **fields})
        kept = await observations_form.keep(tx, me, draft, LEXICON, now, source=f"view:{source}")
        assert kept.observation is not None
        return kept.observation


async def reads(team: Team, name: str, one: Observation) -> bool:
    async with team.transaction() as tx:
        try:
            opened = await usecases.read(tx, await team.person(tx, name), one.id, NOW)
        except NotAllowed:
            return False
        return opened.parts == SAID


async def listed(team: Team, name: str) -> list[int]:
    async with team.transaction(reading=True) as tx:
        page = await usecases.access_page(tx, await team.person(tx, name), 0, NOW)
    return [row.observation.id for row in page.rows]


@pytest.fixture
async def noted(team: Team) -> Observation:
    """Tom, to whom Mei reports, noted something about her."""
    return await keep(team, "Tom", "Mei")


async def test_any_manager_above_writes_it_down_and_it_is_the_authors_alone(team: Team, noted: Observation) -> None:
    above = await keep(team, "Ann", "Mei", "2")
    assert [await reads(team, name, noted) for name in ("Tom", "Mei", "Ann", "Bob", "Una")] == [True, *[False] * 4]
    assert [await listed(team, name) for name in ("Tom", "Ann", "Mei")] == [[noted.id], [above.id], []]


@pytest.mark.parametrize(
    ("name", "about", "code"),
    [
        ("Bob", "Mei", "observed_not_led"),
        ("Mei", "Tom", "observed_not_led"),
        ("Tom", "Tom", "observed_self"),
        ("Tom", "Una", "observed_not_led"),
    ],
)
async def test_about_nobody_but_those_below_is_anything_noted(team: Team, name: str, about: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        await keep(team, name, about)


async def test_somebody_who_left_a_guest_a_bot_and_a_stranger_get_a_sentence_each(team: Team) -> None:
    await team.change("Mei", NOW, active=False)
    await team.change("Bob", NOW, guest=True)
    async with team.transaction(reading=True) as tx:
        tom = await team.person(tx, "Tom")
        slack_ids = [(await people.get(tx, team.ids[name])).slack_id for name in ("Mei", "Bob")]
        for slack_id, code in zip(
            [*slack_ids, "U0STRANGER", None],
            ["observed_left", "observed_guest", "observed_outsider", "observed_nobody"],
            strict=True,
        ):
            with pytest.raises(RuleBroken, match=code) as broken:
                await observations_form.access_observed(tx, tom, slack_id, NOW)
            assert broken.value.field == "person"


async def test_the_same_form_from_two_devices_is_one_observation(team: Team) -> None:
    first, second = await asyncio.gather(*(keep(team, "Tom", "Mei") for _ in range(2)))
    assert first.id == second.id
    assert await listed(team, "Tom") == [first.id]


async def test_its_author_changes_and_deletes_it_while_nobody_else_reads_it(team: Team, noted: Observation) -> None:
    changed = await keep(team, "Tom", "Mei", editing=noted.id, said={**SAID, Part.IMPACT: "Twice"}, good=False)
    assert (changed.id, changed.impact, changed.good, changed.edited_at) == (noted.id, "Twice", False, NOW)
    for name in ("Mei", "Ann"):
        async with team.transaction() as tx:
            with pytest.raises(NotAllowed, match="not_found"):
                await usecases.delete(tx, await team.person(tx, name), noted.id)
    for _ in range(2):
        async with team.transaction() as tx:
            await usecases.delete(tx, await team.person(tx, "Tom"), noted.id)
    assert await listed(team, "Tom") == []


async def share(team: Team, name: str, one: Observation) -> None:
    async with team.transaction() as tx:
        await usecases.share(tx, await team.person(tx, name), one.id, NOW)


async def test_shared_its_subject_hears_of_it_once_and_it_can_no_longer_be_changed(
    team: Team, noted: Observation
) -> None:
    for _ in range(2):
        await share(team, "Tom", noted)
    [notice] = await team.notices(rules.SHARED)
    assert notice.recipient_id == team.ids["Mei"]
    async with team.transaction(reading=True) as tx:
        told = await usecases.access_shared(tx, notice, await team.person(tx, "Mei"), NOW)
        assert not any(words in repr(told) for words in SAID.values())
        with pytest.raises(NotAllowed):
            await usecases.access_shared(tx, notice, await team.person(tx, "Bob"), NOW)
    assert [await reads(team, name, noted) for name in ("Mei", "Ann", "Bob")] == [True, False, False]
    assert await listed(team, "Mei") == [noted.id]
    with pytest.raises(RuleBroken, match="observed_shared"):
        await keep(team, "Tom", "Mei", editing=noted.id)
    with pytest.raises(RuleBroken, match="observed_shared"):
        async with team.transaction() as tx:
            await usecases.delete(tx, await team.person(tx, "Tom"), noted.id)
    with pytest.raises(NotAllowed, match="not_found"):
        await share(team, "Mei", noted)


async def test_it_is_linked_with_a_goal_of_the_person_as_evidence(team: Team) -> None:
    async with team.transaction() as tx:
        hers, his = [await goal_tree.add(tx, team, name, f"Sell pumps, {name}") for name in ("Mei", "Bob")]
        tom, mei = await team.person(tx, "Tom"), await team.person(tx, "Mei")
        offered = await observations_links.access_choices(tx, tom, mei, NOW)
    assert [(one.record_id, one.name) for one in offered["goal"]] == [(hers.id, "Sell pumps, Mei")]
    one = await keep(team, "Tom", "Mei", links=(("goal", hers.id),))
    with pytest.raises(RuleBroken, match="answer_unknown") as broken:
        await keep(team, "Tom", "Mei", "2", links=(("goal", his.id),))
    assert broken.value.field == "goal"
    async with team.transaction() as tx:
        opened = await usecases.read(tx, await team.person(tx, "Tom"), one.id, NOW)
        draft = await observations_form.access_editing(tx, await team.person(tx, "Tom"), one.id)
    assert [(each.kind, each.name, each.dated) for each in opened.about] == [("goal", "Sell pumps, Mei", one.day)]
    assert draft.links == (("goal", hers.id),)
    await keep(team, "Tom", "Mei", editing=one.id)
    async with team.transaction() as tx:
        assert (await usecases.read(tx, await team.person(tx, "Tom"), one.id, NOW)).about == []


# When the manager changes.


async def look(team: Team, now: datetime) -> None:
    async with team.transaction() as tx:
        await observations_moving.look(tx, now)


async def moved(team: Team, now: datetime) -> observations_moving.Moved:
    notice = (await team.notices(rules.MOVED, "Tom"))[-1]
    async with team.transaction(reading=True) as tx:
        return await observations_moving.access_moved(tx, notice, await team.person(tx, "Tom"), now)


async def decide(team: Team, named: str, choices: Mapping[int, Choice], name: str = "Tom") -> Deciding | None:
    async with team.transaction() as tx:
        me = await team.person(tx, name)
        return await observations_moving.decide(tx, me, team.ids["Mei"], team.ids[named], choices, NOW + 2 * DAY)


async def test_when_the_manager_changes_the_author_decides_per_item_to_share_hand_over_or_keep(team: Team) -> None:
    shared, handed, kept, later = [await keep(team, "Tom", "Mei", str(number)) for number in range(4)]
    above, about_bob = await keep(team, "Ann", "Mei", "a"), await keep(team, "Tom", "Bob", "b")
    await look(team, NOW)
    assert await team.notices(rules.MOVED) == []

    await team.join("Nia")
    await team.led_by("Nia", "Ann", date(2021, 1, 1))
    await team.led_by("Mei", "Nia", TODAY + DAY)
    for hours in (0, 60, 61, 300):
        await look(team, NOW + timedelta(hours=hours))
    [notice] = await team.notices(rules.MOVED)
    assert (notice.recipient_id, notice.subject_id) == (team.ids["Tom"], team.ids["Mei"])
    told = await moved(team, NOW + 3 * DAY)
    assert (told.person.name, told.manager and told.manager.name, told.count) == ("Mei", "Nia", 4)

    choices = {shared.id: Choice.SHARE, handed.id: Choice.HAND_OVER, kept.id: Choice.KEEP}
    for _ in range(2):
        left = await decide(team, "Nia", choices)
    assert left is not None
    assert [one.id for one in left.rows] == [later.id]
    assert [await reads(team, name, shared) for name in ("Mei", "Nia", "Tom")] == [True, False, True]
    assert [await reads(team, name, handed) for name in ("Mei", "Nia", "Tom")] == [False, True, True]
    for one in (kept, later, about_bob):
        assert [await reads(team, name, one) for name in ("Mei", "Nia", "Tom")] == [False, False, True]
    assert [await reads(team, name, above) for name in ("Ann", "Nia")] == [True, False]

    [heard] = await team.notices(rules.HANDED)
    async with team.transaction(reading=True) as tx:
        nia = await team.person(tx, "Nia")
        of = await observations_moving.access_handed(tx, heard, nia, NOW)
        assert (of.author.name, of.person.name) == ("Tom", "Mei")
    assert len(await team.notices(rules.SHARED)) == 1

    assert await decide(team, "Nia", {later.id: Choice.KEEP}) is None
    with pytest.raises(NoLonger):
        await moved(team, NOW + 3 * DAY)
    await look(team, NOW + 9 * DAY)
    assert len(await team.notices(rules.MOVED)) == 1


async def test_nothing_is_handed_to_a_manager_whom_the_form_did_not_name(team: Team, noted: Observation) -> None:
    await team.led_by("Mei", "Una", TODAY + DAY)
    await look(team, NOW + 3 * DAY)
    with pytest.raises(RuleBroken, match="observed_moved_again"):
        await decide(team, "Ann", {noted.id: Choice.HAND_OVER})
    with pytest.raises(NotAllowed, match="not_found"):
        await decide(team, "Una", {noted.id: Choice.SHARE}, name="Ann")
    assert [await reads(team, name, noted) for name in ("Una", "Ann", "Mei")] == [False] * 3


async def test_who_leads_the_person_again_before_it_was_told_is_asked_nothing(team: Team, noted: Observation) -> None:
    await team.led_by("Mei", "Una", TODAY + DAY)
    await look(team, NOW + 3 * DAY)
    await team.led_by("Mei", "Tom", TODAY + 3 * DAY)
    with pytest.raises(NoLonger):
        await moved(team, NOW + 4 * DAY)


# The balance of a log.


async def balance(team: Team, now: datetime, name: str = "Tom") -> Tilted | None:
    """What the look of that moment says to Tom; None: nothing."""
    before = len(await team.notices(rules.BALANCE, name))
    async with team.transaction() as tx:
        await observations_balance.look(tx, now)
        await observations_balance.look(tx, now)
    new = (await team.notices(rules.BALANCE, name))[before:]
    assert len(new) <= 1
    if not new:
        return None
    async with team.transaction(reading=True) as tx:
        return await observations_balance.access_balance(tx, new[0], await team.person(tx, name), now)


def names(tilted: Tilted | None) -> tuple[list[str], list[str]] | None:
    return None if tilted is None else ([one.name for one in tilted.only_bad], [one.name for one in tilted.silent])


async def test_only_bad_ones_and_six_silent_weeks_are_said_to_the_author_once_in_one_message(team: Team) -> None:
    assert await balance(team, NOW) is None
    for number in range(3):
        await keep(team, "Tom", "Mei", str(number), good=False)
    # Bob has reported to Tom for years, and nothing was ever noted about him.
    assert names(await balance(team, NOW)) == (["Mei"], ["Bob"])
    for days in (1, 7, 14):
        assert await balance(team, NOW + days * DAY) is None
    await keep(team, "Tom", "Mei", "4", good=False, now=NOW + 15 * DAY)
    assert await balance(team, NOW + 15 * DAY) is None

    await keep(team, "Tom", "Bob", "5", now=NOW + 16 * DAY)
    assert await balance(team, NOW + 50 * DAY) is None
    assert names(await balance(team, NOW + 59 * DAY)) == ([], ["Mei", "Bob"])
    assert await balance(team, NOW + 80 * DAY) is None


async def test_who_keeps_no_observations_hears_nothing_of_balance(team: Team, noted: Observation) -> None:
    assert await balance(team, NOW + 100 * DAY, "Ann") is None


async def test_what_was_mended_before_it_was_told_is_not_said(team: Team, noted: Observation) -> None:
    later = NOW + 43 * DAY
    async with team.transaction() as tx:
        await observations_balance.look(tx, later)
    [notice] = await team.notices(rules.BALANCE)
    await keep(team, "Tom", "Mei", "2", now=later)
    await team.led_by("Bob", "Una", later.date())
    async with team.transaction(reading=True) as tx:
        with pytest.raises(NoLonger):
            await observations_balance.access_balance(tx, notice, await team.person(tx, "Tom"), later)
