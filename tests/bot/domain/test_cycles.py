"""Cycles' templates and parts: what days a template proposes, which phases go together, what becomes of them when a cycle moves."""

from datetime import date, timedelta

import pytest

from bot.domain import cycles_parts as parts
from bot.domain.cycles import Phase, Phased, Span, Stage
from bot.domain.cycles_parts import Belongs, Days, Form, Step
from bot.domain.cycles_templates import Template, laid, proposed
from bot.domain.errors import RuleBroken

PLAN, DO, CHECK, ACT = Phase
Q1 = Span("Q1", date(2027, 1, 1), date(2027, 3, 31))
TWO = timedelta(days=2)


def day(text: str) -> date:
    return date.fromisoformat(f"2027-{text}")


@pytest.mark.parametrize(
    ("template", "today", "starts", "ends", "number"),
    [
        (Template.QUARTER, "2027-01-20", "2027-01-01", "2027-03-31", 1),
        (Template.QUARTER, "2027-03-20", "2027-04-01", "2027-06-30", 2),
        (Template.QUARTER, "2027-12-20", "2028-01-01", "2028-03-31", 1),
        (Template.HALF_YEAR, "2027-08-01", "2027-07-01", "2027-12-31", 2),
        (Template.YEAR, "2027-11-01", "2028-01-01", "2028-12-31", 1),
        (Template.PROBATION, "2027-03-03", "2027-03-03", "2027-05-31", 0),
        (Template.OWN, "2027-03-03", "2027-03-03", "2027-06-01", 0),
    ],
)
def test_a_template_proposes_the_span_that_is_nearest(
    template: Template, today: str, starts: str, ends: str, number: int
) -> None:
    made = proposed(template, date.fromisoformat(today))
    assert (made.starts, made.ends) == (date.fromisoformat(starts), date.fromisoformat(ends))
    assert (made.number, made.rolling) == (number, template is Template.PROBATION)


@pytest.mark.parametrize("length", [1, 3, 4, 5, 6, 13, 41, 42, 90, 91, 182, 366, 1098])
def test_proposed_phases_fill_the_days_one_after_the_other(length: int) -> None:
    ends = Q1.starts + timedelta(days=length - 1)
    phases = laid(Q1.starts, ends)
    assert parts.gaps(phases, Q1.starts, ends) == []
    assert (phases[0].starts, phases[-1].ends) == (Q1.starts, ends)
    given: dict[Phase, Days] = {one.phase: (one.starts, one.ends) for one in phases}
    assert parts.check_phases(given, Span("a", Q1.starts, ends)) == phases
    assert all(one.ends - one.starts <= timedelta(days=27) for one in phases if one.phase is not DO)


def test_a_quarter_plans_and_checks_for_two_weeks_and_acts_for_one() -> None:
    assert [(one.ends - one.starts).days + 1 for one in laid(Q1.starts, Q1.ends)] == [14, 55, 14, 7]


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({PLAN: ("01-01", None)}, "plan_ends", "phase_day_needed"),
        ({DO: (None, "01-05")}, "do_starts", "phase_day_needed"),
        ({DO: ("01-05", "01-04")}, "do_ends", "phase_backwards"),
        ({DO: ("01-05", "04-01")}, "do_ends", "phase_outside"),
        ({PLAN: ("01-01", "01-14"), DO: ("01-14", "02-01")}, "do_starts", "phases_overlap"),
        ({PLAN: ("02-01", "02-14"), CHECK: ("01-14", "01-31")}, "check_starts", "phases_order"),
    ],
)
@pytest.mark.parametrize("rolling", [False, True])
def test_phases_that_make_no_sense_are_refused_at_the_day(
    given: dict[Phase, tuple[str | None, str | None]], field: str, code: str, *, rolling: bool
) -> None:
    days: dict[Phase, Days] = {
        phase: (day(first) if first else None, day(last) if last else None) for phase, (first, last) in given.items()
    }
    with pytest.raises(RuleBroken) as broken:
        parts.check_phases(days, Q1, rolling=rolling)
    assert broken.value.field == field
    assert broken.value.code.removesuffix("_rolling") == code
    assert not rolling or all(isinstance(one, int) for one in broken.value.values.values())


