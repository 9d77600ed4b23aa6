"""A manager's summary of a cycle: the team on one screen, each figure with the way to what it counts, and whom to talk to."""

from typing import TYPE_CHECKING

from bot.domain import privacy
from bot.domain.cycle_summaries import Balance, Of
from bot.domain.cycle_summaries_told import phase_of
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import cycle_summaries_figures as figures
from bot.views import cycle_summaries_talk_to as talking
from bot.views import cycles_words, kit, nudges, own_summaries
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.cycle_summaries import Team, Window

MODAL = "cycle_summaries"
BEHIND = "cycle_summaries.behind"
"""What a figure counts: the id of the summary (0: as it is now), the figure, and the page."""
TEAM = "cycle_summaries.team"
"""The team again: the id of the summary that was told, 0: as it is now."""
PEOPLE = "cycle_summaries.people"
PERSON = "cycle_summaries.person"
CHOOSE = "cycle_summaries.choose"
EARLIER = "cycle_summaries.earlier"


def loading(reader: Reader) -> Json:
    """What is there at once."""
    return _modal(reader, [kit.notes(reader.t("One moment, the summary is being put together."))])


def _nobody(reader: Reader, *, earlier: bool = False) -> Json:
    """For somebody who leads nobody."""
    said = reader.t(
        "Nobody reports to you at the moment, so there is no team to sum up. As soon as somebody does, it stands here."
    )
    blocks = [kit.section(said)]
    if earlier:
        blocks.append(kit.actions(kit.button(reader.t("Earlier summaries"), EARLIER, "0")))
    return _modal(reader, blocks)


def team(reader: Reader, shown: "Team") -> Json:
    """The summary as a modal, with the ways on from it."""
    if not shown.reports and not shown.kept_id:
        return _nobody(reader, earlier=shown.earlier)
    blocks = [kit.sentence(headline(reader, shown)), *_about(reader, shown), *_rows(reader, shown)]
    blocks += _talk_to(reader, shown)
    if shown.reports:
        blocks += [kit.divider(), _choose(reader)]
    ways = [kit.button(reader.t("Each person"), PEOPLE, "0")] if shown.reports else []
    if shown.kept_id and shown.reports:
        ways.append(kit.button(reader.t("As it is now"), TEAM, "0"))
    if shown.earlier or shown.kept_id:
        ways.append(kit.button(reader.t("Earlier summaries"), EARLIER, "0"))
    if shown.reports:
        ways.append(own_summaries.team_button(reader))
    return _modal(reader, [*blocks, *([kit.actions(*ways)] if ways else [])])


def ready(reader: Reader, shown: "Team") -> Message:
    """The message when a phase or the cycle is over. Its notification holds numbers alone."""
    text = headline(reader, shown)
    if not shown.reports:
        moved = reader.t("This team reports to somebody else now, so only the counts are shown.")
        return kit.message(text, [kit.sentence(text), *_rows(reader, shown), kit.notes(moved)])
    opened = kit.button(reader.t("Open the summary"), TEAM, str(shown.kept_id), style="primary")
    every = kit.button(reader.t("Each person"), PEOPLE, "0")
    blocks = [kit.sentence(text), *_about(reader, shown), *_rows(reader, shown), *_talk_to(reader, shown)]
    return kit.message(text, [*blocks, kit.actions(opened, every, nudges.why(reader))])


def headline(reader: Reader, shown: "Team") -> str:
    """What it is about, and how many answered."""
    return reader.n(
        "{what}: {count} of {asked} check-ins was answered.",
        "{what}: {count} of {asked} check-ins were answered.",
        shown.figures.answered, what=_what(reader, shown), asked=reader.number(shown.figures.asked),
    )  # fmt: skip


def _about(reader: Reader, shown: "Team") -> list[Json]:
    """Of whom it speaks, where that is not the whole team."""
    if not shown.about_most:
        return []
    if not shown.about:
        return [kit.notes(reader.t("About people of your team alone who are not in it any more."))]
    said = reader.t(
        "About {names} alone: in this cycle, everybody’s days count from their own first day at work.",
        names=reader.names(list(shown.about), of=shown.about_most),
    )
    return [kit.notes(said)]


def _what(reader: Reader, shown: "Team") -> str:
    phase = phase_of(shown.part)
    if phase is None:
        return window(reader, shown.window)
    name = shown.window.cycle.name if shown.window.cycle is not None else ""
    given = {"name": kit.cut(name, kit.NAME_MAX), "first": reader.short_day(shown.window.first)}
    return reader.t(
        "{name}, to the end of “{phase}” ({first} to {last})",
        phase=cycles_words.phase(reader, phase),
        last=reader.short_day(shown.window.last),
        **given,
    )


