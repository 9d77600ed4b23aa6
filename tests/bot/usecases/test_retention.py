"""Each night what was kept long enough of check-ins is erased, and nothing else; counted, and for every place where words stand."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel, select

from bot.domain.retention import Kept, Retention
from bot.usecases import checkins_read, talks
from bot.usecases.retention import RULES
from storage import retention as store
from storage import tables
from storage.actions import Action
from storage.audit import AuditEntry
from storage.checkins import CheckIn, CheckInItem, Mood
from storage.drafts import KeptDraft
from storage.leave import Leave
from storage.private_notes import PrivateNote
from storage.talks import Talk, TalkMessage
from storage.words import WordsType
from tests.clock import START
from tests.nights import LATER, audited, night, rows
from tests.team import NEXT, OPENS, Team

SAID: dict[str, Any] = {
    "progress": "Old",
    "plan": "a\nb",
    "idea": "c",
    "mood": 3,
    "mood_words": "d",
    "blocker": "e",
    "note": "f",
}


@pytest.fixture
async def two(team: Team) -> tuple[CheckIn, CheckIn]:
    """An old check-in of Mei's and one a week younger, with all that belongs to them."""
    first = await team.sent("Mei", START, **SAID)
    await team.open_due(OPENS + timedelta(days=7))
    second = await team.sent("Mei", OPENS + timedelta(days=8), slot=NEXT, **{**SAID, "progress": "New"})
    for checkin, at in ((first, START), (second, OPENS + timedelta(days=8))):
        async with team.transaction() as tx:
            tom, mei = await team.person(tx, "Tom"), await team.person(tx, "Mei")
            await talks.reply(tx, tom, checkin.id, "Well done", at, source=f"view:{checkin.id}")
            here: dict[str, Any] = {"workspace_id": team.workspace_id, "person_id": mei.id}
            tx.add(KeptDraft(about="dm", key=f"{checkin.id}", words="g", kept_at=at, **here))
            tx.add(Leave(first=at.date(), last=at.date(), words="h", noted_at=at, **here))
    return first, second


async def test_after_three_years_the_words_are_erased_and_the_figures_stay(
    team: Team, two: tuple[CheckIn, CheckIn]
) -> None:
    await night(team, Retention())
    async with team.transaction(reading=True) as tx:
        mei = await team.person(tx, "Mei")
        old = await checkins_read.access_own(tx, mei, two[0].id)
        new = await checkins_read.access_own(tx, mei, two[1].id)
    assert old.erased == {"progress", "plan", "idea", "mood_words"}
    assert (old.answers.mood, old.note, [one.words for one in old.plan]) == (3, None, [None, None])
    assert old.blocker is not None
    assert old.blocker.words is None
    assert old.talk == []
    assert (new.erased, new.answers.progress, new.note) == (frozenset(), "New", "f")
    assert [message.words for _, message in new.talk] == ["Well done"]
    assert [one.words for one in await rows(team, KeptDraft)] == ["g"]
    assert [one.words for one in await rows(team, Leave)] == [None, "h"]
    assert len(await rows(team, PrivateNote)) == 1


async def test_it_is_counted_in_the_audit_log_once_and_a_second_night_finds_nothing(
    team: Team, two: tuple[CheckIn, CheckIn]
) -> None:
    told = {"checkin_item": 4, "mood": 1, "blocker": 1, "private_note": 1, "talk_message": 1, "draft": 1, "leave": 1}
    for _ in range(2):
        await night(team, Retention())
        # The talk about the old check-in is empty now, and goes too.
        assert await audited(team) == told | {"talk": 1}
    logged = repr(await rows(team, AuditEntry))
    assert not any(word in logged for word in ("Old", "Well done"))


async def test_batches_of_one_night_are_counted_together(
    team: Team, two: tuple[CheckIn, CheckIn], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BATCH", 1)
    await night(team, Retention())
    assert (await audited(team))["checkin_item"] == 4
    assert [one.words for one in await rows(team, CheckInItem) if one.checkin_id == two[0].id] == [None] * 4


async def test_a_kind_with_a_time_of_its_own_goes_by_that(team: Team, two: tuple[CheckIn, CheckIn]) -> None:
    soon = START + timedelta(days=40)
    await night(team, Retention(36, {Kept.TALKS: 1}), soon)
    assert len(await rows(team, TalkMessage)) == 1
    assert len(await rows(team, Talk)) == 1
    assert await audited(team) == {"talk_message": 1, "talk": 1}


async def test_what_was_never_said_is_not_told_as_erased(team: Team) -> None:
    await team.submit("Mei", START, progress="x", mood=3)
    await night(team, Retention())
    [mood] = await rows(team, Mood)
    assert mood.words == ""
    assert "mood" not in await audited(team)


async def test_an_action_that_is_still_open_is_not_old(team: Team) -> None:
    async with team.transaction() as tx:
        for state, settled_at in (("open", None), ("done", START)):
            row: dict[str, Any] = {
                "workspace_id": team.workspace_id,
                "owner_id": team.ids["Mei"],
                "made_by": team.ids["Mei"],
            }
            row |= {"about": "checkin", "about_id": 1, "words": state, "state": state, "source": state}
            tx.add(Action(made_at=START, settled_at=settled_at, **row))
    await night(team, Retention())
    assert [one.words for one in await rows(team, Action)] == ["open", None]


async def test_a_draft_that_was_written_again_is_as_young_as_its_words(
    team: Team, two: tuple[CheckIn, CheckIn]
) -> None:
    async with team.transaction() as tx:
        for draft in await tx.exec(select(KeptDraft)):
            draft.kept_at = LATER
            tx.add(draft)
    await night(team, Retention())
    assert len(await rows(team, KeptDraft)) == 2


def test_every_place_where_words_stand_has_a_time_after_which_they_go() -> None:
    holding = {
        table.name for table in SQLModel.metadata.tables.values() if any(_holds_words(one) for one in table.columns)
    }
    assert tables.metadata is SQLModel.metadata
    assert holding <= {rule.name for rule in RULES}


def _holds_words(column: Any) -> bool:
    return isinstance(column.type, WordsType)
