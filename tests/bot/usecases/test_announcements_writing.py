"""What is written before an announcement goes out: in which languages, by two at once, by nobody but HR."""

import pytest

from bot.domain.announcements import TOLD
from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases import announcements as usecases
from bot.usecases import announcements_changing as changing
from bot.usecases import announcements_progress as progress
from bot.usecases import announcements_reading as reading
from bot.usecases import announcements_sending as sending
from bot.usecases import announcements_telling as telling
from bot.usecases.series_audience import Chosen
from tests.announcements import EVERYBODY, Hr, shown
from tests.clock import START
from tests.team import Team

pytestmark = pytest.mark.usefixtures("also_hr")


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
