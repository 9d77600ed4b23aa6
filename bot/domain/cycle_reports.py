"""A cycle's report for who leads managers, and for HR: departments side by side, each figure of four people or more.

Everybody counts in one department, the one in which they came into the cycle, to its end. So departments never share a person, two dates
of a report do not differ by whoever changed department between them, and whatever can be worked out from figures that stand beside each
other is about whole rows. Whom the reader leads they know by name: taken from a row, four others must be left (DESIGN.md §8).

Of those below somebody, two dates of a report differ by the whole team of a manager who came under that person between them, or went.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce
from typing import Any

from bot.domain import anonymity
from bot.domain.cycle_summaries import Balance, Blockers, Figures, Talks, Week, dumped, loaded
from bot.domain.notices import Kind, Lane
from bot.domain.privacy import AVERAGE_FROM

SHOW, KEEP, SEND = "cycle_reports.show", "cycle_reports.keep", "cycle_reports.send"
"""The names of the tasks: to fill the view that is open, given as `view`, `person`, `cycle` and `scope`; to keep the figures of a
`cycle` that is over; to send a `file`."""
TEXT = Kind("cycle_reports.text", Lane.ANSWER, unasked=False)
"""The report as text, where files are not allowed; its subject is the file, its occurrence the part of it and the number of parts."""
DOUBT = Kind("cycle_reports.doubt", Lane.ANSWER, unasked=False)
"""Nobody knows whether the file arrived; its subject is the file."""

NOWHERE = 0
"""Where those are counted who belong to no department."""
LOW_SHARE, LOW_MOOD, FEW_TALKS = 0.5, 3.0, 0.5
"""Below these a team is counted as one to look at: half of what was asked, the middle of the scale, half of what was agreed."""
PAST_MOST = 6
"""Cycles in the trend, the one that is shown among them."""
LATE = timedelta(days=2)
"""So long after its last day a cycle's figures are kept, where HR has not closed it: by then that day is over everywhere."""


FROM_THE_START = timedelta(days=2)
"""Whoever is taken in so soon after HR started a cycle counts from its first day; later, from the day they came."""


class Scope(StrEnum):
    """What a report is about: the company, for HR; or those whom the reader's managers lead."""

    COMPANY = "company"
    BELOW = "below"


class Sort(StrEnum):
    """The two files of a report."""

    PAGE = "page"
    TABLE = "table"


@dataclass(frozen=True)
class Row:
    """A department by its id, `NOWHERE`, or several together (None)."""

    department: int | None
    figures: Figures


@dataclass(frozen=True)
class Outliers:
    """Of so many `teams` that could be looked at, how many lie below each line. None: too few teams to say without naming them."""

    asked: tuple[int, int] | None = None
    mood: tuple[int, int] | None = None
    talks: tuple[int, int] | None = None


@dataclass(frozen=True)
class Table:
    """What may be shown. `total` None: fewer than four people, and then there are no rows either."""

    total: Figures | None = None
    rows: tuple[Row, ...] = ()
    outliers: Outliers = Outliers()


def table(departments: Mapping[int, Figures], teams: Iterable[Figures] = ()) -> Table:
    """The departments as they may stand beside each other and beside their total, and how many teams stand out."""
    rows = tuple(Row(one, found) for one, found in sorted(departments.items()) if found.people)
    return _shown(rows, reduce(added, (row.figures for row in rows), Figures()), {}, outliers(teams))


def for_reader(made: Table, known: Mapping[int, int]) -> Table:
    """The same as somebody may see it who knows so many people of each department: those whom they lead or led, and themselves.

    What they know can be taken from a figure, so each of them speaks for four others.
    """
    if not known or made.total is None:
        return made
    rows = made.rows or (Row(None, made.total),)
    there = {row.department for row in rows}
    those: dict[int | None, int] = {}
    for department, people in known.items():
        row = department if department in there else None
        those[row] = those.get(row, 0) + people
    lines = (made.outliers.asked, made.outliers.mood, made.outliers.talks)
    # Their own team may be among those that are counted.
    said = Outliers(*(one if one is not None and one[1] > AVERAGE_FROM else None for one in lines))
    return _shown(rows, made.total, those, said)


@dataclass(frozen=True)
class _Part:
    """A row, and how many of its people the reader knows."""

    row: Row
    known: int

    @property
    def others(self) -> int:
        return self.row.figures.people - self.known


def _shown(rows: Iterable[Row], total: Figures, known: Mapping[int | None, int], outliers_: Outliers) -> Table:
    parts = _merged([_Part(row, known.get(row.department, 0)) for row in rows])
    if not parts:
        return Table()
    shown = _weeks_shown(parts, total)
    return Table(_whole(total, sum(known.values())), shown if len(shown) > 1 else (), outliers_)


def _merged(parts: list[_Part]) -> list[_Part]:
    """Those of fewer than four people together, with the next larger one where that is still too few."""
    large = sorted((one for one in parts if one.others >= AVERAGE_FROM and one.row.department is not None), key=_order)
    small = [one for one in parts if one not in large]
    if small and large and sum(one.others for one in small) < AVERAGE_FROM:
        next_ = min(large, key=lambda one: (one.others, _order(one)))
        large.remove(next_)
        small.append(next_)
    if not small:
        return large
    together = _Part(Row(None, reduce(added, (one.row.figures for one in small))), sum(one.known for one in small))
    return [*large, together] if together.others >= AVERAGE_FROM else []


def _order(part: _Part) -> int:
    return part.row.department or 0


