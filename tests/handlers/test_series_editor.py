"""HR's editor of series in modals: from the command to the overview, two editors at once, and a look through Mei's eyes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time

import pytest

from bot.domain.checkins import QuestionKind, SeriesKind, SeriesState
from bot.domain.roles import Role
from bot.sandbox.actor import Actor
from storage.audit import AuditEntry
from storage.checkins import Answer, CheckIn
from storage.database import Database
from storage.people import Person
from storage.periods import Period
from storage.roles import RoleGrant
from storage.series import Question, Series
from tests.office import BEFORE, OPENS, Office, office, shown


@pytest.fixture
async def hr(sqlite: Database) -> AsyncIterator[Office]:
    """Friday, five to three in Shanghai; Ann and Tom are in HR."""
    async with office(sqlite) as made:
        tom = await made.person(made.tom)
        async with made.bot.deps.transaction() as tx:
            tx.add(RoleGrant(workspace_id=tom.workspace_id, person_id=tom.id, role=Role.HR, granted_at=BEFORE))
        yield made


async def open_part(who: Actor, part: str) -> None:
    """From the command through the list and the overview to the form of one part."""
    assert (await who.command("/growloop", "series")).ok
    assert who.modal is not None
    assert (await who.press(who.modal, "series.open", value="1")).ok
    assert (await who.press(who.modal, "series.edit", value=f"1 {part}")).ok


async def test_hr_changes_the_window_and_the_overview_says_so(hr: Office) -> None:
    await open_part(hr.ann, "window")
    assert (await hr.ann.submit({"opens_at": "16:00", "reminds_at": None})).ok
    assert "Saved." in shown(hr.ann.modal)
    assert "without a reminder" in shown(hr.ann.modal)
    series = (await hr.rows(Series))[0]
    assert (series.opens_at, series.reminds_at, series.revision) == (time(16), None, 2)
    await hr.bot.move_to(OPENS)
    assert hr.mei.dm == []
    await hr.bot.move(hours=1)
    assert len(hr.mei.dm) == 1


async def test_what_makes_no_sense_is_said_at_its_field_and_what_is_typed_stays(hr: Office) -> None:
    await open_part(hr.ann, "window")
    outcome = await hr.ann.submit({"opens_at": "23:30", "closes_after": "1", "closes_at": "00:15", "reminds_at": None})
    assert outcome.errors == {"closes_at": "Please leave at least an hour to answer."}
    assert (await hr.ann.submit({"closes_at": "12:00"})).ok
    assert (await hr.rows(Series))[0].opens_at == time(23, 30)


async def test_the_second_of_two_editors_sees_what_the_first_changed_and_their_own_and_decides(hr: Office) -> None:
    await open_part(hr.ann, "window")
    await open_part(hr.tom, "window")
    assert (await hr.ann.submit({"opens_at": "16:00"})).ok
    assert (await hr.tom.submit({"closes_at": "18:00"})).ok
    form = shown(hr.tom.modal)
    assert "Ann Hale changed this while you had it open" in form
    assert "Yours was: Open until 6:00" in form.replace("\u202f", " ") or "Yours was: Open until 18:00" in form
    assert '"initial_time": "16:00"' in form
    series = (await hr.rows(Series))[0]
    assert (series.opens_at, series.closes_at) == (time(16), time(12))
    assert (await hr.tom.submit({"closes_at": "18:00"})).ok
    series = (await hr.rows(Series))[0]
    assert (series.opens_at, series.closes_at) == (time(16), time(18))
    assert [one.act for one in await hr.rows(AuditEntry)].count("series.edit") == 2


async def test_whoever_is_no_longer_in_hr_is_told_and_changes_nothing(hr: Office) -> None:
    await open_part(hr.tom, "window")
    async with hr.bot.deps.transaction() as tx:
        for grant in await hr.rows(RoleGrant):
            if grant.granted_at == BEFORE and grant.granted_by is None and grant.person_id == 3:
                await tx.delete(grant)
    outcome = await hr.tom.submit({"opens_at": "16:00"})
    assert not outcome.ok
    assert "Only HR can do this." in str(outcome.errors)
    assert (await hr.rows(Series))[0].opens_at == time(15)


async def test_nobody_else_gets_in(hr: Office) -> None:
    outcome = await hr.mei.command("/growloop", "series")
    assert hr.mei.modal is None
    assert "Only HR can do this." in str(outcome.texts)


async def test_a_new_series_by_date_is_made_paused_and_started_from_its_overview(hr: Office) -> None:
    await hr.ann.open_home()
    assert (await hr.ann.press("home", "series.list")).ok
    assert hr.ann.modal is not None
    assert (await hr.ann.press(hr.ann.modal, "series.new")).ok
    hr.ann.fill({"name": "Look <back>"})
    assert (await hr.ann.press(hr.ann.modal, "series.cadence.0", value="monthly_date")).ok
    assert "On which day of the month" in shown(hr.ann.modal)
    assert (await hr.ann.submit({"month_day": "20"})).ok
    assert "asks nothing until you start it" in shown(hr.ann.modal)
    made = (await hr.rows(Series))[-1]
    assert (made.name, made.state, made.month_day) == ("Look <back>", SeriesState.PAUSED, 20)
    assert (await hr.ann.press(hr.ann.modal, "series.start_here")).ok
    assert (await hr.rows(Series))[-1].state == SeriesState.RUNNING
    assert (await hr.ann.press(hr.ann.modal, "series.end")).ok
    assert (await hr.rows(Series))[-1].state == SeriesState.ENDED
    assert "series.start_here" not in shown(hr.ann.modal)


async def test_a_new_pulse_with_a_name_of_its_own_is_made_and_stays_in_the_list_when_it_is_over(hr: Office) -> None:
    await hr.ann.command("/growloop", "series")
    assert hr.ann.modal is not None
    assert (await hr.ann.press(hr.ann.modal, "series.new_pulse")).ok
    assert "answered anonymously" in shown(hr.ann.modal)
    assert (await hr.ann.press(hr.ann.modal, "series.cadence.0", value="weekly")).ok
    assert (await hr.ann.submit({"name": "Spring pulse", "every": "6"})).ok
    assert "Anonymous pulse. Paused" in shown(hr.ann.modal)
    made = (await hr.rows(Series))[-1]
    assert (made.kind, made.name, made.state, made.every) == (SeriesKind.PULSE, "Spring pulse", SeriesState.PAUSED, 6)
    asked = [one.kind for one in await hr.rows(Question) if one.series_id == made.id]
    assert asked == [QuestionKind.SCALE, QuestionKind.SINGLE, QuestionKind.LONG_TEXT]
    assert (await hr.ann.press(hr.ann.modal, "series.start_here")).ok
    assert (await hr.rows(Series))[-1].state == SeriesState.RUNNING
    assert (await hr.ann.press(hr.ann.modal, "series.end")).ok
    assert (await hr.ann.press(hr.ann.modal, "series.list")).ok
    assert "Spring pulse" in shown(hr.ann.modal)
    assert "Anonymous pulse. Ended" in shown(hr.ann.modal)


async def test_the_pulse_that_hr_is_offered_keeps_its_name_in_every_language(hr: Office) -> None:
    ann = await hr.person(hr.ann)
    async with hr.bot.deps.transaction() as tx:
        (await tx.get_one(Person, ann.id)).locale = "zh-CN"
    await hr.ann.command("/growloop", "series")
    assert hr.ann.modal is not None
    assert (await hr.ann.press(hr.ann.modal, "series.open", value="2")).ok
    assert (await hr.ann.press(hr.ann.modal, "series.edit", value="2 rhythm")).ok
    assert (await hr.ann.submit({"weekday": "2"})).ok
    assert [(one.name, one.weekday) for one in await hr.rows(Series)][1] == ("Pulse", 2)


async def test_a_choice_in_three_languages_is_asked_answered_and_hidden_again(hr: Office) -> None:
    await open_part(hr.ann, "questions")
    assert hr.ann.modal is not None
    assert (await hr.ann.press(hr.ann.modal, "series_questions.new")).ok
    assert (await hr.ann.submit({"kind": "single", "text_en": "Where?", "text_zh_Hans": "在哪里?"})).ok
    outcome = await hr.ann.submit({"options_en": "\n".join(map(str, range(101))), "options_zh_Hans": "甲\n乙"})
    assert outcome.errors == {"options_en": "These are 101 options; 100 can be shown."}
    assert (await hr.ann.submit({"options_en": "Office\nHome", "options_zh_Hans": "办公室\n家"})).ok
    assert "Where?" in shown(hr.ann.modal)
    own = (await hr.rows(Question))[-1]
    assert (own.kind, own.series_id) == (QuestionKind.SINGLE, 1)

    await hr.bot.move_to(OPENS)
    await hr.mei.press(hr.mei.dm[-1], "checkins.answer")
    assert (await hr.mei.submit({"progress": "Done", f"question_{own.id}": "o2"})).ok
    assert [one.chosen for one in await hr.rows(Answer)] == ["o2"]
    block, hide = f"asked_{own.key}", f"1 {own.key} hide"
    assert (await hr.ann.press(hr.ann.modal, "series_questions.act", block_id=block, value=hide)).ok
    assert "Hidden" in shown(hr.ann.modal)
    await hr.mei.press(hr.mei.dm[-1], "checkins.answer")
    assert "Where?" in shown(hr.mei.modal)


async def test_a_question_that_is_moved_by_a_double_click_moves_once(hr: Office) -> None:
    def order() -> list[str]:
        assert hr.ann.modal is not None
        return [one["block_id"] for one in hr.ann.modal.view["blocks"] if one.get("block_id", "").startswith("asked_")]

    await open_part(hr.ann, "questions")
    assert hr.ann.modal is not None
    before, shown_first = order(), replace(hr.ann.modal)
    menu = next(one for one in hr.ann.modal.view["blocks"] if one.get("block_id") == before[2])["accessory"]
    up = next(one["value"] for one in menu["options"] if one["text"]["text"] == "Move up")
    assert (await hr.ann.press(hr.ann.modal, "series_questions.act", block_id=before[2], value=up)).ok
    moved = [before[0], before[2], before[1], *before[3:]]
    assert order() == moved
    assert (await hr.ann.press(shown_first, "series_questions.act", block_id=before[2], value=up, stale=True)).ok
    assert order() == moved
    await open_part(hr.ann, "questions")
    assert order() == moved
    assert [one.act for one in await hr.rows(AuditEntry)].count("series.edit") == 1


async def test_an_audience_of_nobody_is_refused_and_a_team_is_taken(hr: Office) -> None:
    await open_part(hr.ann, "audience")
    outcome = await hr.ann.submit({"who": "chosen"})
    assert outcome.errors == {"who": "Please choose at least one department, team or person below."}
    outcome = await hr.ann.submit({"people": [hr.mei.person.id], "without": [hr.mei.person.id]})
    assert outcome.errors == {"who": "Nobody is left in this choice. Please choose somebody who takes part."}
    assert (await hr.ann.submit({"people": [], "trees": [hr.tom.person.id], "without": [hr.bob.person.id]})).ok
    assert "Tom Berg and everybody below, except Bob Sun" in shown(hr.ann.modal)
    await hr.bot.move_to(OPENS)
    assert [len(one.dm) for one in (hr.mei, hr.bob)] == [1, 0]
    await hr.bot.move(hours=14)
    asked = [(await hr.person(one)).id for one in (hr.mei, hr.tom)]
    assert [one.person_id for one in await hr.rows(Period)] == asked


async def test_hr_sees_the_form_as_mei_will_in_her_language_and_none_of_her_words(hr: Office) -> None:
    mei = await hr.person(hr.mei)
    async with hr.bot.deps.transaction() as tx:
        (await tx.get_one(Person, mei.id)).locale = "zh-CN"
    await hr.bot.move_to(OPENS)
    await hr.mei.press(hr.mei.dm[-1], "checkins.answer")
    said = hr.mei.dm[-1].text
    await hr.mei.submit({"progress": "Her secret", "plan": "Her plan"})
    await hr.ann.command("/growloop", "series")
    assert hr.ann.modal is not None
    await hr.ann.press(hr.ann.modal, "series.open", value="1")
    assert (await hr.ann.press(hr.ann.modal, "series.as_seen")).ok
    assert (await hr.ann.submit({"person": hr.mei.person.id})).ok
    seen = shown(hr.ann.modal)
    assert "This is how Mei Lin sees it." in seen
    assert "这周完成了什么" in seen or "完成" in seen
    assert "Her " not in seen
    assert "The message" in seen
    assert "这一周过得怎么样" in said
    assert "这一周过得怎么样" in seen
    assert "by their clock (Asia/Shanghai)" in seen
    assert "checkins.answer" not in seen
    assert (await hr.ann.submit()).ok
    assert [one.person_id for one in await hr.rows(CheckIn)] == [mei.id]


async def test_hr_sees_a_pulse_as_mei_will_with_its_promise(hr: Office) -> None:
    await hr.ann.command("/growloop", "series")
    assert hr.ann.modal is not None
    await hr.ann.press(hr.ann.modal, "series.open", value="2")
    assert (await hr.ann.press(hr.ann.modal, "series.as_seen")).ok
    assert (await hr.ann.submit({"person": hr.mei.person.id})).ok
    assert "a few questions about how work is going, answered anonymously" in shown(hr.ann.modal)
    assert "Nobody can know who said what" in shown(hr.ann.modal)
    assert (await hr.ann.submit()).ok
    assert await hr.rows(Period) == []
