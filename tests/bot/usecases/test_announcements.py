"""Announcements: sent once however many press, gone on with after a crash, held, changed, withdrawn, reminded of within bounds."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import announcements as rules
from bot.domain import talks as talk_rules
from bot.domain.announcements import CHANGED, EMPTY, REMINDER, TOLD, Place, Stage, Timing
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import NoLonger, NotYet, OnDoubt, State
from bot.domain.roles import Role, Source
from bot.usecases import announcements as usecases
from bot.usecases import announcements_audience as counting
from bot.usecases import announcements_changing as changing
from bot.usecases import announcements_progress as progress
from bot.usecases import announcements_reading as reading
from bot.usecases import announcements_reminding as reminding
from bot.usecases import announcements_sending as sending
from bot.usecases import announcements_telling as telling
from bot.usecases import talks
from bot.usecases.announcements import Sending
from bot.usecases.announcements_changing import Wanted
from bot.usecases.series_audience import Chosen
from storage import announcements_notices as messages
from storage import delivery
from storage.announcements import Announcement
from storage.announcements_to import AnnouncementTo
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.reporting import Department, Membership
from storage.roles import RoleGrant
from storage.talks import Talk
from tests.clock import START
from tests.team import Team

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERYBODY = {"Mei", "Bob", "Tom", "Ann", "Una"}


@pytest.fixture(autouse=True)
async def also_hr(team: Team) -> None:
    """Tom is in HR as well as Ann."""
    async with team.transaction() as tx:
        grant = RoleGrant(workspace_id=team.workspace_id, person_id=team.ids["Tom"], role=Role.HR, granted_at=START)
        tx.add(grant)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people in one transaction."""
    monkeypatch.setattr(counting, "BATCH", 2)
    monkeypatch.setattr(changing, "BATCH", 2)


class Hr:
    """Somebody in HR, one transaction a step."""

    def __init__(self, team: Team, name: str = "Ann", now: datetime = START) -> None:
        self.team, self.name, self.now, self.id = team, name, now, 0

    async def do(self, what: Any, *args: Any, **more: Any) -> Any:
        async with self.team.transaction() as tx:
            return await what(tx, await self.team.person(tx, self.name), *args, **more)

    async def write(self, language: str = "en", **plan: Any) -> "Hr":
        made = await self.do(usecases.create, language, "The canteen moves", "To building B.", self.now)
        self.id = made.announcement.id
        if plan:
            await self.plan(**plan)
        return self

    async def plan(self, **fields: Any) -> Any:
        given: dict[str, Any] = {
            "timing": Timing.NOW, "day": None, "at": None, "place": Place.DM, "channel": None, "asks": True,
            "joiners": False, "reminders": 2, "lasts_until": date(2027, 1, 27), "links": "", **fields,
        }  # fmt: skip
        one = await self.one()
        return await self.do(usecases.plan, one.id, one.revision, Sending(**given), self.now)

    async def send(self, now: datetime | None = None, **more: Any) -> sending.Pressed:
        one = await self.one()
        pressed: sending.Pressed = await self.do(sending.send, one.id, one.revision, now or self.now, **more)
        return pressed

    async def out(self, now: datetime | None = None, **more: Any) -> "Hr":
        await self.send(now, **more)
        await spread(self.team, self.id, now or self.now)
        return self

    async def one(self) -> Announcement:
        async with self.team.transaction(reading=True) as tx:
            return await tx.get_one(Announcement, self.id)

    async def change(self, words: str, changed: str, now: datetime) -> Any:
        one = await self.one()
        return await self.do(
            changing.change, one.id, one.revision, {"en": Wanted("The canteen moves", words, changed)}, now
        )

    async def progress(self, now: datetime | None = None) -> progress.Progress:
        found: progress.Progress = await self.do(progress.access_progress, self.id, now or self.now)
        return found


async def spread(team: Team, announcement_id: int, now: datetime = START) -> None:
    more = True
    while more:
        async with team.transaction() as tx:
            more = await sending.spread(tx, announcement_id, now)


async def revise(team: Team, announcement_id: int, now: datetime) -> None:
    more = True
    while more:
        async with team.transaction() as tx:
            more = await changing.revise(tx, announcement_id, now)


async def told(team: Team, kind: Any = TOLD) -> Counter[str]:
    names = {number: name for name, number in team.ids.items()}
    return Counter(names[one.recipient_id] for one in await team.notices(kind))


