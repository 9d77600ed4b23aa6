"""Competencies: the row on Home, the team's board, and both sides beside each other."""

from typing import TYPE_CHECKING

from bot.domain.competencies import said
from bot.domain.home import ORIGIN
from bot.locales.reader import Reader
from bot.views import kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.domain.competencies import Family, Gap
    from bot.usecases.competencies import Board, Compared, Given, Row, TeamRow
    from bot.usecases.competencies_counts import Counts

OPEN = "competencies.open"
"""On Home: one's own, or the board of who leads somebody."""
SHOW = "competencies.show"
ASSESS = "competencies.assess"
TURN = "competencies.turn"
"""Begins the action ids of the buttons to another page of the board; the value is where it begins."""
PAGE = 10


def section(reader: Reader, row: "Row | None") -> list[Json]:
    """One row on Home, for those whom it is about."""
    if row is None:
        return []
    lines = []
    if row.of:
        lines.append(_own(reader, row))
    if row.team:
        lines.append(reader.t("Your team's: {done} of {team} rated fully by you.", done=row.done, team=row.team))
    button = kit.button(reader.t("Open"), OPEN, ORIGIN, label=reader.t("Open the competencies"))
    return [kit.row(reader.t("Competencies"), *lines, accessory=button)]


def _own(reader: Reader, row: "Row") -> str:
    if row.both:
        return reader.t("Yours: both sides are given.")
    return reader.t(
        "Yours: {given} of {of} given by you. What each side gave is seen once both are given.",
        given=row.given,
        of=row.of,
    )


def board(reader: Reader, shown: "Board") -> Json:
    """One's own, and a page of the people who report to one."""
    if not shown.has_model:
        text = reader.t(
            "Your company has no competencies here yet. HR can set them up: {command}", command="/growloop competencies"
        )
        return kit.modal("competencies.board", reader.t("Competencies"), [kit.sentence(text)], close=reader.t("Close"))
    blocks: list[Json] = []
    if shown.mine.family is not None:
        button = kit.button(reader.t("Open"), SHOW, str(shown.mine.person.id))
        of = len(shown.mine.family.competencies)
        line = reader.t("Rated by yourself: {given} of {of}", given=shown.mine.given, of=of)
        blocks.append(kit.row(reader.t("Yours"), line, accessory=button))
    if shown.rows:
        blocks.append(kit.header(reader.t("Who reports to you")))
        blocks += [_row(reader, one) for one in shown.rows]
    if not blocks:
        blocks.append(kit.sentence(reader.t("You have no job family here yet. Your manager or HR can choose it.")))
    if shown.below is not None:
        blocks.append(kit.notes(reader.t("The teams below"), counted(reader, shown.below)))
    ways = []
    if shown.at > 0:
        ways.append(kit.button(reader.t("Previous"), f"{TURN}.previous", str(max(0, shown.at - PAGE))))
    if shown.more:
        ways.append(kit.button(reader.t("Next"), f"{TURN}.next", str(shown.at + PAGE)))
    blocks += [kit.actions(*ways)] if ways else []
    return kit.modal("competencies.board", reader.t("Competencies"), blocks, close=reader.t("Close"))


def counted(reader: Reader, found: "Counts") -> str:
    """Figures of four people or more, and no names."""
    return reader.t(
        "{people} people; rated by themselves: {own}, by their managers: {manager}",
        people=found.people,
        own=found.own,
        manager=found.manager,
    )


def _row(reader: Reader, one: "TeamRow") -> Json:
    name = kit.cut(one.person.name, kit.NAME_MAX)
    if one.family is None:
        button = kit.button(
            reader.t("Choose"), ASSESS, str(one.person.id), label=reader.t("Choose for {name}", name=name)
        )
        return kit.row(name, reader.t("No job family yet"), accessory=button)
    button = kit.button(reader.t("Open"), SHOW, str(one.person.id), label=reader.t("Open that of {name}", name=name))
    given = reader.t(
        "Rated by themselves: {own} of {of}; by you: {mine} of {of}", own=one.own, mine=one.mine, of=one.of
    )
    return kit.row(name, where(reader, one.family, one.level), given, accessory=button)


def where(reader: Reader, family: "Family", level: int) -> str:
    """The family and the level that is expected."""
    return reader.t(
        "{family}, expected: {level}",
        family=said(family.names, reader.language),
        level=level_name(reader, family, level),
    )


def level_name(reader: Reader, family: "Family", level: int | None) -> str:
    """What a level is called."""
    if level is None or not 1 <= level <= len(family.levels):
        return "–"
    return said(family.levels[level - 1], reader.language)


def compared(reader: Reader, shown: "Compared") -> Json:
    """Both sides beside each other, once both are given; before that, one's own."""
    title = reader.t("Competencies")
    name = kit.cut(shown.person.name, kit.NAME_MAX)
    mine = shown.viewer.id == shown.person.id
    text = reader.t("Assess yourself") if mine else reader.t("Assess {name}", name=kit.cut(shown.person.name, 20))
    assess = kit.actions(kit.button(text, ASSESS, str(shown.person.id), style="primary"))
    if shown.family is None or shown.place is None:
        blocks = [kit.sentence(reader.t("No job family is chosen for {name} yet.", name=name))]
        blocks += [assess] if shown.leads else []
        return kit.modal("competencies.compared", title, blocks, close=reader.t("Close"))
    blocks = [kit.row(name, where(reader, shown.family, shown.place.level)), kit.notes(_stand(reader, shown))]
    for gap in shown.gaps:
        blocks += _competency(reader, shown, shown.family, gap)
    blocks += [assess] if mine or shown.leads else []
    metadata = str(shown.person.id)
    return kit.modal("competencies.compared", title, blocks, close=reader.t("Close"), metadata=metadata)


def _stand(reader: Reader, shown: "Compared") -> str:
    if shown.both:
        return reader.t("Both sides are given.")
    return reader.t("What each side gave is seen by the other once both have rated every competency.")


def _competency(reader: Reader, shown: "Compared", family: "Family", gap: "Gap") -> list[Json]:
    competency = family.find(gap.key)
    if competency is None:
        return []
    lines, blocks = [], []
    for given in [one for one in (shown.own, *shown.managers) if one is not None]:
        rated = given.ratings.get(gap.key)
        if rated is not None:
            lines.append(_given(reader, shown, given, gap.key))
            blocks += kit.words(rated.instance, reader) if rated.instance != "" else []
    lines += _gap(reader, gap)
    return [kit.row(said(competency.names, reader.language), *(lines or [reader.t("Not rated yet")])), *blocks]


def _given(reader: Reader, shown: "Compared", given: "Given", key: str) -> str:
    level = level_name(reader, given.family, given.ratings[key].level)
    day = reader.full_date(reader.local(given.at).date())
    who = kit.cut(given.author.name, kit.NAME_MAX)
    if given.author.id == shown.person.id:
        return reader.t("{name} on themselves, {day}: {level}", name=who, day=day, level=level)
    return reader.t("{name}, {day}: {level}", name=who, day=day, level=level)


def _gap(reader: Reader, gap: "Gap") -> list[str]:
    lines = []
    if gap.apart:
        lines.append(reader.n("You two differ by {count} level.", "You two differ by {count} levels.", abs(gap.apart)))
    if gap.missing:
        lines.append(reader.n("{count} level to what is expected.", "{count} levels to what is expected.", gap.missing))
    return lines
