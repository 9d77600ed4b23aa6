"""What becomes of dated lines when a source says something new."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import reporting
from bot.domain.errors import RuleBroken
from bot.domain.reporting import Edit, Line
from bot.domain.roles import Source

JAN, FEB, MAR = date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)
APP, IMPORT = Source.APP, Source.IMPORT


def line(to: int | None, since: date, until: date | None = None, source: Source = APP, id_: int = 1) -> Line:
    return Line(to, since, until, source, id_)


def done(lines: list[Line], edit: Edit) -> list[Line]:
    """The lines after the edit, the oldest first."""
    rewritten = {one.id: one for one in edit.rewrite}
    kept = [rewritten.get(one.id, one) for one in lines if one.id not in edit.remove]
    top = max((one.id or 0 for one in lines), default=0)
    added = [Line(one.to, one.since, one.until, one.source, top + n) for n, one in enumerate(edit.add, start=1)]
    return sorted([*kept, *added], key=lambda one: one.since)


CASES = {
    "the first line is simply added": ([], 7, [(7, FEB, None, APP)]),
    "an open line ends the day before": ([line(5, JAN)], 7, [(5, JAN, FEB, APP), (7, FEB, None, APP)]),
    "the same again changes nothing": ([line(7, JAN)], 7, [(7, JAN, None, APP)]),
    "the same day again replaces the line": ([line(5, FEB)], 7, [(7, FEB, None, APP)]),
    "a later line of the same source gives way": (
        [line(5, JAN, MAR), line(6, MAR, id_=2)],
        7,
        [(5, JAN, FEB, APP), (7, FEB, None, APP)],
    ),
    "a later line of a stronger source stays": (
        [line(5, JAN, MAR), line(6, MAR, source=IMPORT, id_=2)],
        7,
        [(5, JAN, FEB, APP), (7, FEB, MAR, APP), (6, MAR, None, IMPORT)],
    ),
    "nobody on purpose is a line too": ([line(5, JAN)], None, [(5, JAN, FEB, APP), (None, FEB, None, APP)]),
}


@pytest.mark.parametrize("claim", CASES)
def test_what_a_new_line_does_to_the_others(claim: str) -> None:
    before, to, after = CASES[claim]
    found = done(before, reporting.change(before, to, FEB, APP))
    assert [(one.to, one.since, one.until, one.source) for one in found] == after


def test_a_weaker_source_is_refused_and_says_so() -> None:
    with pytest.raises(RuleBroken, match="import_beats"):
        reporting.change([line(5, JAN, source=IMPORT)], 7, FEB, APP)


def test_a_stronger_source_that_says_the_same_makes_the_line_its_own_and_keeps_its_beginning() -> None:
    before = [line(5, JAN)]
    assert done(before, reporting.change(before, 5, FEB, IMPORT)) == [line(5, JAN, source=IMPORT)]


def test_what_an_import_no_longer_says_ends() -> None:
    before = [line(5, JAN, source=IMPORT)]
    assert done(before, reporting.end(before, FEB, IMPORT)) == [line(5, JAN, FEB, IMPORT)]


def test_what_others_said_stays_when_an_import_says_nothing() -> None:
    assert not reporting.end([line(5, JAN)], FEB, IMPORT)


said = st.tuples(
    st.booleans(), st.one_of(st.none(), st.integers(1, 3)), st.integers(0, 40), st.sampled_from(list(Source))
)


@given(st.lists(said, max_size=12))
def test_on_every_day_at_most_one_line_holds_and_a_repeat_changes_nothing(
    told: list[tuple[bool, int | None, int, Source]],
) -> None:
    lines: list[Line] = []
    for ends, to, day, source in told:
        since = JAN + timedelta(days=day)
        for again in (False, True):
            try:
                edit = reporting.end(lines, since, source) if ends else reporting.change(lines, to, since, source)
            except RuleBroken:
                break
            assert not (again and edit)
            lines = done(lines, edit)
    assert len({one.since for one in lines}) == len(lines)
    for n in range(50):
        assert sum(one.holds(JAN + timedelta(days=n)) for one in lines) <= 1
    assert all(one.until is None or one.until > one.since for one in lines)


@pytest.mark.parametrize(
    ("reports_to", "circles"),
    [
        ({}, []),
        ({"a": "b", "b": None}, []),
        ({"a": "a"}, [["a"]]),
        ({"a": "b", "b": "c", "c": "a", "d": "a"}, [["a", "b", "c"]]),
        ({"d": "a", "a": "b", "b": "a", "e": "f", "f": "e"}, [["a", "b"], ["e", "f"]]),
    ],
)
def test_circles_of_managers_are_found_once_each(reports_to: dict[str, str | None], circles: list[list[str]]) -> None:
    assert reporting.circles(reports_to) == circles
