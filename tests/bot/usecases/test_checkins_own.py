"""HR's own questions in a check-in: asked, answered, changed, kept with the words that were asked."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.checkins import Draft, QuestionKind
from bot.domain.errors import RuleBroken
from bot.domain.replies import Reply
from bot.usecases import checkins, checkins_late, checkins_read, dm
from storage import series
from storage.checkins import Answer
from storage.series import Question
from tests.clock import START
from tests.team import CLOSES, NEXT, OPENS, SLOT, Team

OPTIONS = [{"key": "o1", "texts": {"en": "Office"}}, {"key": "o2", "texts": {"en": "Home", "zh_Hans": "家"}}]


async def ask(team: Team, kind: QuestionKind, key: str = "where", **fields: Any) -> int:
    """HR's question, in force since a while."""
    given = {"texts": {"en": "Where did you work?"}, "position": 9, "since": START - timedelta(days=30), **fields}
    async with team.transaction() as tx:
        made = Question(workspace_id=team.workspace_id, series_id=team.series_id, key=key, kind=kind, **given)
        tx.add(made)
        await tx.flush()
        return int(made.id)


async def reword(team: Team, question_id: int, text: str, now: datetime) -> int:
    """HR asks it in other words from now on."""
    async with team.transaction() as tx:
        old = await tx.get_one(Question, question_id)
        old.until = now
        tx.add(old)
        key, kind = old.key, old.kind
    return await ask(team, kind, key, texts={"en": text}, version=2, since=now)


async def answers(team: Team) -> list[tuple[int, float | None, str | None, str | None]]:
    async with team.transaction(reading=True) as tx:
        rows = await tx.exec(select(Answer).order_by(col(Answer.id)))
        return [(one.question_id, one.number, one.chosen, one.words) for one in rows]


async def submit(team: Team, now: datetime, *given: Reply, slot: str = SLOT) -> checkins.Sent:
    async with team.transaction() as tx:
        me = await team.person(tx, "Mei")
        return await checkins.submit(
            tx, me, Draft(progress="Done", own=given), now, series_id=team.series_id, slot=slot
        )


async def form(team: Team, now: datetime, slot: str = SLOT) -> checkins.Form:
    async with team.transaction(reading=True) as tx:
        me = await team.person(tx, "Mei")
        return await checkins.access_form(tx, me, now, slot=slot, series_id=team.series_id)


async def asked(team: Team, now: datetime, slot: str = SLOT) -> list[int]:
    return [one.id for one in (await form(team, now, slot)).questions if not one.kind.built_in]


async def test_each_kind_is_kept_in_its_own_way_and_comes_back_into_the_form(team: Team) -> None:
    text = await ask(team, QuestionKind.TEXT, "text")
    number = await ask(team, QuestionKind.NUMBER, "number")
    scale = await ask(team, QuestionKind.SCALE, "scale")
    several = await ask(team, QuestionKind.MULTIPLE, "several", options=OPTIONS)
    await team.open_due(OPENS)
    given = (Reply(text, words="<b>"), Reply(number, words="3.5"), Reply(scale, chosen=("4",)))
    await submit(team, OPENS, *given, Reply(several, chosen=("o2", "o1")))
    assert await answers(team) == [
        (text, None, None, "<b>"),
        (number, 3.5, None, None),
        (scale, 4.0, None, None),
        (several, None, "o2,o1", None),
    ]
    assert (await form(team, OPENS)).draft.own == (
        Reply(text, words="<b>"),
        Reply(number, number=3.5),
        Reply(scale, number=4.0),
        Reply(several, chosen=("o2", "o1")),
    )


async def test_an_edit_replaces_empties_and_adds(team: Team) -> None:
    one, two, three = [await ask(team, QuestionKind.TEXT, key) for key in ("a", "b", "c")]
    await team.open_due(OPENS)
    await submit(team, OPENS, Reply(one, words="one"), Reply(two, words="two"), Reply(three))
    await submit(team, OPENS, Reply(one, words="uno"), Reply(two), Reply(three, words="tre"))
    assert await answers(team) == [(one, None, None, "uno"), (three, None, None, "tre")]


async def test_answers_alone_are_a_check_in(team: Team) -> None:
    one = await ask(team, QuestionKind.SCALE)
    await team.open_due(OPENS)
    async with team.transaction() as tx:
        me, draft = await team.person(tx, "Mei"), Draft(own=(Reply(one, chosen=("5",)),))
        sent = await checkins.submit(tx, me, draft, OPENS, series_id=team.series_id, slot=SLOT)
    assert sent.checkin is not None


async def test_a_required_question_and_a_wrong_answer_are_said_at_their_field_and_nothing_is_stored(team: Team) -> None:
    one = await ask(team, QuestionKind.SINGLE, options=OPTIONS, required=True)
    await team.open_due(OPENS)
    for given, code in ((Reply(one), "answer_needed"), (Reply(one, chosen=("o9",)), "answer_unknown")):
        with pytest.raises(RuleBroken, match=code) as refused:
            await submit(team, OPENS, given)
        assert refused.value.field == f"question_{one}"
    assert await team.checkins("Mei") == []


async def test_a_question_of_another_series_is_no_question_here(team: Team) -> None:
    await team.open_due(OPENS)
    with pytest.raises(RuleBroken, match="answer_unknown"):
        await submit(team, OPENS, Reply(4_711, words="x"))
    built_in = (await form(team, OPENS)).questions[0].id
    with pytest.raises(RuleBroken, match="answer_unknown"):
        await submit(team, OPENS, Reply(built_in, words="x"))


