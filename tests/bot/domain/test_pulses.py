"""When a slot of a pulse closes, and what counts as an answer."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.cadence import CadenceKind, Rule
from bot.domain.errors import RuleBroken
from bot.domain.pulses import LONGEST_WAIT, QUESTIONS, TURNS_WAIT, check, first_look, next_look
from bot.domain.questions import LANGUAGES, in_language
from bot.domain.replies import Reply

RULE = Rule(
    anchor=date(2027, 1, 13),
    kind=CadenceKind.MONTHLY_WEEKDAY,
    weekday=3,
    month_week=2,
    opens_at=time(10),
    closes_after=6,
    closes_at=time(17),
)
SLOT = "2027-02"
LOOK = datetime(2027, 2, 17, 5, tzinfo=UTC)
"""Tuesday the 16th, 17:00, twelve hours behind UTC."""
HOUR = timedelta(hours=1)


def test_the_first_look_comes_when_the_day_of_the_end_is_over_everywhere() -> None:
    assert first_look(RULE, SLOT) == LOOK


@pytest.mark.parametrize(
    ("now", "last_closes", "coming", "again"),
    [
        (LOOK, LOOK - HOUR, False, None),
        (LOOK, LOOK, False, None),
        (LOOK, None, False, None),
        (LOOK, LOOK + HOUR, False, LOOK + HOUR),
        (LOOK, LOOK - HOUR, True, LOOK + TURNS_WAIT),
        (LOOK, LOOK + 3 * HOUR, True, LOOK + 3 * HOUR),
        (LOOK, LOOK + timedelta(days=30), False, LOOK + LONGEST_WAIT),
        (LOOK + LONGEST_WAIT - HOUR / 2, LOOK - HOUR, True, LOOK + LONGEST_WAIT),
        (LOOK + LONGEST_WAIT, LOOK + timedelta(days=30), True, None),
        (LOOK + timedelta(days=90), LOOK + timedelta(days=91), True, None),
    ],
)
def test_it_waits_for_open_windows_and_not_for_ever(
    now: datetime, last_closes: datetime | None, coming: bool, again: datetime | None
) -> None:
    assert next_look(RULE, SLOT, now, last_closes, coming=coming) == again


@pytest.mark.parametrize("replies", [[], [Reply(1)], [Reply(1), Reply(2, words="  \n")]])
def test_nothing_at_all_is_no_answer(replies: list[Reply]) -> None:
    with pytest.raises(RuleBroken, match="pulse_empty"):
        check(replies)


@pytest.mark.parametrize("reply", [Reply(1, number=0.0), Reply(1, chosen=("fine",)), Reply(1, words="x")])
def test_anything_is_an_answer(reply: Reply) -> None:
    check([Reply(2), reply])


def test_the_default_questions_are_worded_in_every_language() -> None:
    wordings = [texts for _, _, texts, _ in QUESTIONS]
    wordings += [dict(option["texts"]) for _, _, _, options in QUESTIONS for option in options]  # type: ignore[call-overload]
    assert [texts for texts in wordings if set(texts) != set(LANGUAGES)] == []
    assert in_language(QUESTIONS[0][2], "zh_Hant") == "最近幾週，我能把工作做好。"
