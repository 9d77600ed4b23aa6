"""What an observation needs, and when a log leans to one side."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain import observations as rules
from bot.domain.errors import RuleBroken
from bot.domain.feedback import Aim, Part
from bot.domain.observations import WORDS_MAX, Draft, Log, Tilt

TODAY = date(2027, 1, 13)
WEEK = timedelta(weeks=1)
SAID = {Part.SITUATION: "Monday's call", Part.BEHAVIOUR: " He asked first ", Part.IMPACT: ""}
GOOD = Draft(to="U1", day=TODAY, good=True, said=SAID)


def test_what_is_kept_is_what_was_typed_without_blanks_around() -> None:
    assert rules.check(GOOD, TODAY) == {
        Part.SITUATION: "Monday's call",
        Part.BEHAVIOUR: "He asked first",
        Part.IMPACT: "",
    }


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"day": None}, "day", "day_needed"),
        ({"day": TODAY + timedelta(days=1)}, "day", "observed_later"),
        ({"good": None}, "good", "choice_needed"),
        ({"said": {**SAID, Part.SITUATION: " "}}, "situation", "words_needed"),
        ({"said": {**SAID, Part.BEHAVIOUR: ""}}, "behaviour", "words_needed"),
        ({"said": {**SAID, Part.IMPACT: "x" * (WORDS_MAX + 1)}}, "impact", "too_long"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(changed: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        rules.check(replace(GOOD, **changed), TODAY)
    assert (broken.value.field, broken.value.code) == (field, code)


@pytest.mark.parametrize(("good", "aim"), [(True, Aim.KEEP), (False, Aim.CHANGE), (None, None)])
def test_feedback_made_of_it_wishes_for_what_it_was(good: bool | None, aim: Aim | None) -> None:
    assert rules.aim(good) is aim


@pytest.mark.parametrize(
    ("log", "found"),
    [
        (Log(), {}),
        (Log(last=3, last_day=TODAY, lately=3), {Tilt.ONLY_BAD: 0}),
        (Log(last=9, last_good=5, last_day=TODAY, lately=3), {Tilt.ONLY_BAD: 5}),
        (Log(last=3, last_day=TODAY, lately=2), {}),
        (Log(last=3, last_good=2, last_day=TODAY, lately=3, good_lately=1), {}),
        (Log(last=4, last_day=TODAY - 6 * WEEK), {Tilt.SILENT: 4}),
        (Log(last=4, last_day=TODAY - 6 * WEEK + timedelta(days=1)), {}),
        (Log(led_since=TODAY - 6 * WEEK), {Tilt.SILENT: 0}),
        (Log(led_since=TODAY - 5 * WEEK), {}),
        (Log(last=4, last_day=TODAY - 20 * WEEK, led_since=TODAY - 3 * WEEK), {}),
        (Log(last=4, last_day=TODAY - 7 * WEEK, lately=3), {Tilt.ONLY_BAD: 0, Tilt.SILENT: 4}),
    ],
)
def test_only_bad_ones_and_six_silent_weeks_are_noticed(log: Log, found: dict[Tilt, int]) -> None:
    assert rules.tilts(log, TODAY) == found