async def test_what_was_asked_stays_with_its_answers_when_hr_changes_the_words(team: Team) -> None:
    old = await ask(team, QuestionKind.TEXT)
    await team.open_due(OPENS)
    sent = await submit(team, OPENS, Reply(old, words="At sea"))
    new = await reword(team, old, "Where will you work?", OPENS + timedelta(hours=1))
    assert await asked(team, OPENS + timedelta(hours=2)) == [old]
    assert sent.checkin is not None
    async with team.transaction(reading=True) as tx:
        opened = await checkins_read.access_own(tx, await team.person(tx, "Mei"), sent.checkin.id)
    assert [(one.texts["en"], given.words) for one, given in opened.own] == [("Where did you work?", "At sea")]
    assert await asked(team, OPENS + timedelta(hours=2), NEXT) == [new]


async def test_a_form_that_was_open_while_hr_changed_a_question_is_stored_as_it_was_asked(team: Team) -> None:
    old = await ask(team, QuestionKind.TEXT, required=True)
    await reword(team, old, "Where will you work?", START + timedelta(hours=1))
    await submit(team, START + timedelta(hours=2), Reply(old, words="At sea"))
    assert await answers(team) == [(old, None, None, "At sea")]


async def test_an_early_answer_is_changed_in_the_form_in_which_it_was_given(team: Team) -> None:
    old = await ask(team, QuestionKind.TEXT)
    await submit(team, START, Reply(old, words="At sea"))
    await reword(team, old, "Where will you work?", START + timedelta(hours=1))
    assert await asked(team, START + timedelta(hours=2)) == [old]
    assert await asked(team, OPENS + timedelta(hours=2)) == [old]


async def test_a_hidden_question_and_one_whose_turn_it_is_not_are_not_asked(team: Team) -> None:
    shown = await ask(team, QuestionKind.TEXT, "a")
    await ask(team, QuestionKind.TEXT, "b", hidden=True)
    second = await ask(team, QuestionKind.TEXT, "c", rhythm="nth:2")
    assert [await asked(team, START, slot) for slot in (SLOT, NEXT)] == [[shown, second], [shown]]


async def test_words_kept_after_the_window_bring_their_answers_along(team: Team) -> None:
    one, two = await ask(team, QuestionKind.NUMBER, "a"), await ask(team, QuestionKind.MULTIPLE, "b", options=OPTIONS)
    await team.open_due(OPENS)
    late = CLOSES + timedelta(minutes=1)
    kept = await submit(team, late, Reply(one, words="7"), Reply(two, chosen=("o1",)))
    assert kept.kept is not None
    assert (await form(team, late)).draft.own == (Reply(one, number=7.0), Reply(two, chosen=("o1",)))
    async with team.transaction() as tx:
        await checkins_late.send_late(tx, await team.person(tx, "Mei"), kept.kept, late)
    assert await answers(team) == [(one, 7.0, None, None), (two, None, "o1", None)]


async def test_a_short_week_asks_nothing_of_hrs_own(team: Team) -> None:
    await ask(team, QuestionKind.TEXT)
    await team.away("Mei", START.date(), OPENS.date() - timedelta(days=1))
    await team.away("Mei", START.date() - timedelta(days=2), START.date() - timedelta(days=1))
    await team.replan(START)
    await team.open_due(OPENS)
    assert await asked(team, OPENS) == []


async def test_words_from_the_dm_skip_no_question_that_has_to_be_answered(team: Team) -> None:
    where = await ask(team, QuestionKind.TEXT, required=True)
    await ask(team, QuestionKind.TEXT, "else")
    await team.open_due(OPENS)
    async with team.transaction() as tx:
        mei = await team.person(tx, "Mei")
        await dm.receive(tx, mei, "D0MEI", "1.1", None, "Shipped it", OPENS)
        assert (await dm.access(tx, mei, 1, OPENS)).asks
        assert await dm.use(tx, mei, 1, OPENS)
    assert await team.checkins("Mei") == []
    await submit(team, OPENS, Reply(where, words="At home"))
    async with team.transaction() as tx:
        mei = await team.person(tx, "Mei")
        assert not (await dm.access(tx, mei, 1, OPENS)).asks
        assert not await dm.use(tx, mei, 1, OPENS)
    assert (await form(team, OPENS)).draft.progress == "Done\nShipped it"


@pytest.mark.parametrize(
    ("key", "said", "asks"),
    [("progress", {}, False), ("plan", {}, True), ("mood", {}, True), ("plan", {"plan": "Rest"}, False)],
)
async def test_words_from_the_dm_answer_what_was_done_and_nothing_else_that_is_required(
    team: Team, key: str, said: dict[str, Any], asks: bool
) -> None:
    await team.open_due(OPENS)
    if said:
        await team.submit("Mei", OPENS, **said)
    async with team.transaction() as tx:
        for one in await series.every_question(tx, team.series_id, OPENS):
            one.required = one.key == key
            tx.add(one)
        mei = await team.person(tx, "Mei")
        await dm.receive(tx, mei, "D0MEI", "1.1", None, "Shipped it", OPENS)
        assert await dm.use(tx, mei, 1, OPENS) is asks