def test_days_without_a_phase_are_pointed_out() -> None:
    phases = [Phased(PLAN, day("01-03"), day("01-10")), Phased(CHECK, day("02-01"), day("03-30"))]
    assert parts.gaps(phases, Q1.starts, Q1.ends) == [
        (day("01-01"), day("01-02")),
        (day("01-11"), day("01-31")),
        (day("03-31"), day("03-31")),
    ]
    assert parts.gaps([], Q1.starts, Q1.ends) == []


def test_a_cycle_that_moves_as_a_whole_takes_its_phases_along_and_another_one_keeps_them_inside() -> None:
    phases = [Phased(DO, day("01-10"), day("03-20"))]
    moved = Span("Q1", Q1.starts + TWO, Q1.ends + TWO)
    assert parts.shifted(phases, Q1, moved) == [phases[0].moved(TWO)]
    assert parts.shifted(phases, Q1, Span("Q1", day("01-10"), day("03-20"))) == phases
    for span, field, code in (
        (Span("Q1", day("01-11"), Q1.ends), "starts", "cycle_phase_before"),
        (Span("Q1", Q1.starts, day("03-19")), "ends", "cycle_phase_after"),
    ):
        with pytest.raises(RuleBroken, match=code) as broken:
            parts.shifted(phases, Q1, span)
        assert broken.value.field == field
    with pytest.raises(RuleBroken, match="cycle_phase_after_rolling"):
        parts.shifted(phases, Q1, Span("Q1", Q1.starts, day("03-19")), rolling=True)


def test_a_longer_phase_moves_those_after_it() -> None:
    plan, do, check, act = laid(Q1.starts, Q1.ends)
    longer = parts.extended([plan, do, check, act], DO, TWO)
    assert longer == [plan, Phased(DO, do.starts, do.ends + TWO), check.moved(TWO), act.moved(TWO)]
    assert parts.extended([plan, do], None, TWO) == [plan, do]


@pytest.mark.parametrize(
    ("every", "last", "turns"),
    [
        (1, "01-21", ["01-04", "01-11", "01-18"]),
        (2, "01-31", ["01-11", "01-25"]),
        (4, "01-27", []),
        (1, "01-07", ["01-04"]),
        (1, "01-06", []),
    ],
)
def test_a_cadence_expects_one_talk_in_the_week_in_which_each_whole_turn_ends(
    every: int, last: str, turns: list[str]
) -> None:
    assert parts.talk_turns(every, Q1.starts, day(last)) == [day(one) for one in turns]


def test_what_belongs_is_read_as_it_was_kept_and_points_to_forms_in_their_phases() -> None:
    mine = Belongs((3, 4), 2, (Form.GOALS, Form.UPWARD))
    assert parts.belongs(mine.kept()) == mine
    assert parts.belongs({}) == Belongs()
    assert parts.belongs({"forms": ["gone"]}).forms == ()
    assert [parts.forms_in(mine.kept(), phase) for phase in Phase] == [
        [Form.GOALS], [Form.GOALS], [Form.UPWARD], [Form.GOALS],
    ]  # fmt: skip


def test_each_stage_offers_what_can_be_done_in_it() -> None:
    assert {stage: parts.turns(stage) for stage in Stage} == {
        Stage.PLANNED: [Step.START],
        Stage.RUNNING: [Step.PAUSE, Step.EXTEND, Step.CLOSE],
        Stage.PAUSED: [Step.RESUME, Step.EXTEND, Step.CLOSE],
        Stage.CLOSED: [Step.REOPEN],
    }
