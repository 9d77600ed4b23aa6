"""The picture of a summary: of what was told, for whoever still leads, once for each part that ends."""

import re
from datetime import timedelta
from typing import Any

from sqlmodel import select

from bot.domain import cycle_summaries_told as rules
from bot.domain.cycles import Phase
from bot.domain.pictures import PictureState
from bot.locales.reader import Reader
from bot.usecases import cycle_summaries_pictures as pictures
from bot.usecases import notices
from bot.views import cycle_summaries_charts as charts
from storage import cycle_summaries as store
from storage.cycle_summaries import CycleSummary
from storage.cycles import Cycle, CyclePhase
from tests.in_cycle import DO_ENDS, OVER, STARTS, W1, W2, tell
from tests.planted import Planted


async def test_the_picture_is_of_what_was_told_and_for_whoever_still_leads(planted: Planted) -> None:
    team = planted.team
    await planted.week("Mei", W1, mood=4)
    await planted.talk("Bob", "Tom", W2)
    await tell(team)
    async with team.transaction(reading=True) as tx:
        assert not await pictures.wanted(tx)
    await team.delivered(rules.READY, "Tom", "1.1")
    async with team.transaction() as tx:
        [row] = await tx.exec(select(CycleSummary))
        assert await pictures.wanted(tx)
        shown = await pictures.access_picture(tx, row.id, OVER)
        assert shown is not None
        assert (shown.channel, shown.ts, shown.figures.answered, shown.before) == ("D1", "1.1", 1, None)
        assert charts.alt(Reader(), shown).startswith("Q1 2027 (Jan 4 to Mar 14)")
        assert re.findall(r'<svg y="(\d+)"', charts.svg(Reader(), shown, "sans-serif")) == ["0", "312"]
        assert await pictures.mark(tx, row.id, PictureState.WANTED, PictureState.SENDING)
        assert not await pictures.mark(tx, row.id, PictureState.WANTED, PictureState.SENDING)
    async with team.transaction() as tx:
        assert await pictures.access_picture(tx, row.id, OVER) is None


async def test_a_summary_that_waits_does_not_keep_others_from_their_picture(planted: Planted) -> None:
    """Tom has been told of an earlier phase, and of this one is not told yet; Una has been told of it."""
    team = planted.team
    await team.led_by("Bob", "Una", STARTS)
    async with team.transaction() as tx:
        [cycle] = await tx.exec(select(Cycle))
        given: dict[str, Any] = {"workspace_id": team.workspace_id, "cycle_id": cycle.id, "first": STARTS}
        given |= {"part": "do", "last": DO_ENDS, "counted_at": OVER, "chart": PictureState.WANTED}
        rows = [CycleSummary(**given, manager_id=team.ids[name]) for name in ("Tom", "Una")]
        tx.add_all(rows)
        for name, told in (("Tom", f"plan {STARTS} 2027-01-24"), ("Una", f"do {STARTS} 2027-03-14")):
            key: dict[str, Any] = {"workspace_id": team.workspace_id, "subject_id": cycle.id}
            await notices.owe(
                tx, rules.READY, **key, recipient_id=team.ids[name], occurrence=told, due_at=OVER, now=OVER
            )
        await tx.flush()
        una = rows[1].id
    for name in ("Tom", "Una"):
        await team.delivered(rules.READY, name, "1.1")
    async with team.transaction(reading=True) as tx:
        # A server that writes days in another way has the same notices.
        connection = await tx.connection()
        if connection.dialect.name == "postgresql":
            await connection.exec_driver_sql("SET LOCAL DateStyle TO 'German, DMY'")
        assert await store.to_draw(tx, 1) == [una]


async def test_who_was_away_for_two_weeks_gets_the_picture_with_the_summary(planted: Planted) -> None:
    team = planted.team
    await tell(team)
    back = OVER + timedelta(days=12)
    await team.delivered(rules.READY, "Tom", "1.1")
    async with team.transaction() as tx:
        await pictures.hand_out(tx, 60, back)
    async with team.transaction(reading=True) as tx:
        assert await pictures.wanted(tx)


async def test_each_part_that_ends_has_its_picture_and_not_the_first_alone(planted: Planted) -> None:
    team = planted.team
    await planted.week("Mei", W1, mood=4)
    for later in (0, 3, 6):
        async with team.transaction() as tx:
            [phase] = await tx.exec(select(CyclePhase).where(CyclePhase.phase == Phase.DO))
            phase.ends = DO_ENDS + timedelta(days=later)
            tx.add(phase)
        assert await tell(team, OVER + timedelta(days=later)) == 1
        async with team.transaction(reading=True) as tx:
            assert not await pictures.wanted(tx)
        await team.delivered(rules.READY, "Tom", f"{later}.1")
        async with team.transaction() as tx:
            assert await pictures.wanted(tx)
            [row] = await tx.exec(select(CycleSummary).where(CycleSummary.chart == PictureState.WANTED))
            assert await pictures.mark(tx, row.id, PictureState.WANTED, PictureState.SENT)
