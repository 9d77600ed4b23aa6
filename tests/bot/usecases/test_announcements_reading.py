"""Announcements at those who get them: confirmed, reminded of within bounds, asked about, counted for HR and managers."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import announcements as rules
from bot.domain import talks as talk_rules
from bot.domain.announcements import CHANGED, REMINDER, TOLD
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger, OnDoubt
from bot.domain.roles import Source
from bot.usecases import announcements_progress as progress
from bot.usecases import announcements_reading as reading
from bot.usecases import announcements_reminding as reminding
from bot.usecases import announcements_telling as telling
from bot.usecases import talks
from storage.announcements_to import AnnouncementTo
from storage.database import Tx
from storage.reporting import Department, Membership
from storage.talks import Talk
from tests.announcements import DAY, HOUR, Hr, arrive, rows, shown, told, understand
from tests.clock import START
from tests.team import Team

pytestmark = pytest.mark.usefixtures("also_hr")


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
