"""Competencies in Slack: HR's model, the row on Home, and both sides beside each other."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.competencies_starter import STARTER
from bot.sandbox.actor import Actor
from bot.sandbox.model import Outcome
from storage.competencies import CompetencyVersion
from storage.competency_ratings import CompetencyAssessment
from storage.database import Database
from tests.office import Office, office, shown

KEYS = [one.key for one in STARTER.families[0].competencies]


@pytest.fixture
async def at(sqlite: Database) -> AsyncIterator[Office]:
    async with office(sqlite) as made:
        yield made


async def press(who: Actor, action: str, value: str | None = None) -> Outcome:
    assert who.modal is not None
    return await who.press(who.modal, action, value=value)


async def start(at: Office) -> None:
    """Ann, who is HR, begins with the examples."""
    assert (await at.ann.command("/growloop", "competencies")).ok
    assert (await press(at.ann, "competencies_edit.start")).ok
    assert "Version 1, by Ann Hale" in shown(at.ann.modal)


async def test_hr_edits_the_model_in_modals_and_each_save_is_a_version(at: Office) -> None:
    await start(at)
    assert (await press(at.ann, "competencies_edit.family", "engineering")).ok
    assert "Solving problems" in shown(at.ann.modal)
    assert (await press(at.ann, "competencies_edit.edit", "1 engineering ")).ok
    assert list((await at.ann.submit({"text_1_en": "Knows the rules"})).errors) == ["name_en"]
    assert (await at.ann.submit({"name_en": "Safety", "name_zh_Hans": "安全"})).ok
    await at.bot.settle()
    assert "Safety" in shown(at.ann.modal)
    assert (await press(at.ann, "competencies_edit.edit_family")).ok
    outcome = await at.ann.submit({"levels_en": "Junior\nSenior", "levels_zh_Hans": "初级", "levels_zh_Hant": None})
    assert "as many levels in each language" in outcome.errors["levels_en"]
    assert (await at.ann.submit({"levels_zh_Hans": None})).ok
    assert "Levels: Junior and Senior" in shown(at.ann.modal)
    assert (await press(at.ann, "competencies_edit.edit", f"3 engineering {KEYS[0]}")).ok
    assert (await press(at.ann, "competencies_edit.retire")).ok
    assert "Solving problems" not in shown(at.ann.modal)
    assert [one.number for one in await at.rows(CompetencyVersion)] == [1, 2, 3, 4]

    assert (await at.mei.command("/growloop", "competencies")).ok
    assert "no job family here yet" in shown(at.mei.modal)
    assert "competencies_edit" not in shown(at.mei.modal)


async def test_a_manager_and_a_person_rate_and_see_both_beside_each_other_from_home(at: Office) -> None:
    await at.mei.open_home()
    assert "Competencies" not in shown(at.mei.home)
    await start(at)
    assert (await at.tom.command("/growloop", "competencies")).ok
    mei = await at.person(at.mei)
    assert "No job family yet" in shown(at.tom.modal)
    assert (await press(at.tom, "competencies.assess", str(mei.id))).ok
    assert (await press(at.tom, "competencies.family", "engineering")).ok
    assert "Solving problems" in shown(at.tom.modal)
    his = {f"level_{key}": "2" for key in KEYS} | {"instance_solving": "On Tuesday she measured first."}
    assert (await at.tom.submit({"level": "3", **his})).ok

    await at.mei.open_home()
    assert "Yours: 0 of 4 given by you. What each side gave is seen once both are given." in shown(at.mei.home)
    assert (await at.mei.press("home", "competencies.open")).ok
    assert "On Tuesday" not in shown(at.mei.modal)
    assert (await press(at.mei, "competencies.assess")).ok
    assert list((await at.mei.submit()).errors) == ["level_solving"]
    assert (await at.mei.submit({f"level_{key}": "1" for key in KEYS})).ok
    await at.bot.settle()
    for words in ("Mei Lin on themselves", "Tom Berg", "On Tuesday she measured first.", "You two differ by 1 level."):
        assert words in shown(at.mei.modal)
    await at.mei.close_modal(all=True)
    await at.mei.open_home()
    assert "Yours: both sides are given." in shown(at.mei.home)
    await at.tom.close_modal(all=True)
    await at.tom.open_home()
    assert "1 of 1 rated fully by you" in shown(at.tom.home)
    assert len(await at.rows(CompetencyAssessment)) == 2


async def test_hr_sets_a_family_and_rates_nobody(at: Office) -> None:
    await start(at)
    assert (await press(at.ann, "competencies_edit.place")).ok
    assert (await at.ann.submit({"person": at.bob.person.id})).ok
    assert (await press(at.ann, "competencies.family", "customers")).ok
    assert "level_listening" not in shown(at.ann.modal)
    assert (await at.ann.submit({"level": "1"})).ok
    await at.bob.open_home()
    assert "Yours: 0 of 4" in shown(at.bob.home)
    assert await at.rows(CompetencyAssessment) == []