async def rows(team: Team) -> dict[str, AnnouncementTo]:
    names = {number: name for name, number in team.ids.items()}
    async with team.transaction(reading=True) as tx:
        return {names[one.person_id]: one for one in await tx.exec(select(AnnouncementTo))}


async def arrive(team: Team, *names: str) -> None:
    """What is owed of the announcement to these people was posted."""
    for name in names or EVERYBODY:
        await team.delivered(TOLD, name, f"1.{team.ids[name]}", f"D{team.ids[name]}")


async def understand(team: Team, name: str, announcement_id: int, now: datetime, version: int = 1) -> None:
    async with team.transaction() as tx:
        await reading.understand(tx, await team.person(tx, name), announcement_id, version, now)


async def shown(team: Team, access: Any, notice: Notice, now: datetime = START) -> Any:
    async with team.transaction(reading=True) as tx:
        return await access(tx, notice, await tx.get_one(Person, notice.recipient_id), now)


# Sent once


async def test_of_two_in_hr_who_press_at_once_one_sends_it_and_the_other_is_told(team: Team) -> None:
    ann = await Hr(team).write()
    tom = Hr(team, "Tom")
    tom.id = ann.id
    first, second = await asyncio.gather(ann.send(), tom.send())
    assert sorted([first.by is None, second.by is None]) == [False, True]
    assert {first.by, second.by} & {"Ann", "Tom"}
    assert (await ann.send()).by in {"Ann", "Tom"}
    await asyncio.gather(*(spread(team, ann.id) for _ in range(3)))
    assert await told(team) == dict.fromkeys(EVERYBODY, 1)


async def test_killed_between_two_batches_it_goes_on_and_nobody_is_told_twice(team: Team, small: None) -> None:
    ann = await Hr(team).write()
    await ann.send()
    async with team.transaction() as tx:
        assert await sending.spread(tx, ann.id, START)
    with pytest.raises(ZeroDivisionError):
        await spread_and_die(team, ann.id)
    assert sum((await told(team)).values()) == 2
    async with team.transaction() as tx:
        await sending.look_after(tx, START + HOUR)
    await asyncio.gather(spread(team, ann.id), spread(team, ann.id))
    await spread(team, ann.id)
    assert await told(team) == dict.fromkeys(EVERYBODY, 1)
    assert (await ann.one()).spread_at == START


async def spread_and_die(team: Team, announcement_id: int) -> None:
    async with team.transaction() as tx:
        await sending.spread(tx, announcement_id, START)
        raise ZeroDivisionError


async def test_each_gets_it_at_the_hour_of_their_own_clock_once_its_time_has_come(team: Team) -> None:
    ann = await Hr(team).write(timing=Timing.OWN, day=date(2027, 1, 14), at=time(10))
    pressed = await ann.send()
    assert pressed.announcement.stage is Stage.SCHEDULED
    async with team.transaction() as tx:
        await sending.start_due(tx, START)
    assert (await ann.one()).stage is Stage.SCHEDULED
    begin = datetime(2027, 1, 13, 20, tzinfo=UTC)
    for _ in range(2):
        async with team.transaction() as tx:
            await sending.start_due(tx, begin)
        await spread(team, ann.id, begin)
    due = {name: row.due_at for name, row in (await rows(team)).items()}
    assert (due["Mei"], due["Tom"], due["Ann"]) == tuple(datetime(2027, 1, 14, at, tzinfo=UTC) for at in (2, 9, 15))
    assert await told(team) == dict.fromkeys(EVERYBODY, 1)


async def test_what_waits_for_its_time_can_be_made_a_draft_again(team: Team) -> None:
    ann = await Hr(team).write(timing=Timing.OWN, day=date(2027, 1, 14), at=time(10))
    await ann.send()
    await ann.do(sending.unschedule, ann.id, START)
    assert (await ann.one()).stage is Stage.DRAFT
    assert (await ann.do(sending.unschedule, ann.id, START)).by == "Ann"


async def test_who_joins_the_audience_later_gets_it_only_where_that_was_ticked(team: Team) -> None:
    with_, without = await Hr(team).write(joiners=True), await Hr(team).write(joiners=False)
    await with_.out()
    await without.out()
    await team.join("Zoe", zone="Asia/Shanghai")
    for later in (START + 2 * HOUR, START + 2 * HOUR):
        async with team.transaction() as tx:
            await sending.look_for_joiners(tx, later)
        for one in (with_, without):
            await spread(team, one.id, later)
    assert await told(team) == dict.fromkeys(EVERYBODY, 2) | {"Zoe": 1}


