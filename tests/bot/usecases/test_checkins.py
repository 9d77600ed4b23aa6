"""Check-ins from the person's side: answering, changing, sending late, and what is refused."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain import checkins as rules
from bot.domain.checkins import Draft, HelpState, Outcome
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import State
from bot.usecases import checkins, checkins_late
from bot.usecases import checkins_rows as rows
from storage import checkins as store
from storage import drafts, periods, readers
from storage.checkins import Blocker, CheckIn
from tests.clock import START
from tests.team import CLOSES, FULL, NEXT, OPENS, REMINDS, SLOT, Team

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def draft(team: Team, checkin: CheckIn | None) -> Draft:
    """What stands in the check-in now."""
    assert checkin is not None
    async with team.transaction(reading=True) as tx:
        return await rows.draft_of(tx, await store.get(tx, checkin.id))


async def blocker(team: Team, checkin: CheckIn) -> Blocker:
    async with team.transaction(reading=True) as tx:
        found = await store.blocker_of(tx, checkin.id)
    assert found is not None
    return found


async def readers_of(team: Team, checkin: CheckIn) -> list[int]:
    async with team.transaction(reading=True) as tx:
        return [one.person_id for one in await readers.of(tx, rules.RECORD, checkin.id)]


async def test_what_is_submitted_is_stored_as_it_was_typed(team: Team) -> None:
    await team.open_due(OPENS)
    typed: dict[str, Any] = {**FULL, "progress": "  <!channel> *x* &lt; \u202eright\n🙂 ", "blocker": "字" * 3_000}
    sent = await team.submit("Mei", OPENS + HOUR, **typed)
    assert await draft(team, sent.checkin) == Draft(**typed)
    period = await team.period("Mei")
    assert (period.outcome, period.settled_at) == (Outcome.ANSWERED, OPENS + HOUR)


async def test_a_second_submit_is_an_update_and_what_was_emptied_goes(team: Team) -> None:
    await team.open_due(OPENS)
    first = await team.submit("Mei", OPENS + HOUR)
    second = await team.submit("Mei", OPENS + 2 * HOUR, progress="Better words")
    assert not first.edited
    assert second.edited
    [checkin] = await team.checkins("Mei")
    assert (checkin.version, checkin.sent_at, checkin.edited_at) == (2, OPENS + HOUR, OPENS + 2 * HOUR)
    assert await draft(team, checkin) == Draft(progress="Better words")
    assert len(await team.notices(rules.DIGEST)) == 1


async def test_many_submits_at_once_are_one_check_in(team: Team) -> None:
    await team.open_due(OPENS)
    await asyncio.gather(*(team.submit("Mei", OPENS + HOUR, progress=f"Take {n}") for n in range(5)))
    [checkin] = await team.checkins("Mei")
    assert checkin.version == 5
    assert (await draft(team, checkin)).progress.startswith("Take")
    assert len(await readers_of(team, checkin)) == 1


async def test_many_early_answers_at_once_are_one_check_in(team: Team) -> None:
    await asyncio.gather(*(team.submit("Mei", START, progress=f"Take {n}") for n in range(5)))
    assert len(await team.checkins("Mei")) == 1
    assert len(await team.periods("Mei")) == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"progress": " "}, "checkin_empty"),
        ({"progress": "x" * 3_001}, "too_long"),
        ({"progress": "x", "help_from": 1}, "help_without_blocker"),
        ({"progress": "x", "mood": 9}, "mood_unknown"),
    ],
)
async def test_what_cannot_be_kept_changes_nothing(team: Team, said: dict[str, Any], code: str) -> None:
    await team.open_due(OPENS)
    with pytest.raises(RuleBroken, match=code):
        await team.submit("Mei", OPENS + HOUR, **said)
    assert await team.checkins("Mei") == []
    assert (await team.period("Mei")).outcome is None


async def test_nobody_asks_themselves_for_help(team: Team) -> None:
    with pytest.raises(RuleBroken, match="help_from_self") as refused:
        await team.submit("Mei", START, blocker="The build", help_from=team.ids["Mei"])
    assert refused.value.field == "help_from"


async def test_after_the_window_the_words_are_kept_and_nobody_has_them(team: Team) -> None:
    await team.open_due(OPENS)
    await team.prompted()
    await team.close_due(CLOSES)
    sent = await team.submit("Mei", CLOSES + HOUR)
    assert sent.checkin is None
    assert sent.kept is not None
    assert await team.checkins("Mei") == []
    assert await team.notices(rules.DIGEST) == []
    assert (await team.period("Mei")).outcome == Outcome.MISSED
    async with team.transaction(reading=True) as tx:
        kept = await tx.get_one(drafts.KeptDraft, sent.kept)
        assert "Shipped the importer" in str(kept.words)


async def test_kept_words_are_sent_late_once(team: Team) -> None:
    await team.open_due(OPENS)
    kept = (await team.submit("Mei", CLOSES + HOUR)).kept
    assert kept is not None
    for _ in range(2):
        async with team.transaction() as tx:
            sent = await checkins_late.send_late(tx, await team.person(tx, "Mei"), kept, CLOSES + 2 * HOUR)
    [checkin] = await team.checkins("Mei")
    assert sent.checkin is not None
    assert (checkin.late, checkin.version) == (True, 1)
    assert await draft(team, checkin) == Draft(**FULL)
    assert (await team.period("Mei")).outcome == Outcome.LATE
    assert await readers_of(team, checkin) == [team.ids["Tom"]]
    assert len(await team.notices(rules.DIGEST, "Tom")) == 1


async def test_a_form_sent_again_while_its_words_go_late_does_not_wait_for_them_in_a_circle(team: Team) -> None:
    await team.open_due(OPENS)
    kept = (await team.submit("Mei", CLOSES + HOUR)).kept
    assert kept is not None

    async def send() -> None:
        async with team.transaction() as tx:
            await checkins_late.send_late(tx, await team.person(tx, "Mei"), kept, CLOSES + 2 * HOUR)

    async with team.transaction() as tx:
        me = await team.person(tx, "Mei")
        await periods.locked(tx, team.series_id, me.id, SLOT)
        sending = asyncio.create_task(send())
        await asyncio.sleep(0.3)  # until it has taken what it takes first
        again = Draft(progress="Said in other words")
        await checkins.submit(tx, me, again, CLOSES + 2 * HOUR, series_id=team.series_id, slot=SLOT)
    await sending
    [checkin] = await team.checkins("Mei")
    assert await draft(team, checkin) == again
    assert (await team.period("Mei")).outcome == Outcome.LATE


async def test_two_late_sends_at_once_are_one(team: Team) -> None:
    await team.open_due(OPENS)
    kept = (await team.submit("Mei", CLOSES + HOUR)).kept
    assert kept is not None

    async def send() -> None:
        async with team.transaction() as tx:
            await checkins_late.send_late(tx, await team.person(tx, "Mei"), kept, CLOSES + 2 * HOUR)

    await asyncio.gather(send(), send(), send())
    [checkin] = await team.checkins("Mei")
    assert checkin.version == 1


async def test_kept_words_are_sent_by_nobody_else(team: Team) -> None:
    await team.open_due(OPENS)
    kept = (await team.submit("Mei", CLOSES + HOUR)).kept
    assert kept is not None
    for name in ("Bob", "Tom", "Ann"):
        with pytest.raises(NotAllowed, match="not_found"):
            async with team.transaction() as tx:
                await checkins_late.send_late(tx, await team.person(tx, name), kept, CLOSES + 2 * HOUR)


async def test_a_change_after_the_window_is_kept_and_what_was_sent_stays(team: Team) -> None:
    await team.open_due(OPENS)
    before = await team.submit("Mei", OPENS + HOUR)
    late = await team.submit("Mei", CLOSES, progress="Changed my mind")
    assert late.kept is not None
    assert await draft(team, before.checkin) == Draft(**FULL)
    async with team.transaction() as tx:
        await checkins_late.send_late(tx, await team.person(tx, "Mei"), late.kept, CLOSES + HOUR)
    [checkin] = await team.checkins("Mei")
    assert await draft(team, checkin) == Draft(progress="Changed my mind")
    assert (checkin.late, checkin.version) == (False, 2)
    assert (await team.period("Mei")).outcome == Outcome.ANSWERED


async def test_an_answer_to_a_window_that_a_dead_clock_dropped_is_kept_too(team: Team) -> None:
    await team.open_due(CLOSES + HOUR)
    assert (await team.period("Mei")).outcome == Outcome.DROPPED
    assert (await team.submit("Mei", CLOSES + 2 * HOUR)).kept is not None


async def test_a_submit_after_the_window_that_no_clock_opened_is_kept(team: Team) -> None:
    """The form was open, the clock dead: the period is made by the submit, and its window is over."""
    assert (await team.submit("Mei", CLOSES + HOUR)).kept is not None
    assert await team.checkins("Mei") == []


@pytest.mark.parametrize("slot", ["2027-W01", NEXT, "2031-W40", "nonsense"])
async def test_only_the_open_or_the_coming_slot_can_be_answered(team: Team, slot: str) -> None:
    with pytest.raises(RuleBroken, match="no_checkin"):
        await team.submit("Mei", START, slot=slot)


async def test_who_has_left_cannot_submit(team: Team) -> None:
    await team.open_due(OPENS)
    await team.change("Mei", OPENS + HOUR, active=False)
    with pytest.raises(NotAllowed, match="not_taking_part"):
        await team.submit("Mei", OPENS + 2 * HOUR)


async def test_the_form_is_of_the_open_period_with_last_weeks_plan_and_the_reader_named(team: Team) -> None:
    await team.submit("Mei", START, plan="Ship it")
    await team.open_due(OPENS + 7 * DAY)
    async with team.transaction(reading=True) as tx:
        form = await checkins.access_form(tx, await team.person(tx, "Mei"), OPENS + 7 * DAY + HOUR)
    assert form.slot == NEXT
    assert not form.sent
    assert [one.words for one in form.planned] == ["Ship it"]
    assert [one.name for one in form.readers] == ["Tom"]
    built_in = ["progress", "plan", "blocker", "mood", "idea", "goals", "actions", "note"]
    assert [one.kind for one in form.questions] == built_in


async def test_the_form_begins_with_what_was_sent(team: Team) -> None:
    await team.open_due(OPENS)
    said: dict[str, Any] = {**FULL, "blocker": "The build", "help_from": team.ids["Bob"]}
    await team.submit("Mei", OPENS + HOUR, **said)
    async with team.transaction(reading=True) as tx:
        form = await checkins.access_form(tx, await team.person(tx, "Mei"), OPENS + 2 * HOUR)
    assert form.sent
    assert form.draft == Draft(**said)
    assert form.helper is not None
    assert form.helper.name == "Bob"


async def test_before_the_prompt_the_form_is_an_early_answer_to_the_coming_slot(team: Team) -> None:
    async with team.transaction(reading=True) as tx:
        form = await checkins.access_form(tx, await team.person(tx, "Mei"), START)
    assert (form.slot, form.period, form.sent) == (SLOT, None, False)


async def test_after_an_early_answer_the_form_is_an_edit_of_it(team: Team) -> None:
    await team.submit("Mei", START)
    async with team.transaction(reading=True) as tx:
        form = await checkins.access_form(tx, await team.person(tx, "Mei"), START + HOUR)
    assert form.sent
    assert form.draft == Draft(**FULL)


async def test_where_nothing_is_asked_there_is_no_form(team: Team) -> None:
    await team.join("Lin")
    with pytest.raises(RuleBroken, match="no_checkin"):
        async with team.transaction(reading=True) as tx:
            await checkins.access_form(tx, await team.person(tx, "Lin"), START)


async def test_a_new_manager_reads_what_is_sent_from_then_on_and_nothing_before(team: Team) -> None:
    first = await team.submit("Mei", START)
    await team.led_by("Mei", "Ann", date(2027, 1, 14))
    await team.submit("Mei", START + 2 * DAY, progress="Edited under the new one")
    assert first.checkin is not None
    assert await readers_of(team, first.checkin) == [team.ids["Tom"]]
    await team.open_due(OPENS + 7 * DAY)
    second = await team.submit("Mei", OPENS + 7 * DAY + HOUR, slot=NEXT)
    assert second.checkin is not None
    assert await readers_of(team, second.checkin) == [team.ids["Ann"]]


async def test_without_a_manager_or_with_one_who_left_nobody_else_reads_it(team: Team) -> None:
    una = await team.sent("Una", START)
    await team.change("Tom", START, active=False)
    mei = await team.sent("Mei", START + HOUR)
    assert await readers_of(team, una) == []
    assert await readers_of(team, mei) == []
    # The next one up is told how many there are, and nobody's words (tests/bot/usecases/test_team.py).
    assert [one.recipient_id for one in await team.notices(rules.DIGEST)] == [team.ids["Ann"]]


async def test_a_digest_is_one_a_day_for_all_reports_at_the_managers_own_hour(team: Team) -> None:
    """Tom's hour is 16:30 in Berlin; what comes after it waits for his Monday."""
    await team.submit("Mei", OPENS)
    await team.submit("Bob", OPENS + HOUR)
    await team.open_due(OPENS + 10 * HOUR)
    due = [one.due_at.isoformat() for one in await team.notices(rules.DIGEST, "Tom")]
    assert due == ["2027-01-15T15:30:00+00:00"]
    await team.submit("Tom", OPENS + 10 * HOUR)
    assert [one.due_at.isoformat() for one in await team.notices(rules.DIGEST, "Ann")] == ["2027-01-15T21:30:00+00:00"]