def window(reader: Reader, of: "Window") -> str:
    """The days, and the cycle that they belong to."""
    days = {"first": reader.short_day(of.first), "last": reader.short_day(of.last)}
    if of.cycle is None:
        return reader.t("The last 13 weeks ({first} to {last})", **days)
    return reader.t("{name} ({first} to {last})", name=kit.cut(of.cycle.name, kit.NAME_MAX), **days)


def _rows(reader: Reader, shown: "Team") -> list[Json]:
    """A row for each figure, with the button to what it counts; one that has nothing to say is left out."""
    counted = shown.figures
    heads = {
        Of.CHECKINS: (reader.t("Check-ins"), figures.weeks(reader, counted)),
        Of.GOALS: (reader.t("Goals"), figures.goals(reader, counted)),
        Of.BLOCKERS: (reader.t("What stood in the way"), figures.blockers(reader, counted.blockers)),
        Of.RECEIVED: (reader.t("Feedback that your people received"), _received(reader, counted.received)),
        Of.GIVEN: (reader.t("Feedback that they gave"), _given(reader, counted.given)),
        Of.RECOGNITION: (reader.t("Thanks"), figures.thanks(reader, counted)),
        Of.TALKS: (reader.t("1:1s with you"), figures.talks(reader, counted)),
    }
    rows = []
    for of, (head, lines) in heads.items():
        there = bool(shown.records.get(of))
        label = reader.t("See what is counted: {figure}", figure=head)
        button = (
            kit.button(reader.t("See them"), BEHIND, f"{shown.kept_id} {of.value} 0", label=label) if there else None
        )
        if lines:
            rows.append(kit.row(head, *lines, accessory=button))
        if of is Of.CHECKINS:
            rows += _mood(reader, shown)
    loop = figures.loop(reader, counted)
    return [*rows, *([kit.row(reader.t("Your own answers"), *loop)] if loop else [])]


def _mood(reader: Reader, shown: "Team") -> list[Json]:
    mood = shown.figures.mood
    if mood is not None:
        said = reader.t(
            "{mood} of 5 on average, over the weeks in which four or more said theirs", mood=reader.number(mood)
        )
        return [kit.row(reader.t("Mood"), said)]
    if shown.figures.people < privacy.AVERAGE_FROM:
        return [
            kit.notes(reader.t("A team of fewer than four people has no averages: they would speak for one person."))
        ]
    return []


def _received(reader: Reader, said: Balance) -> list[str]:
    lines = []
    if said.read:
        lines.append(
            reader.n(
                "{count} piece that you may read, for {people} of them: {keep} to keep, {change} to change",
                "{count} pieces that you may read, for {people} of them: {keep} to keep, {change} to change",
                said.read, people=said.people, keep=said.keep, change=said.change,
            )
        )  # fmt: skip
    return [*lines, *_rest(reader, said)]


def _given(reader: Reader, said: Balance) -> list[str]:
    lines = []
    if said.read:
        lines.append(
            reader.n(
                "{count} piece that you may read, by {people} of them: {keep} to keep, {change} to change",
                "{count} pieces that you may read, by {people} of them: {keep} to keep, {change} to change",
                said.read, people=said.people, keep=said.keep, change=said.change,
            )
        )  # fmt: skip
    return [*lines, *_rest(reader, said)]


def _rest(reader: Reader, said: Balance) -> list[str]:
    """Counts alone, of four people or more."""
    if not said.rest:
        return []
    more = reader.n(
        "{count} more that is not yours to read, among {people} people",
        "{count} more that are not yours to read, among {people} people",
        said.rest, people=said.rest_people,
    )  # fmt: skip
    if not said.rest_keep:
        return [more]
    return [
        more,
        reader.t("Of these: {keep} to keep, {change} to change", keep=said.rest_keep, change=said.rest_change),
    ]


def _talk_to(reader: Reader, shown: "Team") -> list[Json]:
    if not shown.talk_to:
        return []
    head = reader.t("To talk to this week")
    how = reader.t("Chosen by fixed rules from what you may read; the order is that of the names.")
    return [kit.divider(), kit.section(f"*{kit.escape(head)}*"), *talking.rows(reader, shown.talk_to), kit.notes(how)]


def _choose(reader: Reader) -> Json:
    """One of the team, for their own page."""
    element = {"type": "users_select", "action_id": CHOOSE, "placeholder": kit.plain(reader.t("Choose a person"), 150)}
    return kit.section(reader.t("One person, with dated evidence:"), accessory=element, block_id="person")


def modal(reader: Reader, blocks: list[Json]) -> Json:
    return _modal(reader, blocks)


def _modal(reader: Reader, blocks: list[Json]) -> Json:
    return kit.modal(MODAL, reader.t("Summary"), blocks, close=reader.t("Close"))
