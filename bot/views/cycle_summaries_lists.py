"""What lies behind a summary: the records of a figure, the people of a team, one person's evidence, and earlier summaries."""

from typing import TYPE_CHECKING

from bot.domain.cycle_summaries import Of
from bot.domain.cycle_summaries_told import phase_of
from bot.locales.reader import Reader
from bot.views import cycle_summaries as views
from bot.views import cycle_summaries_entries as entries
from bot.views import cycle_summaries_figures as figures
from bot.views import cycle_summaries_talk_to as talking
from bot.views import cycles_words, kit, kit_pages
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.cycle_summaries import Earlier, Listed
    from bot.usecases.cycle_summaries_evidence import Behind, Timeline

EARLIER_PAGE = 20


def behind(reader: Reader, shown: "Behind") -> Json:
    """What a figure counts, in place of the summary."""
    head = _figure(reader, shown.of)
    blocks = [kit.header(head), *(entries.line(reader, one, shown.people) for one in shown.entries)]
    if not shown.entries:
        blocks.append(kit.section(reader.t("Nothing of this is yours to read any more.")))
    elif shown.gone:
        gone = reader.n(
            "{count} that was counted is not there any more, or not open to you.",
            "{count} that were counted are not there any more, or not open to you.",
            shown.gone,
        )
        blocks.append(kit.notes(gone))
    about = f"{shown.kept_id} {shown.of.value}"
    turns = kit_pages.turns(reader, views.BEHIND, about, shown.page, shown.pages)
    back = kit.button(reader.t("Back to the summary"), views.TEAM, str(shown.kept_id))
    return views.modal(reader, [*blocks, kit.actions(back, *turns)])


def _figure(reader: Reader, of: Of) -> str:
    said = {
        Of.CHECKINS: reader.t("Check-ins"),
        Of.GOALS: reader.t("Goals"),
        Of.BLOCKERS: reader.t("What stood in the way"),
        Of.RECEIVED: reader.t("Feedback that your people received"),
        Of.GIVEN: reader.t("Feedback that they gave"),
        Of.RECOGNITION: reader.t("Thanks"),
        Of.TALKS: reader.t("1:1s with you"),
    }
    return said[of]


def people(reader: Reader, shown: "Listed") -> Json:
    """Everybody of the team, a line each, and the way to their evidence."""
    blocks = [kit.sentence(views.window(reader, shown.window))]
    for one in shown.people:
        label = reader.t("The evidence of {name}", name=one.person.name)
        button = kit.button(reader.t("Evidence"), views.PERSON, f"{one.person.id} 0", label=label)
        head = kit.cut(one.person.name, kit.NAME_MAX)
        blocks.append(kit.row(head, figures.short(reader, one.figures), accessory=button))
    blocks.append(kit.notes(reader.t("In the order of names. Each line holds what you may read.")))
    turns = kit_pages.turns(reader, views.PEOPLE, "", shown.page, shown.pages)
    return views.modal(
        reader, [*blocks, kit.actions(kit.button(reader.t("Back to the summary"), views.TEAM, "0"), *turns)]
    )


def timeline(reader: Reader, shown: "Timeline") -> Json:
    """One person, with dated evidence."""
    name = kit.cut(shown.person.name, kit.NAME_MAX)
    head = reader.t("{name}: {what}", name=name, what=views.window(reader, shown.window))
    blocks = [kit.sentence(head)]
    if shown.since is not None:
        day = reader.day(shown.since)
        said = reader.t(
            "{name} reports to you since {day}: what was before is with who led them then.", name=name, day=day
        )
        blocks.append(kit.notes(said))
    blocks.append(kit.sentence(figures.short(reader, shown.figures)))
    mine = [
        kit.button(reader.t("Give feedback"), talking.GIVE, str(shown.person.id)),
        kit.button(reader.t("Open your 1:1"), talking.TALK, str(shown.person.id)),
    ]
    blocks += [kit.actions(*mine), kit.divider()]
    blocks += [entries.line(reader, one, shown.people) for one in shown.entries]
    if not shown.entries:
        blocks.append(kit.section(reader.t("Nothing of these days is yours to read yet.")))
    turns = kit_pages.turns(reader, views.PERSON, str(shown.person.id), shown.page, shown.pages)
    back = kit.button(reader.t("Back to the summary"), views.TEAM, "0")
    return views.modal(reader, [*blocks, kit.actions(back, *turns)])


def earlier(reader: Reader, shown: "Earlier", page: int = 0) -> Json:
    """The summaries that were told, the latest first."""
    blocks = []
    last = max((len(shown.told) - 1) // EARLIER_PAGE, 0)
    page = min(max(page, 0), last)
    for one, cycle in shown.told[page * EARLIER_PAGE : (page + 1) * EARLIER_PAGE]:
        phase = phase_of(one.part)
        what = reader.t("the whole cycle") if phase is None else cycles_words.phase(reader, phase)
        days = reader.t("{what}, to {day}", what=what, day=reader.full_date(one.last))
        button = kit.button(reader.t("Open"), views.TEAM, str(one.id))
        blocks.append(kit.row(kit.cut(cycle.name, kit.NAME_MAX), days, accessory=button))
    if not blocks:
        blocks.append(kit.section(reader.t("There is none yet: one comes when a phase or a cycle ends.")))
    turns = kit_pages.turns(reader, views.EARLIER, "", page, last + 1)
    return views.modal(reader, [*blocks, kit.actions(kit.button(reader.t("As it is now"), views.TEAM, "0"), *turns)])