async def test_a_digest_after_the_managers_hour_comes_on_their_next_working_day(team: Team) -> None:
    await team.open_due(OPENS)
    await team.submit("Mei", OPENS + 9 * HOUR)
    assert [one.due_at.isoformat() for one in await team.notices(rules.DIGEST)] == ["2027-01-18T15:30:00+00:00"]


async def test_the_author_gets_one_receipt_however_often_they_change_it(team: Team) -> None:
    await team.submit("Mei", START)
    await team.submit("Mei", START + HOUR, progress="Other words")
    assert len(await team.notices(rules.RECEIPT, "Mei")) == 1


async def test_what_asked_becomes_the_receipt_prompt_and_reminder_alike(team: Team) -> None:
    await team.open_due(OPENS)
    await team.delivered(rules.PROMPT, "Mei", "1.1")
    await team.remind_due(REMINDS)
    await team.delivered(rules.REMINDER, "Mei", "1.2")
    await team.submit("Mei", REMINDS + HOUR)
    for kind in (rules.PROMPT, rules.REMINDER):
        assert [one.state for one in await team.notices(kind, "Mei")] == [State.PENDING]
    assert await team.notices(rules.RECEIPT) == []


async def test_a_prompt_that_was_never_posted_leaves_the_receipt_to_a_message_of_its_own(team: Team) -> None:
    await team.open_due(OPENS)
    await team.submit("Mei", OPENS + HOUR)
    assert [one.ts for one in await team.notices(rules.PROMPT, "Mei")] == [None]
    assert len(await team.notices(rules.RECEIPT, "Mei")) == 1


