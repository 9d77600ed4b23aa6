"""HR edits its cycles part by part: the second of two is told, and fields say what is missing."""

from datetime import date

import pytest

from bot.domain import cycles as rules
from bot.domain.cycles import Phase, Phased, Span
from bot.domain.cycles_parts import Belongs, Form
from bot.domain.cycles_templates import laid
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.gates import Gate
from bot.usecases import cycles_editor as editor
from tests.cycles_of_hr import DAY, EVERYONE, NOW, SPAN, do, made, phases, row, turn
from tests.team import Team

pytestmark = pytest.mark.usefixtures("also_hr")


async def test_a_new_cycle_has_the_phases_of_its_days_and_they_move_with_it_until_hr_has_moved_them(team: Team) -> None:
    one = await made(team)
    assert await phases(team, one) == laid(SPAN.starts, SPAN.ends)
    half = Span("H1 2027", date(2027, 1, 1), date(2027, 6, 30))
    assert await turn(team, editor.set_span, "Ann", one, half) is None
    assert await phases(team, one) == laid(half.starts, half.ends)
    do_alone = {Phase.DO: (date(2027, 2, 1), date(2027, 5, 31))}
    assert await turn(team, editor.set_phases, "Ann", one, do_alone) is None
    with pytest.raises(RuleBroken, match="cycle_phase_after"):
        await turn(team, editor.set_span, "Ann", one, Span("H1", half.starts, date(2027, 5, 30)))
    later = Span("H1", half.starts + DAY, half.ends + DAY)
    assert await turn(team, editor.set_span, "Ann", one, later) is None
    assert await phases(team, one) == [Phased(Phase.DO, date(2027, 2, 2), date(2027, 6, 1))]
    with pytest.raises(NotAllowed, match="hr_only"):
        await turn(team, editor.set_phases, "Mei", one, do_alone)


async def test_of_two_who_edit_the_second_is_told_and_nothing_of_theirs_is_stored(team: Team) -> None:
    one = await made(team)
    seen = (await row(team, one)).revision
    belongs = Belongs((team.series_id, 999), 2, (Form.GOALS,))
    assert await do(team, editor.set_belongs, "Tom", one, seen, belongs, NOW) is None
    for act, wanted in (
        (editor.set_gates, [Gate.GOALS]),
        (editor.set_phases, {Phase.DO: (SPAN.starts, SPAN.ends)}),
        (editor.choose, EVERYONE),
        (editor.set_span, Span("Other", SPAN.starts, SPAN.ends)),
    ):
        assert str(await do(team, act, "Ann", one, seen, wanted, NOW)).startswith("Tom")
    now = await row(team, one)
    assert (now.name, now.gates, now.belongs["series"]) == (SPAN.name, [], [team.series_id])
    assert await turn(team, editor.set_gates, "Ann", one, [Gate.GOALS, Gate.TALKS]) is None
    assert (await row(team, one)).gates == ["goals", "talks"]
    with pytest.raises(RuleBroken, match="phase_gated") as broken:
        await turn(team, editor.set_phases, "Ann", one, {Phase.DO: (SPAN.starts, SPAN.ends)})
    assert broken.value.field == "check_starts"


def test_where_the_name_is_too_long_or_a_day_is_missing_the_field_says_so() -> None:
    for given, field in (
        (("", SPAN.starts, SPAN.ends), "name"),
        (("a", None, SPAN.ends), "starts"),
        (("a", SPAN.starts, None), "ends"),
    ):
        with pytest.raises(RuleBroken) as broken:
            rules.check(*given)
        assert broken.value.field == field