# Bad input


async def test_an_audience_that_empties_makes_it_a_draft_again_and_its_author_is_told(team: Team) -> None:
    ann = await Hr(team).write(timing=Timing.OWN, day=date(2027, 1, 14), at=time(10))
    one = await ann.one()
    await ann.do(usecases.choose, one.id, one.revision, Chosen(False, people=["U0UNA"]), START)
    await ann.send()
    await team.change("Una", START, active=False)
    later = START + DAY
    async with team.transaction() as tx:
        await sending.start_due(tx, later)
    await spread(team, ann.id, later)
    assert (await ann.one()).stage is Stage.DRAFT
    assert await told(team, EMPTY) == {"Ann": 1}
    note = (await team.notices(EMPTY))[0]
    assert (await shown(team, telling.access_note, note)).text.title == "The canteen moves"
    with pytest.raises(RuleBroken, match="audience_nobody"):
        await ann.send(START + HOUR)


async def test_without_a_text_in_a_readers_language_hr_has_to_say_that_it_goes_all_the_same(team: Team) -> None:
    await team.change("Mei", START, locale="zh-CN")
    ann = await Hr(team).write()
    draft = await ann.do(usecases.access_draft, ann.id, START)
    assert (draft.missing, draft.meant.count) == ({"zh_Hans": 1}, 5)
    assert draft.meant.names == sorted(EVERYBODY)
    with pytest.raises(RuleBroken, match="announcement_language_missing"):
        await ann.send()
    await ann.out(all_the_same=True)
    notice = (await team.notices(TOLD, "Mei"))[0]
    assert (await shown(team, telling.access_told, notice)).text.language == "en"


async def test_without_any_text_it_is_not_sent(team: Team) -> None:
    ann = await Hr(team).write()
    one = await ann.one()
    await ann.do(usecases.write, one.id, one.revision, "en", " ", "", START)
    with pytest.raises(RuleBroken, match="announcement_without_text"):
        await ann.send()
    with pytest.raises(RuleBroken, match="announcement_without_text"):
        await ann.do(changing.send_test, ann.id, START)


async def test_what_two_write_at_once_is_told_and_nothing_is_lost(team: Team) -> None:
    ann = await Hr(team).write()
    one = await ann.one()
    tom = Hr(team, "Tom")
    await tom.do(usecases.write, one.id, one.revision, "en", "Lunch", "In B.", START)
    late = await ann.do(usecases.write, one.id, one.revision, "en", "Mine", "Other", START)
    assert (late.by, late.texts["en"].title) == ("Tom", "Lunch")
    late = await ann.do(usecases.choose, one.id, one.revision, Chosen(False, people=["U0UNA"]), START)
    assert (late.by, late.meant.count) == ("Tom", 5)
    with pytest.raises(RuleBroken):
        await ann.do(usecases.discard, one.id, one.revision, START)


@pytest.mark.parametrize("name", ["Mei", "Una"])
async def test_nobody_but_hr_writes_sends_or_looks(team: Team, name: str) -> None:
    ann = await Hr(team).write()
    other = Hr(team, name)
    for what, args in (
        (usecases.access_list, ()),
        (usecases.access_draft, (ann.id, START)),
        (usecases.create, ("en", "a", "b", START)),
        (sending.send, (ann.id, 1, START)),
        (sending.pause, (ann.id, START)),
        (changing.withdraw, (ann.id, START)),
        (progress.access_progress, (ann.id, START)),
        (progress.access_readers, (ann.id, START)),
        (progress.access_listing, (ann.id, START)),
    ):
        with pytest.raises(NotAllowed):
            await other.do(what, *args)
    with pytest.raises(NotAllowed):
        await other.do(reading.read, ann.id, START)


# Pause, progress


async def test_paused_it_is_held_not_dropped_and_let_go_it_is_due_as_before(team: Team) -> None:
    ann = await (await Hr(team).write()).out()
    await arrive(team, "Mei")
    tom = Hr(team, "Tom")
    tom.id = ann.id
    await asyncio.gather(ann.do(sending.pause, ann.id, START), tom.do(sending.pause, ann.id, START))
    assert (await ann.one()).stage is Stage.PAUSED
    assert (await ann.progress()).done_at is None
    held = {one.due_at for one in await team.notices(TOLD) if one.ts is None}
    assert held == {rules.ends_at(date(2027, 1, 27), "America/New_York")}
    # One that was on its way as it was paused, and came back, is held as it is looked at.
    with pytest.raises(NotYet):
        await shown(team, telling.access_told, (await team.notices(TOLD, "Bob"))[0])
    await ann.do(sending.resume, ann.id, START + HOUR)
    assert {one.due_at for one in await team.notices(TOLD)} == {START}
    assert {one.state for one in await team.notices(TOLD, "Bob")} == {State.PENDING}
    assert await told(team) == dict.fromkeys(EVERYBODY, 1)


