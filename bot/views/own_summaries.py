"""Somebody's own summary of a cycle: the message that it is ready, and the page with its figures."""

from typing import TYPE_CHECKING

from bot.domain.cycles import Phase
from bot.domain.own_summaries import Part, Sort
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import cycle_summaries_figures as figures
from bot.views import cycles_words, kit, kit_choices, nudges
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.domain.cycle_summaries import Balance
    from bot.usecases.own_summaries import Added, Own
    from bot.usecases.own_summaries_schedule import Ready

OPEN = "own_summaries.open"
"""Opens the summary; its value is the cycle's id, or empty: the one that goes on."""
VIEW = "own_summaries.page"
CYCLE = "own_summaries.cycle"
STATE = "own_summaries.state"
"""With a dot and the state."""
BEHIND = "own_summaries.behind"
"""With a dot and the figure that is followed."""
ADD = "own_summaries.add"
EDIT = "own_summaries.edit"
TEAM = "own_summaries.team"
EXPORT = "own_summaries.export"
"""What I wrote in all my cycles, as text."""
LINE_MAX = 300


def ready(reader: Reader, shown: "Ready") -> Message:
    """Once, when "check" begins for somebody. Never a figure, never words."""
    text = reader.t(
        "Your summary of {cycle} is ready, and there is a place to add what is missing.", cycle=shown.cycle.name
    )
    note = reader.t("It shows what this cycle says of you, before a review is written.")
    buttons = kit.actions(button(reader, shown.cycle.id, style="primary"), nudges.why(reader))
    return kit.message(text, [kit.sentence(text), kit.notes(note), buttons])


def button(reader: Reader, cycle_id: int | None = None, *, style: str | None = None) -> Json:
    """To my summary of that cycle, or of the one that goes on."""
    return kit.button(reader.t("My summary"), OPEN, str(cycle_id or ""), style=style)


def team_button(reader: Reader) -> Json:
    """To what others added to their summaries and let me read."""
    return kit.button(reader.t("What your team added"), TEAM, "0")


def summary(reader: Reader, shown: "Own") -> Json:
    """The figures with the way to what each counts, the last check-ins, and what was added."""
    blocks = [*_cycles(reader, shown), kit.notes(*_head(reader, shown)), *_states(reader, shown)]
    blocks += _figures(reader, shown)
    if shown.highlights:
        blocks.append(kit.header(reader.t("From your check-ins")))
        for one in shown.highlights:
            day = reader.full_date(reader.local(one.at).date()) if one.at else ""
            blocks.append(kit.row(day, kit.cut(one.words or "", LINE_MAX)))
    blocks += _additions(reader, shown)
    if shown.leads:
        blocks += [kit.divider(), kit.actions(team_button(reader))]
    metadata = f"{shown.cycle.id} {shown.part}"
    return kit.modal(VIEW, reader.t("My summary"), blocks, close=reader.t("Close"), metadata=metadata)


def _cycles(reader: Reader, shown: "Own") -> list[Json]:
    if len(shown.cycles) < 2:
        return [kit.sentence(shown.cycle.name)]
    options = [kit.option(one.name, str(one.id)) for one in shown.cycles]
    return [kit.actions(kit_choices.menu(CYCLE, options, str(shown.cycle.id), reader.t("Choose a cycle")))]


def _head(reader: Reader, shown: "Own") -> list[str]:
    first, last = reader.full_date(shown.first), reader.full_date(shown.last)
    lines = [reader.t("{first} to {last}", first=first, last=last)]
    if shown.counted_at is not None:
        lines.append(reader.t("As it was kept on {day}.", day=reader.full_date(reader.local(shown.counted_at).date())))
    lines.append(reader.t("Only you see this page. What you add is also read by those whom the form names."))
    return lines


def _states(reader: Reader, shown: "Own") -> list[Json]:
    said = {
        Part.NOW: reader.t("As it is now"),
        Part.CHECK: reader.t("As “{phase}” began", phase=cycles_words.phase(reader, Phase.CHECK)),
        Part.END: reader.t("At the end"),
    }
    others = [one for one in shown.states if one is not shown.part]
    buttons = [kit.button(said[one], f"{STATE}.{one}", one) for one in others]
    return [kit.actions(*buttons)] if buttons else []


