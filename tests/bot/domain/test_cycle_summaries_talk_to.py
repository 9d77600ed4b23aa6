"""Whom to talk to this week: each rule by its facts, the same facts always the same three."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain import cycle_summaries_talk_to as rules
from bot.domain.cycle_summaries_talk_to import Facts, Reason, TalkTo, Why

TODAY = date(2027, 3, 26)
LATELY = TODAY - timedelta(days=3)
CALM = Facts(1, date(2026, 1, 1), told=LATELY)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, ()),
        ({"help_asked": (LATELY, 7)}, (Reason(Why.HELP, LATELY, 7),)),
        ({"help_asked": (TODAY, 7)}, ()),
        ({"off_track": (LATELY, 9)}, (Reason(Why.OFF_TRACK, LATELY, 9),)),
        ({"off_track": (LATELY, 9), "talked": LATELY}, ()),
        ({"off_track": (LATELY, 9), "talked": TODAY - timedelta(days=9)}, (Reason(Why.OFF_TRACK, LATELY, 9),)),
        ({"recent": (2, 6), "usual": (4, 16)}, (Reason(Why.MOOD, TODAY - rules.RECENT),)),
        ({"recent": (2, 7), "usual": (4, 16)}, ()),
        ({"recent": (2, 2), "usual": (3, 15)}, ()),
        ({"recent": (0, 0), "usual": (9, 45)}, ()),
        (
            {"agreed": 5, "held": 3, "missed_on": LATELY},
            (Reason(Why.TALKS, LATELY, missed=2, agreed=5),),
        ),
        ({"agreed": 5, "held": 4, "missed_on": LATELY}, ()),
        ({"told": TODAY - timedelta(days=42)}, (Reason(Why.FEEDBACK, TODAY - timedelta(days=42)),)),
        ({"told": TODAY - timedelta(days=41)}, ()),
        ({"told": None, "led_since": TODAY - timedelta(days=50)}, (Reason(Why.FEEDBACK, TODAY - timedelta(days=50)),)),
        ({"told": None, "led_since": LATELY}, ()),
        ({"told": date(2020, 1, 1), "led_since": LATELY}, ()),
    ],
)
def test_each_reason_has_its_rule_and_its_day(facts: dict[str, Any], found: tuple[Reason, ...]) -> None:
    assert rules.reasons(replace(CALM, **facts), TODAY) == found


def test_three_are_chosen_by_the_weight_of_their_reasons_and_nobody_without_one() -> None:
    every = [
        replace(CALM, person=1, told=date(2027, 1, 1)),
        replace(CALM, person=2, off_track=(LATELY, 9)),
        CALM,
        replace(CALM, person=4, help_asked=(LATELY, 7)),
        replace(CALM, person=5, told=date(2027, 1, 2)),
        replace(CALM, person=6, off_track=(LATELY, 9), told=date(2027, 1, 1)),
    ]
    found = rules.chosen(every, TODAY)

    assert [one.person for one in found] == [2, 4, 6]
    assert [one.person for one in rules.chosen(reversed(every), TODAY)] == [2, 4, 6]
    assert [one.why for one in found[2].reasons] == [Why.OFF_TRACK, Why.FEEDBACK]
    assert rules.chosen([CALM], TODAY) == []


def test_they_are_kept_as_plain_json() -> None:
    found = [TalkTo(4, (Reason(Why.TALKS, LATELY, missed=2, agreed=5), Reason(Why.HELP, TODAY, 7)))]
    assert rules.loaded(json.loads(json.dumps(rules.dumped(found)))) == found
