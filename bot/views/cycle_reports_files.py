"""A cycle's report as two files: a page that is read and printed anywhere, and a table for spreadsheets."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bot.domain.cycle_reports import Scope, Sort
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import charts_states, charts_talks, charts_weeks, exporting, kit
from bot.views import cycle_reports_figures as words
from bot.views.charts_paper import DARK, LIGHT

if TYPE_CHECKING:
    from bot.usecases.cycle_reports import Report
    from bot.usecases.cycle_reports_files import Wanted

NAMES = {Sort.PAGE: "cycle-report.html", Sort.TABLE: "cycle-report.csv"}
LANG = {"en": "en", "zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant"}
"""How each catalogue's language is called in a page (BCP 47)."""
FONT = "sans-serif"
"""Of the charts; the page's own style says which."""
TITLE_MAX = 255


@cache
def templates() -> Environment:
    """The templates, with every value escaped."""
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def title(reader: Reader, report: "Report", sort: Sort) -> str:
    """What the file is called in the chat."""
    name = words.title(reader, report)
    said = reader.t("{title} (table)", title=name) if sort is Sort.TABLE else reader.t("{title} (page)", title=name)
    return kit.cut(said, TITLE_MAX)


def doubtful(reader: Reader, shown: "Wanted") -> Message:
    """Nobody knows whether the file arrived."""
    return exporting.doubtful(reader, title(reader, shown.report, shown.sort))


def made(reader: Reader, report: "Report", sort: Sort) -> bytes:
    return table(reader, report) if sort is Sort.TABLE else page(reader, report).encode()


def table(reader: Reader, report: "Report") -> bytes:
    """Every department, and all of them together, with one number in each cell."""
    columns = words.plain(reader, report.scope)
    head = [reader.t("Department"), *(head for head, _ in columns)]
    total = report.table.total
    groups = [(words.whole(reader, report.scope), total)] if total is not None else []
    return exporting.table(
        [head, *([name, *(cell(one) for _, cell in columns)] for name, one in [*groups, *words.rows(reader, report)])]
    )


def page(reader: Reader, report: "Report") -> str:
    """One file, whole in itself: it fetches nothing and runs nothing."""
    columns = words.columns(reader, report.scope)
    total = report.table.total
    groups = [(words.whole(reader, report.scope), total)] if total is not None else []
    rows = [
        (name, [value for _, value in words.lines(columns, one)])
        for name, one in [*groups, *words.rows(reader, report)]
    ]
    return (
        templates()
        .get_template("cycle_report.html")
        .render(
            lang=LANG[reader.language],
            title=words.title(reader, report),
            about=words.about(reader, report),
            tiles=words.lines(columns, total) if total is not None else [],
            too_few=reader.t("Too few people to show numbers"),
            outliers_head=reader.t("Teams to look at"),
            outliers=words.outliers(reader, report),
            charts=_charts(reader, report) if total is not None else [],
            departments_head=reader.t("Departments"),
            department=reader.t("Department"),
            heads=[head for head, _ in columns],
            rows=rows,
            trend_head=reader.t("Cycle by cycle"),
            cycle=reader.t("Cycle"),
            trend_heads=words.trend_heads(reader),
            trend=words.trend(reader, report),
            dark=list(zip(_colours(LIGHT), _colours(DARK), strict=True)),
        )
    )


def _charts(reader: Reader, report: "Report") -> list[tuple[Markup, str]]:
    """Each chart with what it shows, for those who do not see it."""
    answers, goals = reader.t("Check-ins and mood, week by week"), reader.t("Goals by how they stand")
    weeks, states = words.weeks(report), words.states(reader, report)
    drawn: list[tuple[str, str]] = [
        (charts_weeks.svg(reader, answers, weeks, FONT), charts_weeks.alt(reader, answers, weeks)),
        (charts_states.svg(reader, goals, states, FONT), charts_states.alt(reader, goals, states)),
    ]
    if report.scope is Scope.COMPANY:
        talks, turns = reader.t("1:1s of each cycle, by its first day"), words.turns(report)
        drawn.append((charts_talks.svg(reader, talks, turns, FONT), charts_talks.alt(reader, talks, turns)))
    return [(Markup(svg), said) for svg, said in drawn]  # noqa: S704 - our own picture, in which all words are escaped


def _colours(palette: Any) -> list[str]:
    return [palette.paper, palette.ink, palette.quiet, palette.first, palette.second]
