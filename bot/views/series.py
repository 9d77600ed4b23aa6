"""A series as HR sees it: paused, running, and who would get what when."""

from typing import TYPE_CHECKING

from bot.domain.checkins import SeriesKind
from bot.locales.reader import Reader
from bot.views import checkins, kit, pulses
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.series import Preview
    from storage.series import Series

PREVIEW = "series.preview"
START = "series.start"
PAUSE = "series.pause"
WAVES_MOST = 40


def paused(reader: Reader, series: "Series") -> list[Json]:
    text = reader.t("Paused: nobody is asked anything. See who would get what and when, then start it.")
    return [
        kit.row(checkins.name(reader, series), text),
        kit.actions(kit.button(reader.t("Who gets what, and when"), PREVIEW, str(series.id), style="primary")),
    ]


def running(reader: Reader, series: "Series") -> list[Json]:
    pause = kit.button(
        reader.t("Pause"),
        PAUSE,
        str(series.id),
        confirm=kit.confirm(
            reader.t("Pause the check-in?"),
            reader.t("Nobody is asked again until it is started. What is open can still be answered."),
            reader.t("Pause"),
            reader.t("Keep it running"),
        ),
    )
    look = kit.button(reader.t("Who gets what, and when"), PREVIEW, str(series.id))
    return [kit.row(checkins.name(reader, series), reader.t("Running")), kit.actions(look, pause)]


def preview(reader: Reader, shown: "Preview", *, can_start: bool) -> Json:
    """Who would get what when; the submit starts it."""
    intro = reader.n(
        "{count} person gets the prompt, in their own zone and working days.",
        "{count} people get the prompt, each in their own zone and working days.",
        shown.people,
    )
    blocks: list[Json] = [kit.sentence(intro)]
    for wave in shown.waves[:WAVES_MOST]:
        local = Reader(reader.locale, wave.zone)
        line = reader.n("{count} person in {zone}", "{count} people in {zone}", wave.people, zone=wave.zone)
        blocks.append(kit.row(local.moment(wave.at), line))
    if len(shown.waves) > WAVES_MOST:
        left = len(shown.waves) - WAVES_MOST
        blocks.append(kit.notes(reader.n("and {count} more", "and {count} more", left)))
    if shown.names:
        blocks.append(kit.notes(reader.names(shown.names, of=shown.people)))
    pulse = shown.series.kind is SeriesKind.PULSE
    blocks.append(kit.sentence(pulses.what(reader) if pulse else _what(reader)))
    if shown.without_manager and not pulse:
        text = reader.n(
            "{count} person has no manager yet: only they can read their answers.",
            "{count} people have no manager yet: only they themselves can read their answers.",
            shown.without_manager,
        )
        blocks.append(kit.sentence(text))
    return kit.modal(
        START,
        reader.t("Who gets what, and when"),
        blocks,
        close=reader.t("Close"),
        submit=reader.t("Start") if can_start else None,
        metadata=str(shown.series.id),
    )


def _what(reader: Reader) -> str:
    return reader.t(
        "What they get: a message with a button that opens a form. It takes about two minutes and asks about their week, the "
        "next one, what is in their way, their mood and an idea; any of it can be skipped. Their manager reads the answers; "
        "you see numbers only."
    )
