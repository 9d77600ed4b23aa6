"""The table of who may read what, walked: everything that each person around one can get to see, against what the table says."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.actions import Whose
from bot.domain.privacy import TABLE, Record, Sees, Who
from bot.usecases import actions, talks
from storage.leave import Leave
from tests.clock import START
from tests.one_of_each import (
    BACK,
    SECRETS,
    agreed,
    confirmed,
    named,
    observed,
    passed,
    rated,
    said_after,
    talked,
    thanked,
    told,
    wrote_to_tom,
)
from tests.team import Team
from tests.walking import seen

NOW = START + timedelta(hours=2)
NAMES = {
    Who.AUTHOR: "Mei",
    Who.SUBJECT: "Sue",
    Who.MANAGER: "Tom",
    Who.LATER: "Nia",
    Who.ABOVE: "Gus",
    Who.HR: "Ann",
    Who.ASKED: "Bob",
    Who.COLLEAGUE: "Una",
}
WALKED = {"home.access_home", "checkins_read.read", "checkins_read.access_own", "help.access_help", "leave.access_away"}


@pytest.fixture
async def lived(team: Team) -> Team:
    """Mei has one record of each kind. Tom, whom Gus leads, led her then, and Sue, whom she thanked; Nia leads both now.

    Ann is HR, Bob was asked for help.
    """
    for name in ("Gus", "Nia", "Sue"):
        await team.join(name, zone="Asia/Shanghai")
    for name in ("Tom", "Nia"):
        await team.led_by(name, "Gus", date(2021, 1, 1))
    said: dict[str, Any] = {name.value: words for name, words in SECRETS.items() if name.value in {"blocker", "note"}}
    said |= {"progress": SECRETS[Record.ANSWERS], "mood": 1, "mood_words": SECRETS[Record.MOOD]}
    checkin = await team.sent("Mei", START, help_from=team.ids["Bob"], **said)
    await team.led_by("Sue", "Tom", date(2020, 1, 1))
    await thanked(team)
    await told(team)
    await observed(team)
    await rated(team)
    await talked(team)
    await said_after(team)
    for name in ("Mei", "Sue"):
        await team.led_by(name, "Nia", date(2027, 1, 13))
    async with team.transaction() as tx:
        tom, mei = await team.person(tx, "Tom"), await team.person(tx, "Mei")
        await talks.reply(tx, tom, checkin.id, SECRETS[Record.TALK], START, source="view:1")
        words = SECRETS[Record.ACTION]
        await actions.make(tx, tom, checkin.id, words, None, START, whose=Whose.AUTHOR, source="view:2")
        days: dict[str, Any] = {"first": START.date(), "last": BACK, "words": SECRETS[Record.LEAVE], "noted_at": START}
        tx.add(Leave(workspace_id=team.workspace_id, person_id=mei.id, **days))
    await wrote_to_tom(team)
    await agreed(team)
    await named(team)
    await confirmed(team)
    await passed(team)
    return team


@pytest.mark.parametrize("who", Who)
async def test_each_sees_what_the_table_says_and_nothing_more(lived: Team, who: Who) -> None:
    found = await seen(lived, NAMES[who], NOW)
    assert found.keys() >= WALKED
    shown = {record: [name for name, text in found.items() if words in text] for record, words in SECRETS.items()}
    allowed = {record for record in Record if TABLE[record][who] in (Sees.WORDS, Sees.NAMES, Sees.BATCHES)}
    assert {record: names for record, names in shown.items() if names and record not in allowed} == {}
    assert {record for record, names in shown.items() if names} == allowed
    taken = {record for record, names in shown.items() if "own_summaries_export.access_all" in names}
    mine = {Record.ADDITION, Record.CAUSE, Record.OVERRIDE}
    assert taken == (mine if who is Who.AUTHOR else set()), "what is taken along is one's own"
    away = [name for name, text in found.items() if repr(BACK) in text]
    assert bool(away) is (TABLE[Record.LEAVE][who] in (Sees.WORDS, Sees.DATES)), (
        "days of leave are for who plans with them"
    )


def test_the_table_knows_everybody_and_everything() -> None:
    assert set(TABLE) == set(Record)
    assert {frozenset(row) for row in TABLE.values()} == {frozenset(Who)}


def test_everybody_reads_their_own_and_nobody_else_a_private_note() -> None:
    own = {record: row[Who.AUTHOR] for record, row in TABLE.items()}
    assert {record for record, sees in own.items() if sees is not Sees.WORDS} == {Record.UPWARD, Record.SUMMARY}
    assert {sees for who, sees in TABLE[Record.NOTE].items() if who is not Who.AUTHOR} == {Sees.NOTHING}
    assert {TABLE[record][Who.COLLEAGUE] for record in Record} == {Sees.NOTHING}
    assert {record for record, row in TABLE.items() if row[Who.HR] is Sees.WORDS} == {
        Record.GOAL,
        Record.OVERRIDE,
        Record.RECOGNITION,
        Record.REPORTED,
    }