def _weeks_shown(parts: list[_Part], total: Figures) -> tuple[Row, ...]:
    """The rows without what is said of a week by too few people, in a row or in what the week's total leaves of it."""
    weeks = {number: {week.day: week for week in part.row.figures.weeks} for number, part in enumerate(parts)}
    for whole in total.weeks:
        there = {number: each[whole.day] for number, each in weeks.items() if whole.day in each}
        asked = _visible(parts, {number: week.people for number, week in there.items()}, whole.people)
        moods = _visible(parts, {number: week.moods for number, week in there.items()}, whole.moods)
        for number, week in there.items():
            weeks[number][whole.day] = _only(week, asked=number in asked, mood=number in moods)
    return tuple(
        Row(
            part.row.department,
            replace(part.row.figures, weeks=tuple(weeks[number][day] for day in sorted(weeks[number]))),
        )
        for number, part in enumerate(parts)
    )


def _visible(parts: list[_Part], counts: Mapping[int, int], whole: int) -> frozenset[int]:
    """The rows of which that may be shown. Of those whom the reader knows as many may be among them as there are."""
    said = {number: count for number, count in counts.items() if count}
    others = {number: max(count - parts[number].known, 0) for number, count in said.items()}
    left = whole - sum(said.values())
    hidden = sum(part.known for number, part in enumerate(parts) if number not in said)
    return anonymity.visible_counts(others, max(left - hidden, 1) if left else 0, least=AVERAGE_FROM)


def _whole(total: Figures, known: int = 0) -> Figures:
    least = AVERAGE_FROM + known
    weeks = (_only(week, asked=week.people >= least, mood=week.moods >= least) for week in total.weeks)
    return replace(total, weeks=tuple(weeks))


def _only(week: Week, *, asked: bool, mood: bool) -> Week:
    seen = week if asked else replace(week, asked=0, answered=0, people=0)
    return seen if mood else replace(seen, moods=0, mood_sum=0)


def outliers(teams: Iterable[Figures]) -> Outliers:
    """How many teams of four people or more lie below each line; said only of four such teams or more."""
    large = [_whole(one) for one in teams if one.people >= AVERAGE_FROM]
    return Outliers(
        _below([one.share for one in large], LOW_SHARE),
        _below([one.mood for one in large], LOW_MOOD),
        _below([held(one) for one in large], FEW_TALKS),
    )


def _below(values: Iterable[float | None], line: float) -> tuple[int, int] | None:
    said = [one for one in values if one is not None]
    return (sum(one < line for one in said), len(said)) if len(said) >= AVERAGE_FROM else None


def held(figures: Figures) -> float | None:
    """The share of 1:1s that were held, 0 to 1; None where none were agreed on."""
    return figures.talks.held / figures.talks.agreed if figures.talks.agreed else None


def added(one: Figures, other: Figures) -> Figures:
    """Two groups without a common person as one."""
    weeks: dict[date, Week] = {week.day: week for week in one.weeks}
    for week in other.weeks:
        before = weeks.get(week.day, Week(week.day))
        weeks[week.day] = Week(
            week.day,
            before.asked + week.asked,
            before.answered + week.answered,
            before.moods + week.moods,
            before.mood_sum + week.mood_sum,
            before.people + week.people,
        )
    oldest = [day for day in (one.blockers.oldest, other.blockers.oldest) if day is not None]
    return Figures(
        people=one.people + other.people,
        weeks=tuple(weeks[day] for day in sorted(weeks)),
        goals=_sum(one.goals, other.goals),
        changes=_sum(one.changes, other.changes),
        blockers=Blockers(
            one.blockers.opened + other.blockers.opened,
            one.blockers.solved + other.blockers.solved,
            one.blockers.open + other.blockers.open,
            one.blockers.days + other.blockers.days,
            min(oldest, default=None),
        ),
        received=_feedback(one.received, other.received),
        given=_feedback(one.given, other.given),
        recognition=one.recognition + other.recognition,
        recognised=one.recognised + other.recognised,
        talks=Talks(one.talks.agreed + other.talks.agreed, one.talks.held + other.talks.held),
        loop_asked=one.loop_asked + other.loop_asked,
        loop_in_time=one.loop_in_time + other.loop_in_time,
    )


def _sum(one: Mapping[Any, int], other: Mapping[Any, int]) -> dict[Any, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in (*one, *other)}


def _feedback(one: Balance, other: Balance) -> Balance:
    return Balance(one.read + other.read, one.people + other.people, one.keep + other.keep, one.change + other.change)


def dumped_table(made: Table) -> dict[str, Any]:
    """As plain JSON: figures and ids alone."""
    return {
        "total": dumped(made.total) if made.total is not None else None,
        "rows": [{"department": row.department, "figures": dumped(row.figures)} for row in made.rows],
        "outliers": {
            "asked": made.outliers.asked,
            "mood": made.outliers.mood,
            "talks": made.outliers.talks,
        },
    }


def loaded_table(kept: Mapping[str, Any]) -> Table:
    """Back from JSON."""
    total, lines = kept.get("total"), kept.get("outliers", {})
    return Table(
        loaded(total) if total is not None else None,
        tuple(Row(row["department"], loaded(row["figures"])) for row in kept.get("rows", ())),
        Outliers(*(_pair(lines.get(name)) for name in ("asked", "mood", "talks"))),
    )


def _pair(kept: Any) -> tuple[int, int] | None:
    return (int(kept[0]), int(kept[1])) if kept is not None else None
