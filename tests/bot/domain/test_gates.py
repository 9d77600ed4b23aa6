"""What each gate asks for, of whom, and from when on."""

from datetime import date

import pytest

from bot.domain import gates as rules
from bot.domain.cycles import Phase, Phased
from bot.domain.errors import RuleBroken
from bot.domain.gates import Found, Gate, Held, Lack

DO, CHECK = date(2027, 1, 11), date(2027, 3, 8)
PHASES = [
    Phased(Phase.PLAN, date(2027, 1, 1), date(2027, 1, 10)),
    Phased(Phase.DO, DO, date(2027, 3, 7)),
    Phased(Phase.CHECK, CHECK, date(2027, 3, 31)),
]


@pytest.mark.parametrize(
    ("gate", "found", "lack"),
    [
        (Gate.GOALS, Found(), Lack.NO_GOALS),
        (Gate.GOALS, Found(confirmed=1), None),
        (Gate.GOALS, Found(confirmed=1, proposed=1, waits_for=(7,)), Lack.UNCONFIRMED),
        (Gate.GOALS, Found(proposed=2), Lack.UNCONFIRMED),
        (Gate.GOALS, Found(rater=False), Lack.NO_GOALS),
        (Gate.TALKS, Found(), Lack.TALKS),
        (Gate.TALKS, Found(held=1, unsaid=3), Lack.TALKS),
        (Gate.TALKS, Found(held=2), None),
        (Gate.TALKS, Found(rater=False), None),
        (Gate.SURPRISE, Found(), Lack.NO_FEEDBACK),
        (Gate.SURPRISE, Found(unread=1), Lack.UNREAD),
        (Gate.SURPRISE, Found(read=1, unread=4), None),
        (Gate.SURPRISE, Found(rater=False), None),
    ],
)
def test_a_gate_says_what_is_missing(gate: Gate, found: Found, lack: Lack | None) -> None:
    missing = rules.held(gate, found, DO, DO)
    assert (missing.lack if missing else None) == lack


def test_what_is_missing_carries_how_much_and_whose_turn_it_is() -> None:
    goals = rules.held(Gate.GOALS, Found(confirmed=1, proposed=2, waits_for=(7, 9)), DO, DO)
    talks = rules.held(Gate.TALKS, Found(held=1, unsaid=1), CHECK, DO)
    assert goals == Held(Gate.GOALS, Lack.UNCONFIRMED, DO, True, have=1, waiting=2, waits_for=(7, 9))
    assert talks == Held(Gate.TALKS, Lack.TALKS, CHECK, False, have=1, wanted=2, waiting=1)


@pytest.mark.parametrize(("today", "holds"), [(date(2027, 1, 10), False), (DO, True), (date(2027, 3, 31), True)])
def test_a_gate_holds_from_the_first_day_of_its_phase(today: date, holds: bool) -> None:
    missing = rules.held(Gate.GOALS, Found(), DO, today)
    assert missing is not None
    assert missing.holds is holds
    assert rules.holding([missing], Phase.DO) is holds


def test_only_goals_keep_a_phase_from_beginning_and_only_their_own() -> None:
    every = [one for gate in Gate if (one := rules.held(gate, Found(), DO, DO))]
    assert [phase for phase in Phase if rules.holding(every, phase)] == [Phase.DO]


@pytest.mark.parametrize(
    ("phases", "goals", "talks"), [(PHASES, DO, CHECK), (PHASES[:1], None, None), (PHASES[2:], None, CHECK)]
)
def test_a_gate_stands_before_its_phase_alone(phases: list[Phased], goals: date | None, talks: date | None) -> None:
    assert (rules.begins(Gate.GOALS, phases), rules.begins(Gate.TALKS, phases)) == (goals, talks)
    lacking = {gate for gate in Gate if rules.begins(gate, phases) is None}
    rules.check_switched(set(Gate) - lacking, [one.phase for one in phases])
    for gate in lacking:
        with pytest.raises(RuleBroken, match="gate_without_phase") as refused:
            rules.check_switched([gate], [one.phase for one in phases])
        assert refused.value.field == "gates"


@pytest.mark.parametrize(
    ("switched_on", "is_for_them"), [(None, True), (date(2027, 3, 7), True), (CHECK, False), (date(2027, 3, 20), False)]
)
def test_a_gate_switched_on_once_its_phase_has_begun_is_for_nobody_who_is_in_it(
    switched_on: date | None, is_for_them: bool
) -> None:
    assert rules.applies(CHECK, switched_on) is is_for_them


@pytest.mark.parametrize(
    ("known_from", "away", "wanted"),
    [
        (date(2027, 1, 1), 0, 2),
        (date(2027, 2, 8), 0, 2),
        (date(2027, 2, 9), 0, 1),
        (date(2027, 2, 8), 1, 1),
        (date(2027, 3, 20), 0, 1),
        (date(2027, 1, 1), 66, 1),
    ],
)
def test_two_talks_are_asked_of_whoever_had_four_weeks_and_one_of_everybody_else(
    known_from: date, away: int, wanted: int
) -> None:
    assert rules.talks_wanted(known_from, CHECK, away) == wanted


def test_each_day_of_leave_before_the_phase_counts_once() -> None:
    leave = [(date(2027, 3, 1), date(2027, 3, 3)), (date(2027, 3, 3), date(2027, 3, 12)), (date(2027, 1, 5), DO)]
    assert rules.days_away(leave, date(2027, 2, 1), CHECK) == 7
    assert rules.days_away(leave, CHECK, DO) == 0


@pytest.mark.parametrize(
    ("reason", "code"), [(" \n", "gate_reason_needed"), ("…!", "gate_reason_needed"), ("x" * 501, "too_long")]
)
def test_a_reason_is_needed_in_words_that_fit(reason: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code) as refused:
        rules.check_reason(reason)
    assert refused.value.field == "reason"
    assert rules.check_reason(f" {'x' * 500}\n") == "x" * 500
