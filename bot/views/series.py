"""A series as HR sees it: paused, running, and who would get what when."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.views import checkins, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.series import Preview
    from storage.series import Series

PREVIEW = "series.preview"
START = "series.start"
PAUSE = "series.pause"
WAVES_MOST = 40


def paused(reader: Reader, series: "Series") -> list[Json]:
    text = reader.t(
        "*{series}* is paused: nobody is asked anything. Look at who would get what when, then start it.",
        series=kit.escape(checkins.name(reader, series)),
    )
    return [
        kit.section(text),
        kit.actions(kit.button(reader.t("Who gets what when"), PREVIEW, str(series.id), style="primary")),
    ]


def running(reader: Reader, series: "Series") -> list[Json]:
    pause = kit.button(
        reader.t("Pause"),
        PAUSE,
        str(series.id),
        confirm=kit.confirm(
            reader.t("Pause the check-in?"),
            reader.t("Nobody is asked again until somebody starts it. What is open can still be answered."),
            reader.t("Pause"),
            reader.t("Keep it running"),
        ),
    )
    text = reader.t("*{series}* is running.", series=kit.escape(checkins.name(reader, series)))
    look = kit.button(reader.t("Who gets what when"), PREVIEW, str(series.id))
    return [kit.section(text), kit.actions(look, pause)]


def preview(reader: Reader, shown: "Preview", *, can_start: bool) -> Json:
    """Who would get what when; the submit starts it."""
    intro = reader.n(
        "{count} person gets the prompt, in their own zone and working days.",
        "{count} people get the prompt, each in their own zone and working days.",
        shown.people,
    )
    blocks: list[Json] = [kit.section(kit.escape(intro))]
    for wave in shown.waves[:WAVES_MOST]:
        local = Reader(reader.locale, wave.zone)
        line = reader.n("{count} person in {zone}", "{count} people in {zone}", wave.people, zone=wave.zone)
        blocks.append(kit.section(f"*{kit.escape(local.moment(wave.at))}*\n{kit.escape(line)}"))
    if len(shown.waves) > WAVES_MOST:
        left = len(shown.waves) - WAVES_MOST
        blocks.append(kit.context(kit.escape(reader.n("and {count} more", "and {count} more", left))))
    if shown.names:
        names = reader.names(shown.names)
        if shown.people > len(shown.names):
            names = reader.t("{names} and others", names=", ".join(shown.names))
        blocks.append(kit.context(kit.escape(kit.cut(names, 2_000))))
    blocks.append(kit.section(kit.escape(_what(reader, shown))))
    if shown.without_manager:
        text = reader.n(
            "{count} person has no manager yet: nobody but they would read their answers.",
            "{count} people have no manager yet: nobody but they would read their answers.",
            shown.without_manager,
        )
        blocks.append(kit.section(kit.escape(text)))
    return kit.modal(
        START,
        reader.t("Who gets what when"),
        blocks,
        close=reader.t("Close"),
        submit=reader.t("Start") if can_start else None,
        metadata=str(shown.series.id),
    )


def _what(reader: Reader, shown: "Preview") -> str:
    return reader.t(
        "What they get: a message with a button to a form of two minutes, about their week, the next one, what is in their way, "
        "their mood and an idea. Each may skip any of it. Their manager reads it; you see numbers alone."
    )
