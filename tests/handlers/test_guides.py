"""The guide to a 1:1 is one screen by its purpose, in three languages; and a result talk records who agrees."""

import pytest

from bot.domain.guides import STEPS
from bot.domain.one_on_ones import Purpose
from bot.locales.reader import Reader
from bot.views import guides
from storage.one_on_one_notes import ResultStand
from storage.one_on_ones import OneOnOne
from tests.bot.views.cases_agenda import guided
from tests.bot.views.data import Data
from tests.handlers.test_one_on_ones_notes import agenda, earlier, led_by_bob, press, talked
from tests.office import Office, shown

__all__ = ["talked"]
SCREEN = 14
"""Blocks of a modal without inputs that a screen shows."""
ONE_SCREEN = 1_700
"""Characters beside them: about what a laptop shows without scrolling far."""


@pytest.mark.parametrize("locale", ["en", "zh-CN", "zh-TW"])
@pytest.mark.parametrize("purpose", Purpose)
def test_each_purpose_has_a_guide_of_one_screen_with_words_for_each_step(purpose: Purpose, locale: str) -> None:
    reader = Reader(locale)
    found = guides.WORDS[purpose](reader)
    assert tuple(found.steps) == STEPS[purpose]
    assert 4 <= len(found.steps) <= 6
    view = guides.guide(reader, guided(Data(), purpose))
    assert len(view["blocks"]) <= SCREEN
    assert sum(len(one) for each in found.steps.values() for one in each) < ONE_SCREEN


def test_grow_asks_for_goal_reality_options_and_will() -> None:
    assert [head for head, _ in guides.WORDS[Purpose.COACHING](Reader()).steps.values()] == [
        "Goal",
        "Reality",
        "Options",
        "Will",
    ]


async def test_the_guide_opens_for_what_the_talk_is_for_and_its_will_becomes_an_action(talked: Office) -> None:
    await agenda(talked, talked.tom, talked.mei)
    assert "guides.open" not in shown(talked.tom.modal)
    await press(talked.tom, "agenda.purpose", value=Purpose.COACHING.value)
    assert (await press(talked.tom, "guides.open")).ok
    assert "And what else?" in shown(talked.tom.modal)
    assert len(talked.tom.modals) == 2
    assert (await press(talked.tom, "one_on_ones.write_action")).ok
    assert (await talked.tom.submit({"words": "Talk to the supplier", "whose": "author"})).ok
    await talked.bot.settle()
    await talked.tom.close_modal()
    assert "Talk to the supplier" in shown(talked.tom.modal)
    assert "Tom Berg wrote down something for you to do." in talked.mei.dm[-1].text


async def test_the_person_says_whether_they_agree_and_both_read_it_also_afterwards(talked: Office) -> None:
    await agenda(talked, talked.mei, talked.tom)
    await press(talked.mei, "agenda.purpose", value=Purpose.RESULT.value)
    await press(talked.mei, "guides.open")
    assert (await press(talked.mei, "guides.say")).ok
    assert "Tom Berg reads it" in shown(talked.mei.modal)
    form = talked.mei.modal
    assert (await talked.mei.submit({"agrees": "disagree", "words": "The audit was not mine"})).ok
    assert (await talked.mei.submit(view=form)).ok
    assert "You do not agree with the result." in shown(talked.mei.modal)
    await agenda(talked, talked.tom, talked.mei)
    await press(talked.tom, "guides.open")
    assert "Mei Lin does not agree with the result." in shown(talked.tom.modal)
    assert "The audit was not mine" in shown(talked.tom.modal)
    assert "guides.say" not in shown(talked.tom.modal)
    [stand] = await talked.rows(ResultStand)
    assert (stand.agrees, stand.words, stand.version) == (False, "The audit was not mine", 1)
    async with talked.bot.deps.transaction() as tx:
        (await tx.get_one(ResultStand, stand.id)).talk_id = 1
        (await tx.get_one(OneOnOne, 1)).purpose = Purpose.RESULT
    assert "Mei Lin does not agree" in await earlier(talked, talked.tom, talked.mei)
    await led_by_bob(talked)
    assert "The audit was not mine" not in await earlier(talked, talked.bob, talked.mei)
