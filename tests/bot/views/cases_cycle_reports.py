"""The views of cycles' reports, over any names and any number of departments."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.cycle_reports import Outliers, Row, Scope, Sort, Table
from bot.domain.cycle_summaries import Balance, Blockers, Figures, Stand, Talks, Week
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.cycle_reports import Past, Report
from bot.usecases.cycle_reports_files import Part, Wanted
from bot.views import cycle_reports as views
from bot.views import cycle_reports_files
from storage.cycles import Cycle

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
MONDAY = date(2027, 1, 4)
BOTH = [Scope.COMPANY, Scope.BELOW]


def figures(people: int, weeks: int = 13) -> Figures:
    """Of so many people, all that can be counted; in some weeks too few said how they are."""
    made = tuple(
        Week(
            MONDAY + timedelta(weeks=at),
            people,
            people * (60 + at) // 100,
            *((people, people * 3) if at % 5 else (0, 0)),
        )
        for at in range(weeks)
    )
    stands = {stand: people * (at + 1) // 4 for at, stand in enumerate(Stand)}
    blockers = Blockers(people, people // 2, people // 3, people * 6, MONDAY)
    balance, talks = Balance(people * 7, people, people * 5, people * 4), Talks(people * 6, people * 5)
    return Figures(people, made, stands, {}, blockers, balance, recognition=people * 3, talks=talks)


def cycle(name: str, number: int = 1) -> Cycle:
    starts = MONDAY - timedelta(weeks=13) * (number - 1)
    now = datetime(2027, 1, 4, tzinfo=UTC)
    return Cycle(
        id=number,
        workspace_id=1,
        name=name[:80],
        starts=starts,
        ends=starts + timedelta(weeks=13, days=-1),
        made_by=1,
        made_at=now,
    )


def report(name: str, departments: int, scope: Scope = Scope.COMPANY, people: int = 40, past: int = 6) -> Report:
    rows = [Row(number, figures(people + number)) for number in range(departments)]
    rows += [Row(None, figures(5))] if departments else []
    table = Table(figures(people * max(departments, 1)), tuple(rows), Outliers((2, 14), (0, 13), (14, 14)))
    cycles = [cycle(name, number) for number in range(1, past + 1)]
    return Report(
        scope,
        BOTH,
        cycles[0],
        date(2027, 4, 4),
        table,
        {number: f"{name} {number}" for number in range(departments)},
        [Past(one, figures(people) if one.id % 3 else None) for one in cycles[::-1]],
        cycles,
    )


CYCLE_REPORTS: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "cycle_reports.loading": lambda r, _: views.loading(r),
    "cycle_reports.modal": lambda r, d: views.modal(r, report(d.series, d.many)),
    "cycle_reports.modal below": lambda r, d: views.modal(r, report(d.series, d.many, Scope.BELOW)),
    "cycle_reports.modal most": lambda r, d: views.modal(r, report(d.series, 45, people=9_999_000, past=25)),
    "cycle_reports.modal nobody": lambda r, d: views.modal(
        r, Report(Scope.COMPANY, [Scope.COMPANY], cycle(d.series), MONDAY, cycles=[cycle(d.series)])
    ),
    "cycle_reports.modal no cycle": lambda r, _: views.modal(r, Report(Scope.BELOW, BOTH)),
    "cycle_reports.on_its_way": lambda r, _: views.on_its_way(r, views.pick(1, Scope.BELOW)),
    "cycle_reports_files.doubtful": lambda r, d: cycle_reports_files.doubtful(
        r, Wanted(d.person(1), Sort.TABLE, report(d.series, d.many))
    ),
    "cycle_reports.part": lambda r, d: views.part(r, Part(report(d.series, d.many), 1, 3)),
    "cycle_reports.part gone": lambda r, d: views.part(r, Part(report(d.series, d.many), 30, 30)),
}
