"""Who may read what of a check-in: the rows of the table in the design that exist now, walked role by role."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain import checkins
from bot.domain.checkins import ItemKind, PlanOutcome
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.locales.reader import Reader
from bot.usecases import checkins_notices, checkins_read, home
from bot.usecases import help as helping
from bot.usecases import team as team_usecases
from bot.views import digests
from bot.views import home as home_views
from storage import readers, reporting
from storage.checkins import Blocker, CheckIn, CheckInItem
from storage.database import Database
from storage.words import Cipher, use_cipher
from tests import company
from tests.clock import START
from tests.team import NEXT, OPENS, Team

ANSWERS, BLOCKER, MOOD, PLAN = "Alpacas fed", "Broken fence", "Crushed", "Dye the wool"
SECRETS = (ANSWERS, BLOCKER, MOOD, PLAN)
NOW = START + timedelta(hours=1)
KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
EVERYONE = ("Mei", "Tom", "Gus", "Ann", "Bob", "Una", "Nia", "Eve")


@pytest.fixture
async def sent(team: Team) -> CheckIn:
    """Mei's check-in. Tom leads her, Gus leads Tom, Ann is HR, Bob was asked for help, Una is a colleague.

    Since then Nia leads her. Eve is somebody in another workspace.
    """
    for name in ("Gus", "Nia"):
        await team.join(name)
    async with team.transaction() as tx:
        elsewhere = await company.workspace(tx, team_id="T0ELSE")
        team.ids["Eve"] = (await company.person(tx, elsewhere, "Eve")).id
    await team.led_by("Tom", "Gus", date(2021, 1, 1))
    said = {"progress": ANSWERS, "plan": PLAN, "mood": 1, "mood_words": MOOD, "blocker": BLOCKER}
    checkin = await team.sent("Mei", START, **said, help_from=team.ids["Bob"])
    await team.led_by("Mei", "Nia", date(2027, 1, 13))
    return checkin


MAY_READ = {
    "Mei": True,
    "Tom": True,
    "Gus": False,
    "Ann": False,
    "Bob": False,
    "Una": False,
    "Nia": False,
    "Eve": False,
}


@pytest.mark.parametrize("name", EVERYONE)
async def test_answers_and_mood_are_read_by_the_author_and_the_manager_who_was_named(
    team: Team, sent: CheckIn, name: str
) -> None:
    if MAY_READ[name]:
        async with team.transaction() as tx:
            opened = await checkins_read.read(tx, await team.person(tx, name), sent.id, NOW)
        assert (opened.answers.progress, opened.answers.mood_words) == (ANSWERS, MOOD)
        return
    with pytest.raises(NotAllowed, match="not_found"):
        async with team.transaction() as tx:
            await checkins_read.read(tx, await team.person(tx, name), sent.id, NOW)


@pytest.mark.parametrize("name", EVERYONE)
async def test_the_blocker_alone_is_shown_to_the_one_who_was_asked_for_help(
    team: Team, sent: CheckIn, name: str
) -> None:
    [notice] = await team.notices(checkins.HELP)
    async with team.transaction(reading=True) as tx:
        viewer = await team.person(tx, name)
        if name == "Bob":
            assert (await helping.access_help(tx, notice, viewer, NOW)).blocker.words == BLOCKER
            return
        with pytest.raises(NoLonger):
            await helping.access_help(tx, notice, viewer, NOW)


@pytest.mark.parametrize("name", EVERYONE)
async def test_the_authors_own_view_is_the_authors(team: Team, sent: CheckIn, name: str) -> None:
    async with team.transaction(reading=True) as tx:
        viewer = await team.person(tx, name)
        if name == "Mei":
            assert (await checkins_read.access_own(tx, viewer, sent.id)).mine
            return
        with pytest.raises(NotAllowed, match="not_found"):
            await checkins_read.access_own(tx, viewer, sent.id)


@pytest.mark.parametrize("name", EVERYONE)
async def test_home_shows_nobody_the_words_of_a_check_in(team: Team, sent: CheckIn, name: str) -> None:
    """But the blocker, to the one in whose way it is and the one who was asked for help."""
    async with team.transaction(reading=True) as tx:
        shown = await home.access_home(tx, await team.person(tx, name), NOW)
    view = json.dumps(home_views.home(Reader(), shown))
    assert [words for words in SECRETS if words in view] == ([BLOCKER] if name in ("Mei", "Bob") else [])


async def test_the_team_on_home_offers_only_what_this_manager_was_named_for(team: Team, sent: CheckIn) -> None:
    async with team.transaction(reading=True) as tx:
        nia = await home.access_home(tx, await team.person(tx, "Nia"), NOW)
        tom = await home.access_home(tx, await team.person(tx, "Tom"), NOW)
    assert [(row.person.name, row.checkin) for row in nia.team.rows] == [("Mei", None)]
    assert [row.person.name for row in tom.team.rows] == ["Bob"]


@pytest.mark.parametrize("name", [one for one in EVERYONE if one != "Tom"])
async def test_a_digest_that_reaches_the_wrong_hands_is_empty(team: Team, sent: CheckIn, name: str) -> None:
    [notice] = await team.notices(checkins.DIGEST)
    async with team.transaction(reading=True) as tx:
        with pytest.raises(NoLonger, match="read"):
            await checkins_notices.access_digest(tx, notice, await team.person(tx, name), NOW)


async def test_a_digest_has_names_and_no_words(team: Team, sent: CheckIn) -> None:
    [notice] = await team.notices(checkins.DIGEST)
    async with team.transaction(reading=True) as tx:
        shown = await checkins_notices.access_digest(tx, notice, await team.person(tx, "Tom"), NOW)
    message = digests.digest(Reader(), shown)
    everything = json.dumps(message.blocks) + message.text
    assert "Mei" in everything
    assert not any(words in everything for words in SECRETS)


@pytest.mark.parametrize("name", [one for one in EVERYONE if one != "Mei"])
async def test_a_prompt_is_for_the_one_who_is_asked(team: Team, sent: CheckIn, name: str) -> None:
    while await team.open_due(OPENS + timedelta(days=7)):
        pass
    [notice] = await team.notices(checkins.PROMPT, "Mei")
    async with team.transaction(reading=True) as tx:
        with pytest.raises(NotAllowed, match="not_found"):
            await checkins_notices.access_prompt(tx, notice, await team.person(tx, name), NOW)


async def test_a_reader_is_noted_once_and_the_author_sees_when(team: Team, sent: CheckIn) -> None:
    for hours in (1, 2):
        async with team.transaction() as tx:
            await checkins_read.read(tx, await team.person(tx, "Tom"), sent.id, START + timedelta(hours=hours))
    async with team.transaction(reading=True) as tx:
        opened = await checkins_read.access_own(tx, await team.person(tx, "Mei"), sent.id)
    assert [(one.person.name, one.read_at) for one in opened.readers] == [("Tom", START + timedelta(hours=1))]


async def test_reading_ones_own_is_noted_for_nobody(team: Team, sent: CheckIn) -> None:
    async with team.transaction() as tx:
        opened = await checkins_read.read(tx, await team.person(tx, "Mei"), sent.id, NOW)
    assert [one.read_at for one in opened.readers] == [None]


async def test_what_is_not_there_is_refused_in_the_same_words(team: Team) -> None:
    with pytest.raises(NotAllowed, match="not_found"):
        async with team.transaction() as tx:
            await checkins_read.read(tx, await team.person(tx, "Tom"), 999, NOW)


async def test_a_later_check_in_is_read_by_the_later_manager_alone(team: Team, sent: CheckIn) -> None:
    await team.open_due(OPENS)
    await team.open_due(OPENS + timedelta(days=7))
    later = await team.sent("Mei", OPENS + timedelta(days=7), slot=NEXT, progress="Later")
    async with team.transaction() as tx:
        assert (await checkins_read.read(tx, await team.person(tx, "Nia"), later.id, NOW)).answers.progress == "Later"
        with pytest.raises(NotAllowed, match="not_found"):
            await checkins_read.read(tx, await team.person(tx, "Tom"), later.id, NOW)
        # What became of a plan is said there, and so it is not Tom's; nor is what was solved while Nia led her.
        [line] = await tx.exec(select(CheckInItem).where(CheckInItem.kind == ItemKind.PLAN))
        line.became, line.became_in = PlanOutcome.DONE, later.id
        [blocker] = await tx.exec(select(Blocker))
        blocker.closed_at = OPENS
        shown = {}
        for name in ("Mei", "Tom"):
            await tx.flush()
            found = await checkins_read.read(tx, await team.person(tx, name), sent.id, NOW + timedelta(days=9))
            shown[name] = ([one.became for one in found.plan], found.blocker is not None and found.blocker.closed_at)
        assert shown == {"Mei": ([PlanOutcome.DONE], OPENS), "Tom": ([None], None)}
        blocker.closed_at = START - timedelta(days=1)
        await tx.flush()
        found = await checkins_read.read(tx, await team.person(tx, "Tom"), sent.id, NOW + timedelta(days=9))
        assert found.blocker is not None
        assert found.blocker.closed_at is not None, "he led her then"


async def test_an_erased_blocker_stays_erased_for_the_helper(team: Team, sent: CheckIn) -> None:
    async with team.transaction() as tx:
        [notice] = await team.notices(checkins.HELP)
        blocker = await tx.get_one(Blocker, notice.subject_id)
        blocker.words = None
        tx.add(blocker)
    async with team.transaction(reading=True) as tx:
        assert (await helping.access_help(tx, notice, await team.person(tx, "Bob"), NOW)).blocker.words is None


async def test_with_a_key_no_plain_word_is_on_the_disk(sqlite: Database) -> None:
    from tests import team as teams  # noqa: PLC0415 - named like the fixture

    use_cipher(sqlite.engine.sync_engine, Cipher(KEY))
    team = await teams.found(sqlite)
    said = {"progress": ANSWERS, "plan": PLAN, "mood": 1, "mood_words": MOOD, "blocker": BLOCKER}
    checkin = await team.sent("Mei", START, **said)
    await team.open_due(OPENS)
    await team.submit("Bob", OPENS + timedelta(days=4), progress="Eaten by goats")
    async with team.transaction(reading=True) as tx:
        opened = await checkins_read.access_own(tx, await team.person(tx, "Mei"), checkin.id)
    assert opened.answers.progress == ANSWERS
    raw = b"".join(_read(f"{sqlite.url.database}{end}") for end in ("", "-wal"))
    assert len(raw) > 10_000
    assert b"Weekly check-in" in raw
    assert not [words for words in (*SECRETS, "Eaten by goats") if words.encode() in raw]


def _read(path: str) -> bytes:
    return Path(path).read_bytes()


async def test_a_manager_whose_employment_is_over_reads_nothing_new_and_the_next_one_up_gets_counts(team: Team) -> None:
    await team.open_due(OPENS)
    await team.change("Tom", OPENS, employed_until=date(2027, 1, 14))
    sent = await team.sent("Mei", OPENS + timedelta(hours=1))
    async with team.transaction(reading=True) as tx:
        assert await readers.of(tx, checkins.RECORD, sent.id) == []
        unled = await reporting.without_manager(tx, team.workspace_id, date(2027, 1, 15))
        assert {"Mei", "Bob"} <= {one.name for one in unled}
        orphans = await team_usecases.access_orphans(tx, await team.person(tx, "Ann"), OPENS + timedelta(hours=1))
        assert [one.name for one, _ in orphans] == ["Tom"]
    assert len(await team.notices(checkins.DIGEST, "Ann")) == 1