def _figures(reader: Reader, shown: "Own") -> list[Json]:
    counted = shown.counted
    found = counted.figures
    checkins = [reader.t("{answered} of {asked} sent", answered=found.answered, asked=found.asked)]
    if counted.mood is not None:
        checkins.append(reader.t("Your mood on average: {mood} of 5", mood=reader.number(counted.mood, digits=1)))
    blockers, talks = found.blockers, found.talks
    lines = {
        Sort.CHECKINS: checkins,
        Sort.GOALS: figures.goals(reader, found) or [reader.t("None in this cycle")],
        Sort.BLOCKERS: [
            reader.t(
                "{opened} named, {solved} solved, {open} open",
                opened=blockers.opened,
                solved=blockers.solved,
                open=blockers.open,
            )
        ],
        Sort.RECEIVED: [_balance(reader, found.received)],
        Sort.GIVEN: [_balance(reader, found.given)],
        Sort.RECOGNITION: [reader.n("{count} time", "{count} times", found.recognition)],
        Sort.TALKS: [reader.t("{held} of {agreed} took place", held=talks.held, agreed=talks.agreed)],
        Sort.ACTIONS: [reader.n("{count} done", "{count} done", counted.actions)],
    }
    some = {
        Sort.CHECKINS: found.asked,
        Sort.BLOCKERS: blockers.opened + blockers.solved + blockers.open,
        Sort.RECEIVED: found.received.read,
        Sort.GIVEN: found.given.read,
        Sort.RECOGNITION: found.recognition,
        Sort.TALKS: talks.agreed,
        Sort.ACTIONS: counted.actions,
    }
    none = reader.t("None yet") if shown.open else reader.t("None in this cycle")
    said = {sort: text if some.get(sort, 1) else [none] for sort, text in lines.items()}
    return [_row(reader, sort, text, followed=bool(counted.records.get(sort))) for sort, text in said.items()]


def _row(reader: Reader, sort: Sort, lines: list[str], *, followed: bool) -> Json:
    name = sort_name(reader, sort)
    label = reader.t("What it counts: {what}", what=name)
    open_ = kit.button(reader.t("Look"), f"{BEHIND}.{sort}", sort, label=label) if followed else None
    return kit.row(name, *lines, accessory=open_)


def sort_name(reader: Reader, sort: Sort) -> str:
    said = {
        Sort.CHECKINS: reader.t("Check-ins"),
        Sort.GOALS: reader.t("Goals"),
        Sort.BLOCKERS: reader.t("What was in the way"),
        Sort.RECEIVED: reader.t("Feedback you received"),
        Sort.GIVEN: reader.t("Feedback you gave"),
        Sort.RECOGNITION: reader.t("Thanks you received"),
        Sort.TALKS: reader.t("1:1s"),
        Sort.ACTIONS: reader.t("Actions you finished"),
        Sort.ADDITIONS: reader.t("What you added"),
    }
    return said[sort]


def _balance(reader: Reader, found: "Balance") -> str:
    text = reader.n("{count} piece", "{count} pieces", found.read)
    return reader.t("{pieces}; to keep: {keep}, to change: {change}", pieces=text, keep=found.keep, change=found.change)


def _additions(reader: Reader, shown: "Own") -> list[Json]:
    blocks: list[Json] = [kit.divider(), kit.header(sort_name(reader, Sort.ADDITIONS))]
    for one in shown.additions:
        blocks += addition(reader, one, shown.open)
    if not shown.additions:
        text = reader.t("Nothing yet. What did you do in this time that the figures do not show?")
        blocks.append(kit.sentence(text if shown.open else reader.t("Nothing was added.")))
    buttons = [kit.button(reader.t("Add what is missing"), ADD, style="primary")] if shown.open else []
    buttons.append(kit.button(reader.t("Export as text"), EXPORT))
    if shown.count > len(shown.additions):
        text = reader.n("See all {count}", "See all {count}", shown.count)
        buttons.append(kit.button(text, f"{BEHIND}.{Sort.ADDITIONS}", Sort.ADDITIONS))
    return [*blocks, kit.actions(*buttons)]


def addition(reader: Reader, one: "Added", can_edit: bool, head: str = "") -> list[Json]:
    """What was added, with who else reads it. `head`: whose it is, where that is not the viewer."""
    day = reader.full_date(one.addition.day)
    lines = (
        [reader.t("Goal: {title}", title=one.goal or reader.t("These words were erased."))]
        if one.goal is not None
        else []
    )
    names = reader.names([kit.cut(who.name, kit.NAME_MAX) for who in one.readers])
    if not head:
        lines.append(reader.t("Read by you and {names}", names=names) if one.readers else reader.t("Only you read it"))
    edit = kit.button(reader.t("Change"), f"{EDIT}.{one.addition.id}", str(one.addition.id)) if can_edit else None
    return [kit.row(f"{head}, {day}" if head else day, *lines, accessory=edit), *kit.words(one.addition.words, reader)]


def read(view: Json) -> tuple[int, Part, list[str]]:
    """Of which cycle and in which state the view is; and what else it says of itself."""
    cycle, part, *more = str(view["private_metadata"]).split()
    return int(cycle), Part(part), more
