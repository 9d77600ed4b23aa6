"""How the figures of a report are called and written: the same in Slack, on the page and in the table."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.domain import cycle_reports as rules
from bot.domain.cycle_reports import NOWHERE, Scope
from bot.domain.cycle_summaries import Figures, Stand
from bot.locales.reader import Reader
from bot.views import cycle_summaries_figures as summaries
from bot.views import kit
from bot.views.charts_states import State
from bot.views.charts_talks import Turn
from bot.views.charts_weeks import Week

if TYPE_CHECKING:
    from bot.usecases.cycle_reports import Past, Report

NONE = "–"
"""Nothing to say, or too few people to say it of."""
NAME_MAX = 120
AT_RISK = (Stand.AT_RISK, Stand.OFF_TRACK)

Column = tuple[str, Callable[[Figures], str]]


def columns(reader: Reader, scope: Scope) -> list[Column]:
    """Head and cell of each figure: for HR counts, for whoever leads managers shares and averages (DESIGN.md §8)."""
    people: Column = (reader.t("Number of people"), lambda one: reader.number(one.people))
    mood: Column = (reader.t("Mood, 1 to 5"), lambda one: _number(reader, one.mood))
    if scope is Scope.BELOW:
        return [
            people,
            (reader.t("Check-ins answered"), lambda one: _percent(reader, one.share)),
            mood,
            (reader.t("Goals at risk or off track"), lambda one: _percent(reader, _share(one, *AT_RISK))),
            (reader.t("Goals reached"), lambda one: _percent(reader, _share(one, Stand.REACHED))),
            (reader.t("1:1s held"), lambda one: _percent(reader, rules.held(one))),
            (reader.t("Thanks per person"), lambda one: _number(reader, one.recognition / one.people)),
        ]
    return [
        people,
        (reader.t("Check-ins answered"), lambda one: _of(reader, one.answered, one.asked)),
        mood,
        (reader.t("Goals"), lambda one: reader.number(sum(one.goals.values()))),
        (reader.t("Goals at risk or off track"), lambda one: reader.number(_count(one, *AT_RISK))),
        (reader.t("Goals reached"), lambda one: reader.number(_count(one, Stand.REACHED))),
        (reader.t("1:1s held"), lambda one: _of(reader, one.talks.held, one.talks.agreed)),
        (reader.t("Feedback"), lambda one: reader.number(one.received.read)),
        (reader.t("Thanks"), lambda one: reader.number(one.recognition)),
        (reader.t("Open blockers"), lambda one: reader.number(one.blockers.open)),
    ]


def plain(reader: Reader, scope: Scope) -> list[Column]:
    """The same for a spreadsheet: one number a cell, as programs write numbers."""
    people: Column = (reader.t("Number of people"), lambda one: str(one.people))
    share: Column = (reader.t("Check-ins answered, %"), lambda one: _plain(one.share, 100))
    mood: Column = (reader.t("Mood, 1 to 5"), lambda one: _plain(one.mood))
    talks: Column = (reader.t("1:1s held, %"), lambda one: _plain(rules.held(one), 100))
    if scope is Scope.BELOW:
        return [
            people,
            share,
            mood,
            (reader.t("Goals at risk or off track, %"), lambda one: _plain(_share(one, *AT_RISK), 100)),
            (reader.t("Goals reached, %"), lambda one: _plain(_share(one, Stand.REACHED), 100)),
            talks,
            (reader.t("Thanks per person"), lambda one: _plain(one.recognition / one.people)),
        ]
    return [
        people,
        (reader.t("Check-ins asked"), lambda one: str(one.asked)),
        (reader.t("Check-ins answered"), lambda one: str(one.answered)),
        share,
        mood,
        *((summaries.stand(reader, each), lambda one, each=each: str(one.goals.get(each, 0))) for each in Stand),
        (reader.t("1:1s agreed"), lambda one: str(one.talks.agreed)),
        (reader.t("1:1s held"), lambda one: str(one.talks.held)),
        (reader.t("Feedback"), lambda one: str(one.received.read)),
        (reader.t("Feedback: things to keep"), lambda one: str(one.received.keep)),
        (reader.t("Feedback: things to change"), lambda one: str(one.received.change)),
        (reader.t("Thanks"), lambda one: str(one.recognition)),
        (reader.t("Blockers named"), lambda one: str(one.blockers.opened)),
        (reader.t("Blockers solved"), lambda one: str(one.blockers.solved)),
        (reader.t("Open blockers"), lambda one: str(one.blockers.open)),
    ]


def rows(reader: Reader, report: "Report") -> list[tuple[str, Figures]]:
    """The departments by name, several together and those of none at the end."""
    every = [(_name(reader, report, row.department), row.figures, row.department) for row in report.table.rows]
    every.sort(key=lambda one: (one[2] is None, one[2] == NOWHERE, one[0]))
    return [(name, figures) for name, figures, _ in every]


def _name(reader: Reader, report: "Report", department: int | None) -> str:
    if department is None:
        return reader.t("Smaller departments together")
    if department == NOWHERE:
        return reader.t("Without a department")
    return kit.cut(report.names.get(department, reader.t("A department that is gone")), NAME_MAX)


def whole(reader: Reader, scope: Scope) -> str:
    return reader.t("The whole company") if scope is Scope.COMPANY else reader.t("All together")


def title(reader: Reader, report: "Report") -> str:
    name = report.cycle.name if report.cycle is not None else ""
    if report.scope is Scope.COMPANY:
        return reader.t("{cycle}: the company", cycle=name)
    return reader.t("{cycle}: the teams below yours", cycle=name)


def about(reader: Reader, report: "Report") -> list[str]:
    """Of which days and whom the figures are."""
    if report.cycle is None:
        return []
    first, last = reader.full_date(report.cycle.starts), reader.full_date(report.last)
    said = [reader.t("{first} to {last}.", first=first, last=last)]
    if report.scope is Scope.BELOW:
        said.append(reader.t("Who reports to you directly is not counted here: you find them in your own summary."))
    said.append(reader.t("Everybody counts in the department in which they came into the cycle."))
    said.append(
        reader.t(
            "Only figures of four people or more are shown, besides yourself and whom you lead; {dash} stands where there are fewer.",
            dash=NONE,
        )
    )
    return said


def outliers(reader: Reader, report: "Report") -> list[str]:
    """How many teams stand out, and of how many. No team is named."""
    found, said = report.table.outliers, []
    if found.asked is not None:
        low, teams, line = *found.asked, reader.percent(rules.LOW_SHARE)
        said.append(
            reader.t("{low} of {teams} teams answered less than {line} of their check-ins", **_at(low, teams, line))
        )
    if found.mood is not None:
        low, teams, line = *found.mood, reader.number(rules.LOW_MOOD)
        said.append(reader.t("A mood below {line} of 5 in {low} of {teams} teams", **_at(low, teams, line)))
    if found.talks is not None:
        low, teams, line = *found.talks, reader.percent(rules.FEW_TALKS)
        said.append(
            reader.t("{low} of {teams} teams held less than {line} of the 1:1s agreed on", **_at(low, teams, line))
        )
    return said


def _at(low: int, teams: int, line: str) -> dict[str, object]:
    return {"low": low, "teams": teams, "line": line}


def trend(reader: Reader, report: "Report") -> list[tuple[str, list[str]]]:
    """Cycle by cycle: the name, and the cells of `trend_heads`."""
    return [(one.cycle.name, _past(reader, one)) for one in report.trend]


def trend_heads(reader: Reader) -> list[str]:
    return [reader.t("Check-ins answered"), reader.t("Mood, 1 to 5"), reader.t("Goals reached"), reader.t("1:1s held")]


def _past(reader: Reader, past: "Past") -> list[str]:
    one = past.total
    if one is None:
        return [NONE] * 4
    return [
        _percent(reader, one.share),
        _number(reader, one.mood),
        _percent(reader, _share(one, Stand.REACHED)),
        _percent(reader, rules.held(one)),
    ]


def weeks(report: "Report") -> list[Week]:
    """For the chart: a week in which too few were asked, or said how they are, is a gap."""
    total = report.table.total
    return [Week(one.day, one.share, one.mood) for one in total.weeks] if total is not None else []


def states(reader: Reader, report: "Report") -> list[State]:
    total = report.table.total
    return [State(summaries.stand(reader, one), total.goals.get(one, 0)) for one in Stand] if total is not None else []


def turns(report: "Report") -> list[Turn]:
    """The 1:1s of each cycle of the trend, by the cycle's first day."""
    return [
        Turn(one.cycle.starts, one.total.talks.agreed, one.total.talks.held)
        for one in report.trend
        if one.total is not None
    ]


def _count(figures: Figures, *stands: Stand) -> int:
    return sum(figures.goals.get(one, 0) for one in stands)


def _share(figures: Figures, *stands: Stand) -> float | None:
    every = sum(figures.goals.values())
    return _count(figures, *stands) / every if every else None


def _of(reader: Reader, part: int, every: int) -> str:
    if not every:
        return NONE
    numbers = {"part": reader.number(part), "every": reader.number(every), "share": reader.percent(part / every)}
    return reader.t("{part} of {every} ({share})", **numbers)


def _number(reader: Reader, value: float | None) -> str:
    return NONE if value is None else reader.number(value)


def _percent(reader: Reader, value: float | None) -> str:
    return NONE if value is None else reader.percent(value)


def _plain(value: float | None, times: int = 1) -> str:
    return "" if value is None else f"{value * times:.1f}"


def lines(pairs: Sequence[Column], figures: Figures) -> list[tuple[str, str]]:
    return [(head, cell(figures)) for head, cell in pairs]
