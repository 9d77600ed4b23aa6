"""Pulses: results, for those who may see them and of five people or more."""

from datetime import datetime

import pytest

from bot.domain import pulses as rules
from bot.domain.errors import NotAllowed
from bot.usecases import pulses as usecases
from bot.usecases import pulses_results
from storage.workspaces import Workspace
from tests import company
from tests.pulse_team import LOOKS, SLOT, WITHIN, Pulse, everybody_answers


async def test_hr_sees_all_and_each_team_of_five_and_a_manager_their_own(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    await pulse.close()
    scale, single, text = (await pulse.results("Ann")).found
    assert (scale.whole.count, scale.whole.tally) == (19, {"2": 6, "3": 3, "4": 4, "5": 6})
    assert (single.whole.tally, text.whole.count, scale.team) == ({"time": 6, "fine": 13}, 19, None)
    toms = (await pulse.results("Tom")).found
    assert toms[0].team is not None
    assert (toms[0].team.count, toms[0].team.mean) == (6, 2.0)
    assert toms[2].team is None
    kims = (await pulse.results("Kim")).found
    assert [one.team for one in kims] == [None, None, None]
    async with pulse.team.transaction(reading=True) as tx:
        shown = await pulses_results.access_teams(
            tx, await pulse.team.person(tx, "Ann"), (await pulse.slots())[0].id, LOOKS
        )
    assert [(one.name, [each.whole.count for each in found]) for one, found in shown.rows] == [
        ("Eva", [6, 6]),
        ("Tom", [6, 6]),
    ]


async def test_who_may_see_results_is_told_once_that_they_are_there_at_the_hour_of_their_digest(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    await pulse.close()
    await pulse.close()
    told = await pulse.team.notices(rules.CLOSED)
    assert {one.recipient_id for one in told} == {pulse.team.ids[name] for name in ("Ann", "Tom", "Eva", "Kim")}
    assert len(told) == 4
    assert {one.subject_id for one in told} == {(await pulse.slots())[0].id}
    assert {one.due_at.hour * 60 + one.due_at.minute for one in told} == {15 * 60 + 30}
    async with pulse.team.transaction(reading=True) as tx:
        shown = await pulses_results.access_closed(tx, told[0], await pulse.team.person(tx, "Tom"), LOOKS)
        assert shown.series.id == pulse.series_id
        with pytest.raises(NotAllowed):
            await pulses_results.access_closed(tx, told[0], await pulse.team.person(tx, "Tom1"), LOOKS)


@pytest.mark.parametrize("few", [4, 17])
async def test_nobody_is_told_of_results_that_cannot_be_shown(pulse: Pulse, few: int) -> None:
    await pulse.open()
    for name in [*pulse.members, "Tom", "Eva", "Kim", "Ann"][:few]:
        await pulse.answer(name)
    await pulse.close()
    assert not (await pulse.slots())[0].shown
    assert await pulse.team.notices(rules.CLOSED) == []


async def test_colleagues_see_results_once_hr_shares_them_and_never_by_team(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    await pulse.close()
    with pytest.raises(NotAllowed, match="not_found"):
        await pulse.results("Tom1")
    await pulse.share("Ann")
    await pulse.share("Ann")
    shown = await pulse.results("Tom1")
    assert [one.whole.count for one in shown.found] == [19, 19, 19]
    assert (shown.hr, shown.has_teams, [one.team for one in shown.found]) == (False, False, [None, None, None])
    await pulse.share("Ann", shared=False)
    with pytest.raises(NotAllowed, match="not_found"):
        await pulse.results("Tom1")
    assert (await pulse.audited()).count("pulse.share") == 2


@pytest.mark.parametrize("name", ["Tom", "Tom1"])
async def test_nobody_but_hr_shares_or_sees_teams(pulse: Pulse, name: str) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    await pulse.close()
    with pytest.raises(NotAllowed, match="hr_only"):
        await pulse.share(name)
    slot = (await pulse.slots())[0].id
    async with pulse.team.transaction(reading=True) as tx:
        me = await pulse.team.person(tx, name)
        with pytest.raises(NotAllowed, match="hr_only"):
            await pulses_results.access_teams(tx, me, slot, LOOKS)


@pytest.mark.parametrize("name", ["Ann", "Tom", "Tom1"])
async def test_nobody_sees_anything_before_the_close(pulse: Pulse, name: str) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    with pytest.raises(NotAllowed, match="not_found"):
        await pulse.results(name)


async def test_words_come_in_pages_each_once_in_an_order_that_is_not_that_of_their_coming(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    await pulse.close()
    slot, text = (await pulse.slots())[0].id, pulse.questions[2].id
    async with pulse.team.transaction(reading=True) as tx:
        ann = await pulse.team.person(tx, "Ann")
        pages = [await pulses_results.access_texts(tx, ann, slot, text, LOOKS, page) for page in range(2)]
        with pytest.raises(NotAllowed, match="not_found"):
            await pulses_results.access_texts(tx, ann, slot, pulse.questions[0].id, LOOKS)
    assert [(len(one.said), one.more) for one in pages] == [(15, True), (4, False)]
    said = [words for one in pages for words in one.said]
    came = [f"by {name}" for name in [*pulse.members, "Tom", "Eva", "Kim", "Ann"]]
    assert sorted(filter(None, said)) == sorted(came)
    assert said != came


async def test_somebody_of_another_workspace_is_told_that_there_is_nothing(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    await pulse.close()
    await pulse.share("Ann")
    async with pulse.team.transaction() as tx:
        elsewhere = Workspace(team_id="T0OTHER", name="Other", bot_user_id="U0BOT2")
        tx.add(elsewhere)
        await tx.flush()
        stranger = await company.person(tx, elsewhere, "Stranger")
        with pytest.raises(NotAllowed, match="not_found"):
            await pulses_results.access_results(tx, stranger, (await pulse.slots())[0].id, LOOKS)
        with pytest.raises(NotAllowed, match="not_found"):
            await usecases.access_form(tx, stranger, pulse.series_id, SLOT, WITHIN)


async def test_home_shows_ones_open_pulse_and_then_to_whom_it_may_its_results(pulse: Pulse) -> None:
    await pulse.open()

    async def home(name: str, at: datetime, *, leads: bool = False, hr: bool = False) -> tuple[list[bool], int, int]:
        async with pulse.team.transaction(reading=True) as tx:
            me = await pulse.team.person(tx, name)
            shown = await usecases.access_mine(tx, me, at, leads=leads, hr=hr)
        return [one.taken for one in shown.open], len(shown.results), len(shown.hr)

    assert await home("Tom1", WITHIN) == ([False], 0, 0)
    await everybody_answers(pulse)
    assert await home("Tom1", WITHIN) == ([True], 0, 0)
    await pulse.close()
    assert await home("Tom1", LOOKS) == ([], 0, 0)
    assert await home("Tom", LOOKS, leads=True) == ([], 1, 0)
    assert await home("Ann", LOOKS, hr=True) == ([], 1, 1)
    await pulse.share("Ann")
    assert await home("Tom1", LOOKS) == ([], 1, 0)
