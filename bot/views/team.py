"""The team on Home: the week at a glance, a page of its people, and figures of the teams below."""

from typing import TYPE_CHECKING

from bot.domain import home
from bot.domain.checkins import Outcome
from bot.locales.reader import Reader
from bot.views import kit, nudges, reading
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.team import Figures, Orphans, Team, TeamRow

PREVIOUS = "team.previous"
NEXT = "team.next"
"""The buttons to the other pages; their value is the page."""
ORPHANS_MOST = 3


def section(reader: Reader, team: "Team") -> list[Json]:
    """Nothing for those who lead nobody."""
    if not team.size and not team.orphans:
        return []
    blocks = [kit.header(reader.t("Your team"))]
    if team.size:
        blocks.append(kit.sentence(_glance(reader, team)))
    for row in team.rows:
        lines = [_state(reader, row), *([_figures(reader, row.below)] if row.below is not None else [])]
        blocks.append(kit.row(row.person.name, *lines, accessory=_open(reader, row, home.origin(team.page))))
    blocks += _ways(reader, team)
    return blocks + orphans(reader, team.orphans)


def orphans(reader: Reader, found: "list[Orphans]") -> list[Json]:
    """The teams that nobody leads at the moment, on Home and in the digest."""
    blocks: list[Json] = []
    for person, figures in found[:ORPHANS_MOST]:
        line = reader.t("No longer here. Until somebody takes over, you see figures of this team and nobody's words.")
        blocks.append(kit.row(kit.cut(person.name, kit.NAME_MAX), line, _figures(reader, figures)))
    return blocks


def _glance(reader: Reader, team: "Team") -> str:
    seen = team.glance
    return reader.t(
        "The last check-in: {answered} of {size} answered, {unread} of these you have not read. {open} still open, {away} away.",
        answered=seen.answered,
        size=team.size,
        unread=seen.unread,
        open=seen.open,
        away=seen.away,
    )


def _state(reader: Reader, row: "TeamRow") -> str:
    if row.checkin is not None:
        when = reader.moment(row.checkin.edited_at or row.checkin.sent_at)
        if row.flagged:
            return reader.t("Answered on {when}, flagged for your 1:1", when=when)
        if row.read:
            return reader.t("Answered on {when}, read", when=when)
        return reader.t("Answered on {when}", when=when)
    if row.outcome in (Outcome.ANSWERED, Outcome.LATE):
        return reader.t("Answered; you are not among its readers")
    if row.away_until is not None:
        return reader.t("Away until {day}", day=reader.day(row.away_until))
    if row.open:
        return reader.t("Still open")
    if row.outcome == Outcome.AWAY:
        return reader.t("Away")
    if row.skip is not None:
        return nudges.state(reader, row.skip)
    if row.outcome == Outcome.SKIPPED:
        return reader.t("Not this time")
    return reader.t("Nothing to read")


def _open(reader: Reader, row: "TeamRow", origin: str) -> Json | None:
    if row.checkin is None:
        return None
    text = reader.t("Read again") if row.read else reader.t("Read")
    label = reader.t("Read the check-in of {name}", name=row.person.name)
    style = None if row.read else "primary"
    return kit.button(text, reading.READ, f"{row.checkin.id} {origin}", label=label, style=style)


def _figures(reader: Reader, below: "Figures") -> str:
    """What a manager's manager sees of a team: counts and an average, or that it is too small for them."""
    if below.asked is None or below.answered is None:
        return reader.t("Their own team: fewer than four people were asked, so there are no figures.")
    if below.mood is None:
        return reader.t("Their own team: {answered} of {asked} answered.", answered=below.answered, asked=below.asked)
    return reader.t(
        "Their own team: {answered} of {asked} answered, mood {mood} of 5 on average.",
        answered=below.answered,
        asked=below.asked,
        mood=reader.number(below.mood),
    )


def _ways(reader: Reader, team: "Team") -> list[Json]:
    """Which page it is, and the ways to those beside it."""
    if team.pages == 1:
        return []
    buttons = []
    if team.page > 0:
        buttons.append(kit.button(reader.t("Previous"), PREVIOUS, str(team.page - 1)))
    if team.page < team.pages - 1:
        buttons.append(kit.button(reader.t("Next"), NEXT, str(team.page + 1)))
    page = reader.t("Page {page} of {pages}", page=team.page + 1, pages=team.pages)
    return [kit.notes(page), kit.actions(*buttons)]
