"""A cycle's report in Slack: the view while it is counted, the figures, and the report as text."""

from typing import TYPE_CHECKING

from bot.domain.cycle_reports import Scope
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import cycle_reports_figures as words
from bot.views import exporting, kit, kit_choices
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.cycle_reports import Report
    from bot.usecases.cycle_reports_files import Part

VIEW, LOOK, CHOOSE = "cycle_reports", "cycle_reports.look", "cycle_reports.choose"
TURN, FILES = "cycle_reports.turn", "cycle_reports.files"
"""To open it, to look at another cycle, at the other scope, and to have the files sent; their value is `pick`."""
A_LINE = 3
GROUPS_MOST = 40
"""Departments of which the modal shows figures; the files have all."""


def pick(cycle_id: int, scope: Scope) -> str:
    """What a button or an option means."""
    return f"{cycle_id} {scope.value}"


def picked(value: str) -> tuple[int, Scope]:
    cycle_id, scope = value.split()
    return int(cycle_id), Scope(scope)


def loading(reader: Reader) -> Json:
    """While it is counted."""
    return kit.modal(
        VIEW,
        reader.t("Cycle report"),
        [kit.sentence(reader.t("One moment: it is being counted."))],
        close=reader.t("Close"),
    )


def modal(reader: Reader, report: "Report") -> Json:
    return kit.modal(VIEW, reader.t("Cycle report"), _blocks(reader, report), close=reader.t("Close"))


def _blocks(reader: Reader, report: "Report") -> list[Json]:
    if report.cycle is None:
        return [kit.sentence(reader.t("No cycle has begun yet, so there is nothing to report."))]
    blocks = [
        kit.header(kit.cut(words.title(reader, report), kit.HEADER_MAX)),
        kit.notes(" ".join(words.about(reader, report))),
        kit.actions(*_ways(reader, report, report.cycle.id), block_id="cycle_reports.ways"),
    ]
    total, columns = report.table.total, words.columns(reader, report.scope)
    if total is None:
        return [*blocks, kit.sentence(reader.t("Too few people to show numbers"))]
    blocks.append(kit.row(words.whole(reader, report.scope), *(_said(reader, words.lines(columns, total)))))
    if outliers := words.outliers(reader, report):
        blocks += [kit.header(reader.t("Teams to look at")), kit.sentence("\n".join(f"• {one}" for one in outliers))]
    rows = words.rows(reader, report)
    if rows:
        blocks.append(kit.header(reader.t("Departments")))
    blocks += [kit.row(name, *_said(reader, words.lines(columns, figures))) for name, figures in rows[:GROUPS_MOST]]
    if (left := len(rows) - GROUPS_MOST) > 0:
        blocks.append(kit.notes(reader.n("and {count} more", "and {count} more", left)))
    if len(report.trend) > 1:
        blocks.append(kit.header(reader.t("Cycle by cycle")))
        heads = words.trend_heads(reader)
        blocks += [
            kit.row(name, *_said(reader, list(zip(heads, cells, strict=True))))
            for name, cells in words.trend(reader, report)
        ]
    return blocks


def _said(reader: Reader, pairs: list[tuple[str, str]]) -> list[str]:
    """The figures, so many in a line."""
    told = [reader.t("{name}: {what}", name=head, what=value) for head, value in pairs]
    return [" · ".join(told[at : at + A_LINE]) for at in range(0, len(told), A_LINE)]


def _ways(reader: Reader, report: "Report", cycle_id: int) -> list[Json]:
    now = pick(cycle_id, report.scope)
    options = [kit.option(one.name, pick(one.id, report.scope)) for one in report.cycles]
    ways: list[Json] = []
    if len(options) > 1:
        ways.append(kit_choices.menu(CHOOSE, options, now, reader.t("Another cycle")))
    if report.table.total is not None:
        ways.append(kit.button(reader.t("Send me this as files"), FILES, now))
    for scope in report.scopes:
        if scope is not report.scope:
            text = reader.t("The company") if scope is Scope.COMPANY else reader.t("The teams below mine")
            ways.append(kit.button(text, TURN, pick(cycle_id, scope)))
    return ways or [kit.button(reader.t("Look again"), TURN, now)]


def on_its_way(reader: Reader, value: str) -> Json:
    """What is said once the files were asked for, in place of the figures; these come back."""
    text = reader.t("The report comes to your messages in a moment: as a page to read and print, and as a table.")
    back = kit.actions(kit.button(reader.t("Look again"), TURN, value))
    return kit.modal(VIEW, reader.t("Cycle report"), [kit.sentence(text), back], close=reader.t("Close"))


def text(reader: Reader, report: "Report") -> str:
    """All of it as lines, where files are not allowed: each department apart from the next."""
    total, columns = report.table.total, words.columns(reader, report.scope)
    told = [*words.about(reader, report)]
    if total is None:
        return "\n".join([*told, reader.t("Too few people to show numbers")])
    groups = [(words.whole(reader, report.scope), total), *words.rows(reader, report)]
    for name, figures in groups:
        told += ["", name, *_said(reader, words.lines(columns, figures))]
    told += ["", *(f"• {one}" for one in words.outliers(reader, report))]
    heads = words.trend_heads(reader)
    for name, cells in words.trend(reader, report):
        told += ["", name, *_said(reader, list(zip(heads, cells, strict=True)))]
    return "\n".join(told)


def parts(reader: Reader, report: "Report") -> int:
    """How many messages that takes."""
    return len(exporting.pieces(text(reader, report)))


def part(reader: Reader, shown: "Part") -> Message:
    """One message of it."""
    name = words.title(reader, shown.report)
    head = reader.t("{title}, part {number} of {count}", title=name, number=shown.number, count=shown.count)
    return exporting.message(reader, head, text(reader, shown.report), shown.number - 1)
