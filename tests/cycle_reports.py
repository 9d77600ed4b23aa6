"""A company whose cycle is reported on."""

from datetime import UTC, datetime

from bot.domain.cycle_reports import NOWHERE, Scope
from bot.usecases import cycle_reports as reports
from bot.usecases.cycle_reports import Report
from tests import cycle_company as company
from tests.team import Team

NOW = datetime(2027, 1, 20, 12, tzinfo=UTC)
"""Two weeks and two days into the cycle."""
AFTER = datetime(2027, 4, 9, 12, tzinfo=UTC)


async def living(team: Team) -> int:
    """Una leads Tom, who leads Mei and Bob, and Lea, who leads four in the laboratory; Max leads five in sales and reports to Una.

    Two of support have no manager; Kim belongs nowhere. Answers the cycle's id.
    """
    for name in ("Lea", "Max", "Kim", *(f"Lab{n}" for n in range(4)), *(f"Sales{n}" for n in range(5)), "Sue", "Sam"):
        await team.join(name)
    ids = team.ids
    lab, sales = [ids[f"Lab{n}"] for n in range(4)], [ids[f"Sales{n}"] for n in range(5)]
    async with team.transaction() as tx:
        at = team.workspace_id
        await company.department(tx, at, "Laboratory", [*lab, ids["Lea"]])
        await company.department(tx, at, "Sales", [*sales, ids["Max"]])
        await company.department(tx, at, "Support", [ids["Sue"], ids["Sam"]])
        await company.department(tx, at, "Design", [ids["Mei"], ids["Bob"], ids["Tom"]])
        led = {ids["Lea"]: lab, ids["Max"]: sales, ids["Una"]: [ids["Lea"], ids["Max"]]}
        await company.led(tx, at, led)
        made = await company.cycle(tx, at, ids["Ann"], "Q1 2027")
        moods: dict[int, int | None] = dict.fromkeys(lab, 4) | dict.fromkeys(sales, 2) | {ids["Max"]: None}
        moods |= {ids[name]: 3 for name in ("Lea", "Sue", "Sam", "Mei", "Bob", "Kim")}
        await company.lived(tx, made, moods)
        return int(made.id)


async def seen(
    team: Team, name: str, scope: Scope = Scope.COMPANY, now: datetime = NOW, cycle: int | None = None
) -> Report:
    async with team.transaction(reading=True) as tx:
        return await reports.access_report(tx, await team.person(tx, name), cycle, scope, now)


def named(report: Report) -> dict[str | None, int]:
    return {
        "" if row.department == NOWHERE else report.names.get(row.department or -1): row.figures.people
        for row in report.table.rows
    }