async def test_progress_says_what_was_sent_what_waits_and_until_when_and_what_failed_by_reason(team: Team) -> None:
    ann = await (await Hr(team).write()).out()
    await arrive(team, "Mei", "Tom")
    async with team.transaction() as tx:
        found = await tx.exec(select(Notice).where(Notice.kind == TOLD.name, Notice.recipient_id == team.ids["Una"]))
        notice = found.one()
        notice.state, notice.why = State.FAILED, "user_not_found"
        tx.add(notice)
    seen = await ann.progress()
    assert (seen.total, seen.sent, seen.waiting, seen.failed) == (5, 2, 2, {"user_not_found": 1})
    assert seen.done_at == START + timedelta(seconds=2 / (5 * 0.7))
    async with team.transaction() as tx:
        await sending.look_after(tx, START)
    assert (await ann.one()).stage is Stage.SENDING
    await arrive(team, "Bob", "Ann")
    async with team.transaction() as tx:
        await sending.look_after(tx, START)
    assert (await ann.one()).stage is Stage.SENT
    assert (await ann.progress()).done_at is None


# Change, withdraw


async def test_changed_whoever_read_the_old_text_is_told_once_and_everybody_else_sees_the_new_one(
    team: Team, small: None
) -> None:
    ann = await (await Hr(team).write()).out()
    await arrive(team, "Mei", "Bob", "Tom")
    await understand(team, "Mei", ann.id, START)
    await Hr(team, "Bob").do(reading.read, ann.id, START)
    later = START + HOUR
    with pytest.raises(RuleBroken, match="announcement_changed_needed"):
        await ann.change("To building C.", "", later)
    with pytest.raises(RuleBroken, match="announcement_unchanged"):
        await ann.change("To building B.", "x", later)
    await ann.change("To building C.", "C, not B", later)
    async with team.transaction() as tx:
        assert await changing.revise(tx, ann.id, later)
    await asyncio.gather(revise(team, ann.id, later), revise(team, ann.id, later))
    assert await told(team, CHANGED) == {"Mei": 1, "Bob": 1}
    edited = {one.recipient_id for one in await team.notices(TOLD) if one.ts and one.state is State.PENDING}
    assert edited == {team.ids[name] for name in ("Mei", "Bob", "Tom")}
    assert await told(team) == dict.fromkeys(EVERYBODY, 1)
    fresh = await shown(team, telling.access_told, (await team.notices(TOLD, "Una"))[0])
    assert (fresh.text.words, fresh.changed) == ("To building C.", None)
    news = await shown(team, telling.access_changed, (await team.notices(CHANGED, "Mei"))[0], later)
    assert (news.text.words, news.changed) == ("To building C.", "C, not B")
    # Somebody confirms the old text in a message that is not edited yet: they hear of it as well.
    await understand(team, "Tom", ann.id, later, version=1)
    assert await told(team, CHANGED) == {"Mei": 1, "Bob": 1, "Tom": 1}
    await understand(team, "Una", ann.id, later, version=2)
    assert (await told(team, CHANGED))["Una"] == 0
    late = await ann.do(changing.change, ann.id, 2, {"en": Wanted("x", "y", "z")}, later)
    assert late.by == "Ann"


async def test_so_many_messages_are_edited_in_a_minute_that_an_edit_after_a_click_has_room(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages, "EDITS_A_MINUTE", 2)
    ann = await (await Hr(team).write()).out()
    await arrive(team)
    await ann.change("To building C.", "C, not B", START + HOUR)
    await revise(team, ann.id, START + HOUR)
    due = Counter(one.due_at - START - HOUR for one in await team.notices(TOLD))
    assert due == {timedelta(0): 2, timedelta(minutes=1): 2, timedelta(minutes=2): 1}


