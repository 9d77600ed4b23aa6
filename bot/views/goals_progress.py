"""The form in which an owner says how a goal goes, wherever it was opened."""

from typing import TYPE_CHECKING, Any

from bot.domain.goals import Confidence, Measure, ProgressFrom
from bot.domain.goals_progress import WORDS_MAX, Said
from bot.locales.reader import Reader
from bot.views import goals_checkin, inputs, kit
from bot.views import goals_standing as standing
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.goals_progress import Telling
    from bot.usecases.goals_seeing import Stands

UPDATE = "goals.update"
"""Opens the form; its value is the goal, and where it was pressed."""
TELL = "goals.tell"
RESULT = "result_"


def button(reader: Reader, goal_id: int, origin: str = "", label: str = "") -> Json:
    """For whoever shows a goal to its owner."""
    return kit.button(reader.t("Update"), UPDATE, f"{goal_id} {origin}".strip(), label=label or None)


def form(reader: Reader, shown: "Telling", origin: str = "") -> Json:
    """Its value, its key results, how sure they are and why; and where its progress comes from, where there is a choice."""
    goal, version = shown.goal, shown.version
    told, count = shown.below.told, shown.below.count
    now = f"{standing.progress(reader, goal.progress)}, {standing.source(reader, goal, told, count)}"
    blocks = [kit.row(standing.title(reader, version), now), *_made_of(reader, shown), *_values(reader, shown)]
    sure = reader.t("How sure are you that you will reach it?")
    known = standing.confidence(reader, goal.confidence)
    hint = reader.t("Now: {known}. Left empty, it stays as it is.", known=known) if known else None
    blocks.append(kit.select("sure", sure, standing.confidences(reader), hint=hint))
    why = reader.t("What changed?")
    hint = reader.t("Needed where you are less sure than before. Whoever may read the goal reads it.")
    blocks.append(kit.text_input("words", why, hint=hint, most=WORDS_MAX))
    return kit.modal(
        TELL,
        reader.t("How it goes"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=f"{goal.id} {origin}".strip(),
    )


def _made_of(reader: Reader, shown: "Telling") -> list[Json]:
    """The choice of what its progress is made of, where there is more than what its owner says."""
    offered = [(ProgressFrom.OWN, reader.t("What I say here"))]
    if shown.results:
        offered.append((ProgressFrom.KEY_RESULTS, reader.t("Its key results, each counting the same")))
    if shown.below.count or shown.goal.progress_from is ProgressFrom.BELOW:
        offered.append((ProgressFrom.BELOW, reader.t("The goals that support it, by their contribution")))
    if len(offered) == 1:
        return []
    options = [kit.option(text, value) for value, text in offered]
    label, chosen = reader.t("Where its progress comes from"), shown.goal.progress_from
    return [kit.select("made_of", label, options, initial=chosen, radio=True, optional=False)]


def _values(reader: Reader, shown: "Telling") -> list[Json]:
    version, blocks = shown.version, []
    empty = reader.t("Left empty, it stays as it is.")
    label = reader.t("Its value now")
    if version.measure is Measure.INDICATOR:
        label = reader.t("Its value in the month of {day}", day=reader.full_date(shown.month))
    known = standing.value(reader, version, shown.value)
    hint = reader.t("Now: {known}. Left empty, it stays as it is.", known=known) if known else empty
    blocks.append(standing.field(reader, "value", label, version, None, hint))
    for one in shown.results:
        known = standing.value(reader, one, one.value)
        hint = reader.t("Now: {known}. Left empty, it stays as it is.", known=known) if known else empty
        blocks.append(standing.field(reader, f"{RESULT}{one.id}", standing.title(reader, one), one, None, hint))
    return blocks


def read_form(values: Json) -> dict[str, Any]:
    """What was filled in: `said`, `words`, and `made_of` where there was a choice. Raises RuleBroken at a field without a number."""
    results = {
        int(name.removeprefix(RESULT)): goals_checkin.number(values, name) for name in values if name.startswith(RESULT)
    }
    sure, made_of = inputs.held(values, "sure"), inputs.held(values, "made_of")
    said = Said(
        goals_checkin.number(values, "value"),
        {one: value for one, value in results.items() if value is not None},
        Confidence(sure) if sure else None,
    )
    words = str(inputs.held(values, "words") or "")
    return {"said": said, "words": words, "made_of": ProgressFrom(made_of) if made_of else None}


def stands(reader: Reader, shown: "Stands") -> list[Json]:
    """How a goal goes, for whoever shows it: its progress, and what was said of it lately."""
    goal, version, below = shown.seen.goal, shown.seen.version, shown.seen.below
    value = standing.value(reader, version, shown.value) if version is not None else ""
    now = [standing.progress(reader, goal.progress), standing.confidence(reader, goal.confidence), value]
    lines = [", ".join(filter(None, now)), standing.source(reader, goal, below.told, below.count)]
    accessory = button(reader, goal.id) if shown.mine else None
    blocks = [kit.row(reader.t("How it goes"), *lines, accessory=accessory)]
    for one in shown.said:
        said = [standing.value(reader, version, one.value)] if version is not None and one.value is not None else []
        said += [standing.percent(reader, one.progress)] if one.progress is not None else []
        said += [standing.confidence(reader, one.confidence)] if one.confidence else []
        blocks.append(kit.notes(", ".join((reader.moment(one.said_at), *said))))
        blocks += kit.words(one.words, reader) if one.words else []
    return blocks
