"""The dry run of a cycle in words: what would be sent on which day, to how many people in which zone."""

from typing import TYPE_CHECKING

from bot.domain.cycles import Stage
from bot.locales.reader import Reader
from bot.views import cycles_open, kit
from bot.views import cycles_words as words
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.cycles_dry_run import DryRun, Told

MOMENTS_MOST, ZONES_MOST = 40, 8


def loading(reader: Reader, cycle_id: int) -> Json:
    """While it is counted."""
    return _modal(reader, [kit.sentence(reader.t("One moment: it is being counted.")), _back(reader, cycle_id)])


def dry_run(reader: Reader, shown: "DryRun") -> Json:
    """Who would be told what, in the order of days."""
    one = shown.cycle
    intro = reader.n("{count} person is in it.", "{count} people are in it.", shown.people)
    if one.stage is Stage.PLANNED:
        intro = reader.n("{count} person would be in it.", "{count} people would be in it.", shown.people)
    blocks: list[Json] = [kit.sentence("\n".join([intro, *_warnings(reader, shown)]))]
    blocks += [kit.row(_head(reader, told), *_zones(reader, told)) for told in shown.told[:MOMENTS_MOST]]
    left = len(shown.told) - MOMENTS_MOST
    if left > 0:
        blocks.append(kit.notes(reader.n("and {count} more", "and {count} more", left)))
    if shown.told:
        note = reader.t("The day is that of each person's own calendar. The message comes in their working hours.")
        blocks.append(kit.notes(note))
    else:
        blocks.append(kit.sentence(reader.t("No phase is still to be told of.")))
    blocks += _besides(reader, shown)
    return _modal(reader, [*blocks, _back(reader, one.id)])


def _back(reader: Reader, cycle_id: int) -> Json:
    return kit.actions(kit.button(reader.t("Back"), cycles_open.OPEN, str(cycle_id)))


def _modal(reader: Reader, blocks: list[Json]) -> Json:
    return kit.modal("cycles.dry_run", reader.t("Dry run"), blocks, close=reader.t("Close"))


def _warnings(reader: Reader, shown: "DryRun") -> list[str]:
    """What HR may want to mend first."""
    lines = []
    if shown.elsewhere and shown.elsewhere_until is not None:
        lines.append(
            reader.n(
                "{count} of them is in another cycle still, until {day} at the latest, and is taken in on the day after.",
                "{count} of them are in another cycle still, until {day} at the latest, and are taken in on the day after.",
                shown.elsewhere,
                day=reader.full_date(shown.elsewhere_until),
            )
        )
    if shown.barred and shown.barred_until is not None:
        lines.append(
            reader.n(
                "{count} more is not taken in: they are in another cycle until {day} at the latest, and this one is over by then.",
                "{count} more are not taken in: they are in another cycle until {day} at the latest, and this one is over by then.",
                shown.barred,
                day=reader.full_date(shown.barred_until),
            )
        )
    if shown.unled:
        lines.append(
            reader.n(
                "{count} has no manager: nobody gets a summary of them.",
                "{count} have no manager: nobody gets a summary of them.",
                shown.unled,
            )
        )
    if shown.zoneless:
        lines.append(
            reader.n(
                "{count} has no time zone: theirs is taken to be UTC.",
                "{count} have no time zone: theirs is taken to be UTC.",
                shown.zoneless,
            )
        )
    return lines


def _head(reader: Reader, told: "Told") -> str:
    day, phase = reader.day(told.day), words.phase(reader, told.phase)
    if told.joins:
        return reader.t("{day}: “{phase}”, which is on already", day=day, phase=phase)
    return reader.t("{day}: “{phase}” begins", day=day, phase=phase)


def _zones(reader: Reader, told: "Told") -> list[str]:
    """Where most live, first."""
    zones = sorted(told.zones.items(), key=lambda one: (-one[1], one[0]))
    lines = [
        reader.n("{count} person in {zone}", "{count} people in {zone}", count, zone=zone)
        for zone, count in zones[:ZONES_MOST]
    ]
    if len(zones) > ZONES_MOST:
        rest = sum(count for _, count in zones[ZONES_MOST:])
        lines.append(reader.n("{count} person in other zones", "{count} people in other zones", rest))
    return lines


def _besides(reader: Reader, shown: "DryRun") -> list[Json]:
    """The summaries, and what is sent only if HR sends it."""
    one, blocks = shown.cycle, list[Json]()
    ends = sorted({each.ends for each in shown.phases if one.rolling or each.ends >= shown.today})
    if ends and shown.managers:
        days = [words.span(reader, one, day, day) for day in ends]
        lines = reader.n(
            "{count} manager gets one after: {days}",
            "{count} managers get one after: {days}",
            shown.managers,
            days=reader.names(days),
        )
        blocks.append(kit.row(reader.t("Summaries of the team"), lines))
    text = reader.n(
        "Only if you send it: to {count} person. A draft is ready once the cycle is started.",
        "Only if you send it: to {count} people. A draft is ready once the cycle is started.",
        shown.people,
    )
    if one.stage is Stage.PLANNED:
        blocks.append(kit.row(reader.t("Announcement"), text))
    return blocks