async def test_a_request_for_help_reaches_the_one_who_was_asked_at_once(team: Team) -> None:
    checkin = await team.sent("Mei", START, blocker="The build", help_from=team.ids["Bob"])
    stored = await blocker(team, checkin)
    assert (stored.help_state, stored.help_asked_at) == (HelpState.ASKED, START)
    [notice] = await team.notices(rules.HELP, "Bob")
    assert (notice.subject_id, notice.due_at) == (stored.id, START)
    async with team.transaction(reading=True) as tx:
        assert await readers.find(tx, rules.BLOCKER, stored.id, team.ids["Bob"]) is not None
        assert await readers.find(tx, rules.RECORD, checkin.id, team.ids["Bob"]) is None


async def test_an_edit_that_asks_somebody_else_tells_the_new_one(team: Team) -> None:
    checkin = await team.sent("Mei", START, blocker="The build", help_from=team.ids["Bob"])
    await team.submit("Mei", START + HOUR, blocker="The build", help_from=team.ids["Una"])
    assert (await blocker(team, checkin)).help_from == team.ids["Una"]
    assert len(await team.notices(rules.HELP, "Bob")) == 1
    assert len(await team.notices(rules.HELP, "Una")) == 1


async def test_a_blocker_that_was_emptied_in_an_edit_is_closed_and_one_named_again_opens(team: Team) -> None:
    checkin = await team.sent("Mei", START, blocker="The build")
    await team.submit("Mei", START + HOUR, progress="x")
    assert (await blocker(team, checkin)).closed_at == START + HOUR
    await team.submit("Mei", START + 2 * HOUR, blocker="The build again")
    again = await blocker(team, checkin)
    assert (again.closed_at, again.words) == (None, "The build again")


