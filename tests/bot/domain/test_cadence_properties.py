"""No zone, working week, leave or rule may yield two periods, a missing one, or a prompt outside working hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain import cadence
from bot.domain.cadence import CadenceKind, Hours, Rule
from bot.domain.working import Working, until

DAY = timedelta(days=1)
QUICK = settings(max_examples=80, deadline=None, derandomize=True)
DAYS = st.dates(date(2026, 1, 1), date(2032, 12, 31))
CLOCK_TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
MOMENTS = st.builds(datetime.combine, DAYS, CLOCK_TIMES, st.just(UTC))


@dataclass(frozen=True)
class Case:
    rule: Rule
    mine: Working
    start: date

    def slots(self, count: int = 10) -> list[str]:
        found = [cadence.slot_at(self.rule, self.start)]
        while len(found) < count:
            found.append(cadence.slot_after(self.rule, found[-1]))
        return found

    def times(self, slot: str) -> cadence.Times | None:
        return cadence.times(self.rule, slot, cadence.zone_of(self.mine.zone), self.mine.hours, self.mine.on)

    def works_in(self, slot: str) -> bool:
        first, last = cadence.span(self.rule, slot)
        return any(self.mine.on(first + n * DAY) for n in range((last - first).days + 1))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Any timetable that HR can set: the reminder comes before the end of the window."""
    reminds_at, closes_at = draw(st.tuples(CLOCK_TIMES, CLOCK_TIMES).filter(lambda two: two[0] < two[1]))
    return Rule(
        anchor=draw(DAYS),
        kind=draw(st.sampled_from(CadenceKind)),
        every=draw(st.integers(1, 6)),
        weekday=draw(st.integers(1, 7)),
        month_day=draw(st.integers(1, 31)),
        month_week=draw(st.integers(1, 5)),
        opens_at=draw(CLOCK_TIMES),
        closes_after=draw(st.integers(0, 10)),
        reminds_at=draw(st.sampled_from([None, reminds_at])),
        closes_at=closes_at,
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    start = draw(DAYS)
    spans = st.tuples(st.integers(0, 120), st.integers(0, 20)).map(
        lambda two: (start + two[0] * DAY, start + (two[0] + two[1]) * DAY)
    )
    mine = Working(
        zone=draw(st.sampled_from(sorted(available_timezones()))),
        days="".join(sorted(draw(st.sets(st.sampled_from("1234567"))))),
        hours=Hours(draw(CLOCK_TIMES), draw(CLOCK_TIMES)),
        away=draw(st.lists(spans, max_size=4)),
        off=frozenset(start + n * DAY for n in draw(st.sets(st.integers(0, 120), max_size=20))),
    )
    return Case(draw(rules()), mine, start)


@QUICK
@given(cases())
def test_walking_the_slots_meets_each_once_in_order_and_none_between(case: Case) -> None:
    slots = case.slots()
    by_day = [cadence.slot_at(case.rule, case.start + n * DAY) for n in range(60)]
    seen = list(dict.fromkeys(by_day))
    assert seen == slots[: len(seen)]
    assert sorted(set(slots)) == slots
    spans = [cadence.span(case.rule, slot) for slot in slots]
    assert all(before[1] < after[0] for before, after in pairwise(spans))


@QUICK
@given(cases())
def test_every_slot_holds_the_day_that_its_rule_names(case: Case) -> None:
    for slot in case.slots():
        first, last = cadence.span(case.rule, slot)
        nominal = cadence.nominal_day(case.rule, slot)
        assert first <= nominal <= last
        assert cadence.slot_at(case.rule, nominal) == slot


@QUICK
@given(cases())
def test_a_slot_has_times_exactly_when_the_person_works_in_it(case: Case) -> None:
    for slot in case.slots():
        assert (case.times(slot) is not None) == case.works_in(slot)


@QUICK
@given(cases())
def test_no_prompt_or_reminder_falls_on_a_holiday_or_on_leave(case: Case) -> None:
    zone = cadence.zone_of(case.mine.zone)
    for slot in case.slots():
        found = case.times(slot)
        for moment in filter(None, (found.opens_at, found.reminds_at) if found else ()):
            day = moment.astimezone(zone).date()
            if not changes(case.mine.zone, day) and not changes(case.mine.zone, day - DAY):
                assert day not in case.mine.off
                assert not case.mine.is_away(day)


@QUICK
@given(cases())
def test_a_slot_is_short_exactly_when_fewer_than_half_of_its_usual_days_are_worked(case: Case) -> None:
    for slot in case.slots(4):
        first, last = cadence.span(case.rule, slot)
        every = [first + n * DAY for n in range((last - first).days + 1)]
        usual = [day for day in every if case.mine.by_week(day)]
        worked = [day for day in usual if case.mine.on(day)]
        assert case.mine.short(first, last) == (2 * len(worked) < len(usual))
        if case.mine.short(first, last):
            assert any(day in case.mine.off or case.mine.is_away(day) for day in usual)


@QUICK
@given(cases(), DAYS)
def test_the_first_day_back_is_the_first_on_which_they_work(case: Case, last: date) -> None:
    day = case.mine.back_on(last)
    if day is not None:
        assert day > last
        assert case.mine.on(day)
        assert not any(case.mine.on(last + n * DAY) for n in range(1, (day - last).days))


@QUICK
@given(cases(), st.integers(0, 140))
def test_leave_ends_on_the_last_of_the_days_that_follow_each_other(case: Case, ahead: int) -> None:
    day = case.start + ahead * DAY
    end = until(case.mine.away, day)
    assert (end is not None) == case.mine.is_away(day)
    if end is not None:
        assert all(case.mine.is_away(day + n * DAY) for n in range((end - day).days + 1))
        assert not case.mine.is_away(end + DAY)


@QUICK
@given(cases())
def test_each_prompt_comes_after_the_one_before(case: Case) -> None:
    zone = cadence.zone_of(case.mine.zone)
    opens = [found.opens_at for slot in case.slots() if (found := case.times(slot))]
    assert all(before < after for before, after in pairwise(opens))
    due = [cadence.due_at(case.rule, slot, zone, case.mine.hours, case.mine.on) for slot in case.slots()]
    assert all(before < after for before, after in pairwise(due))


@QUICK
@given(cases())
def test_prompt_and_reminder_come_on_a_working_day_within_working_hours(case: Case) -> None:
    for slot in case.slots():
        found = case.times(slot)
        if found is not None:
            assert at_work(case.mine, found.opens_at)
            assert found.reminds_at is None or at_work(case.mine, found.reminds_at)


@QUICK
@given(cases())
def test_a_window_opens_reminds_and_closes_in_this_order_before_the_next_is_named(case: Case) -> None:
    zone = cadence.zone_of(case.mine.zone)
    for slot in case.slots():
        found = case.times(slot)
        if found is None:
            continue
        following = cadence.nominal_day(case.rule, cadence.slot_after(case.rule, slot))
        latest = cadence.moment(following, case.rule.opens_at, zone)
        assert found.opens_at < found.closes_at <= max(latest, found.opens_at + timedelta(hours=1))
        if found.reminds_at is not None:
            assert found.opens_at < found.reminds_at < found.closes_at


@QUICK
@given(cases(), MOMENTS)
def test_who_begins_is_asked_by_a_prompt_still_to_come_and_misses_none(case: Case, now: datetime) -> None:
    zone = cadence.zone_of(case.mine.zone)
    slot = cadence.first_slot(case.rule, now, zone, case.mine.hours, case.mine.on)

    def due(one: str) -> datetime:
        return cadence.due_at(case.rule, one, zone, case.mine.hours, case.mine.on)

    assert due(slot) > now
    here = cadence.slot_at(case.rule, now.astimezone(zone).date())
    assert slot == here or (due(here) <= now and slot == cadence.slot_after(case.rule, here))


@QUICK
@given(st.sampled_from(sorted(available_timezones())), DAYS, CLOCK_TIMES)
def test_a_local_time_is_met_exactly_or_where_it_does_not_exist_a_little_later(zone: str, day: date, at: time) -> None:
    there = cadence.zone_of(zone)
    wanted = datetime.combine(day, at)
    got = cadence.moment(day, at, there).astimezone(there).replace(tzinfo=None)
    assert timedelta() <= got - wanted <= timedelta(hours=2)
    if got != wanted:
        assert changes(there.key, day)


@QUICK
@given(cases(), CLOCK_TIMES)
def test_the_next_hour_of_somebodys_day_is_to_come_and_on_a_working_day(case: Case, time_at: time) -> None:
    now = cadence.moment(case.start, time(11), cadence.zone_of(case.mine.zone))
    then = case.mine.next_at(time_at, now)
    assert then > now
    assume(any(case.mine.on(case.start + n * DAY) for n in range(1, 31)))
    local = then.astimezone(cadence.zone_of(case.mine.zone))
    assert case.mine.on(local.date()) or changes(case.mine.zone, local.date() - DAY)


def at_work(mine: Working, moment: datetime) -> bool:
    """On a working day of theirs within hours; on a day whose clock is changed, up to two hours behind them."""
    local = moment.astimezone(cadence.zone_of(mine.zone))
    begun = [day for day in (local.date(), local.date() - DAY) if mine.on(day)]
    if any(changes(mine.zone, day) for day in begun):
        return True
    hours = mine.hours
    inside = hours.start <= local.time() <= hours.end
    if hours.end <= hours.start:
        inside = local.time() >= hours.start
    return mine.on(local.date()) and inside


def changes(zone: str, day: date) -> bool:
    """Whether the clock is changed on that day, its end included."""
    there = cadence.zone_of(zone)
    first, last = (datetime.combine(day + n * DAY, time(0), there).utcoffset() for n in (0, 1))
    return first != last