async def test_what_is_on_its_way_while_it_is_changed_is_edited_once_it_has_arrived(team: Team) -> None:
    ann = await (await Hr(team).write()).out()
    begun, later = START + HOUR, START + HOUR + timedelta(seconds=1)
    async with team.transaction() as tx:
        notice = await tx.get_one(Notice, (await team.notices(TOLD, "Mei"))[0].id)
        notice.state, notice.sending_at = State.SENDING, begun
        tx.add(notice)
    await ann.change("To building C.", "C, not B", later)
    await revise(team, ann.id, later)
    async with team.transaction() as tx:
        here = {"channel": "D1", "ts": "1.0", "sent_at": later}
        assert await delivery.arrived(tx, notice.id, begun, **here) is State.PENDING  # type: ignore[arg-type]


async def test_where_nobody_is_asked_to_confirm_all_who_have_the_words_are_told_what_changed(team: Team) -> None:
    ann = await (await Hr(team).write(asks=False)).out()
    await arrive(team, "Mei", "Bob")
    await ann.change("To building C.", "C, not B", START + HOUR)
    await revise(team, ann.id, START + HOUR)
    assert await told(team, CHANGED) == {"Mei": 1, "Bob": 1}


async def test_withdrawn_what_is_not_sent_is_dropped_and_whoever_read_it_is_told(team: Team) -> None:
    ann = await (await Hr(team).write()).out()
    await arrive(team, "Mei", "Bob")
    await understand(team, "Mei", ann.id, START)
    later = START + HOUR
    await ann.do(changing.withdraw, ann.id, later)
    assert (await ann.do(changing.withdraw, ann.id, later)).by is None
    await revise(team, ann.id, later)
    states = {one.recipient_id: (one.state, one.why) for one in await team.notices(TOLD)}
    assert states[team.ids["Una"]] == (State.DROPPED, "withdrawn")
    assert states[team.ids["Mei"]] == (State.PENDING, None)
    assert (await shown(team, telling.access_told, (await team.notices(TOLD, "Bob"))[0])).withdrawn
    assert await told(team, CHANGED) == {"Mei": 1}
    assert (await shown(team, telling.access_changed, (await team.notices(CHANGED, "Mei"))[0])).withdrawn
    with pytest.raises(NoLonger):
        await shown(team, telling.access_told, (await team.notices(TOLD, "Una"))[0])
    with pytest.raises(RuleBroken, match="announcement_withdrawn"):
        await understand(team, "Bob", ann.id, later)
    assert await ann.do(reading.access_pinned, later) == []


# Reminders


async def remind(team: Team, now: datetime) -> None:
    async with team.transaction() as tx:
        await reminding.remind_due(tx, now)


async def test_only_who_has_not_confirmed_is_reminded_at_most_twice_on_days_they_work(team: Team) -> None:
    ann = await (await Hr(team).write()).out()
    await arrive(team, "Mei", "Bob", "Tom", "Una")
    await understand(team, "Mei", ann.id, START)
    await team.away("Bob", date(2027, 1, 15), date(2027, 1, 20))
    await remind(team, START + DAY)
    assert await told(team, REMINDER) == {}
    friday = START + 2 * DAY
    for _ in range(2):
        await remind(team, friday)
    assert await told(team, REMINDER) == {"Tom": 1, "Una": 1}
    assert (await rows(team))["Bob"].remind_at == datetime(2027, 1, 21, 1, tzinfo=UTC)
    assert all(one.unasked for one in await team.notices(REMINDER))
    await understand(team, "Tom", ann.id, friday)
    with pytest.raises(NoLonger):
        await shown(team, telling.access_reminder, (await team.notices(REMINDER, "Tom"))[0], friday)
    for days in range(3, 14):
        await remind(team, START + days * DAY)
    assert await told(team, REMINDER) == {"Tom": 1, "Una": 2, "Bob": 2}
    assert {one.remind_at for one in (await rows(team)).values() if one.person_id != team.ids["Ann"]} == {None}


async def test_without_a_question_for_a_confirmation_nobody_is_reminded(team: Team) -> None:
    await (await Hr(team).write(asks=False)).out()
    await arrive(team)
    await remind(team, START + 5 * DAY)
    assert await told(team, REMINDER) == {}


# Who has and who has not