async def test_an_edit_does_not_ask_again_for_help_that_was_asked(team: Team) -> None:
    said: dict[str, Any] = {"blocker": "The build", "help_from": team.ids["Bob"]}
    checkin = await team.sent("Mei", START, **said)
    await team.submit("Mei", START + HOUR, **said, progress="and this")
    assert (await blocker(team, checkin)).help_asked_at == START
    assert len(await team.notices(rules.HELP)) == 1


async def test_a_form_that_was_overtaken_by_another_one_undoes_nothing_and_comes_back_with_both(team: Team) -> None:
    await team.open_due(OPENS)
    await team.submit("Mei", OPENS + HOUR)
    async with team.transaction() as tx:
        me = await team.person(tx, "Mei")
        on_the_phone = Draft(progress="Only a line")
        sent = await checkins.submit(
            tx, me, on_the_phone, OPENS + 2 * HOUR, series_id=team.series_id, slot=SLOT, version=0
        )
    assert sent.checkin is None
    assert sent.again is not None
    both = sent.again.draft
    assert (both.progress, both.plan, both.mood) == ("Only a line", FULL["plan"], FULL["mood"])
    assert (sent.again.overtaken, sent.again.renamed, sent.again.version) == (True, False, 1)
    [checkin] = await team.checkins("Mei")
    assert checkin.version == 1
    async with team.transaction() as tx:
        me = await team.person(tx, "Mei")
        saved = await checkins.submit(tx, me, both, OPENS + 3 * HOUR, series_id=team.series_id, slot=SLOT, version=1)
    assert saved.checkin is not None
    assert saved.checkin.version == 2


async def test_the_same_form_sent_twice_is_no_other_one(team: Team) -> None:
    await team.open_due(OPENS)
    await team.submit("Mei", OPENS + HOUR)
    async with team.transaction() as tx:
        me = await team.person(tx, "Mei")
        sent = await checkins.submit(
            tx, me, Draft(**FULL), OPENS + HOUR, series_id=team.series_id, slot=SLOT, version=0
        )
    assert sent.checkin is not None