async def test_who_has_and_has_not_is_shown_to_hr_by_department_and_name(team: Team) -> None:
    ann = await (await Hr(team).write()).out()
    async with team.transaction() as tx:
        await _into(tx, team, "Plant", "Mei", "Bob")
    await understand(team, "Mei", ann.id, START)
    await understand(team, "Mei", ann.id, START + HOUR)
    groups = (await ann.do(progress.access_readers, ann.id, START)).groups
    assert [(one.name, one.meant, one.done) for one in groups] == [("", 3, 0), ("Plant", 2, 1)]
    names = await ann.do(progress.access_names, ann.id, START, department=groups[1].id)
    assert {person.name: row.understood_at for row, person in names.rows} == {"Mei": START, "Bob": None}
    listing = await ann.do(progress.access_listing, ann.id, START)
    assert [(department, person.name) for _, person, department in listing.rows][-2:] == [
        ("Plant", "Bob"),
        ("Plant", "Mei"),
    ]


async def _into(tx: Tx, team: Team, name: str, *people: str) -> None:
    made = Department(workspace_id=team.workspace_id, name=name)
    tx.add(made)
    await tx.flush()
    for one in people:
        given: dict[str, Any] = {"since": date(2020, 1, 1), "source": Source.IMPORT}
        tx.add(Membership(workspace_id=team.workspace_id, person_id=team.ids[one], department_id=made.id, **given))


async def test_a_manager_sees_counts_of_four_people_or_more_and_those_above_as_well(team: Team) -> None:
    ann = await (await Hr(team).write()).out()
    await understand(team, "Mei", ann.id, START)
    tom = Hr(team, "Tom")
    assert (await tom.do(reading.access_read, ann.id, START)).team is None
    for name in ("Ida", "Jan"):
        await team.join(name)
        await team.led_by(name, "Tom", date(2020, 1, 1))
    async with team.transaction() as tx:
        for name in ("Ida", "Jan"):
            at, of = team.workspace_id, team.ids[name]
            tx.add(AnnouncementTo(workspace_id=at, announcement_id=ann.id, person_id=of, due_at=START))
    assert (await tom.do(reading.access_read, ann.id, START)).team == reading.Team(4, 1)
    assert (await ann.do(reading.access_read, ann.id, START)).team == reading.Team(5, 1)
    assert (await Hr(team, "Mei").do(reading.access_read, ann.id, START)).team is None


async def test_a_question_reaches_who_wrote_it_or_somebody_else_in_hr(team: Team) -> None:
    ann = await (await Hr(team).write()).out()
    await arrive(team, "Mei", "Una")
    mei, una = Hr(team, "Mei"), Hr(team, "Una")
    for _ in range(2):
        await mei.do(talks.reply, ann.id, "Is there tea?", START, source="view:1", about=rules.RECORD)
    said = await team.notices(talk_rules.MESSAGE)
    assert [one.recipient_id for one in said] == [team.ids["Ann"]]
    seen = await shown(team, talks.access_message, said[0])
    assert (seen.words, seen.about, seen.record_id, seen.name) == (
        "Is there tea?",
        rules.RECORD,
        ann.id,
        "The canteen moves",
    )
    async with team.transaction() as tx:
        me = await team.person(tx, "Ann")
        talk = (await tx.exec(select(Talk))).one()
        await talks.say(tx, me, talk, "There is.", START, source="dm:1")
    assert (await team.notices(talk_rules.MESSAGE, "Mei"))[0].thread_ts == f"1.{team.ids['Mei']}"
    await team.change("Ann", START, active=False)
    await una.do(talks.reply, ann.id, "And coffee?", START, source="view:2", about=rules.RECORD)
    assert [one.recipient_id for one in await team.notices(talk_rules.MESSAGE)][-1] == team.ids["Tom"]
    with pytest.raises(NotAllowed):
        await ann.do(talks.reply, ann.id, "Me?", START, source="view:3", about=rules.RECORD)


async def test_it_is_pinned_on_home_for_those_who_have_it_while_it_lasts(team: Team) -> None:
    ann = await (await Hr(team).write()).out()
    await arrive(team, "Mei")
    mei, bob = Hr(team, "Mei"), Hr(team, "Bob")
    assert [one.title for one in await mei.do(reading.access_pinned, START)] == ["The canteen moves"]
    assert await bob.do(reading.access_pinned, START) == []
    assert await mei.do(reading.access_pinned, datetime(2027, 1, 27, 17, tzinfo=UTC)) == []
    assert ann.id


def test_where_nobody_may_look_it_is_repeated_and_a_reminder_is_not() -> None:
    assert [one.on_doubt for one in (TOLD, CHANGED, REMINDER)] == [OnDoubt.REPEAT, OnDoubt.REPEAT, OnDoubt.LEAVE]
    assert (TOLD.unasked, REMINDER.unasked) == (True, True)
