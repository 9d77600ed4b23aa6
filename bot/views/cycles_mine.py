"""A cycle as the people in it see it: what they are told when a phase begins, the line on Home, and the page behind it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.domain.cycles_mine import Need, ToDo
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import cycles_words as words
from bot.views import gates, goals_lists, kit, nudges, own_summaries
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.domain.cycles import Phased
    from bot.usecases.cycles_mine import Mine, Page, Stands
    from storage.cycles import Cycle

OPEN = "cycles_mine.open"
VIEW = "cycles_mine.page"


def begun(reader: Reader, shown: "Mine") -> Message:
    """A phase begins: what it is for, what is mine to do, and until when."""
    name, now = shown.stands.cycle.name, shown.stands.now
    if now is None:
        return kit.message(name, [kit.sentence(name)])
    if shown.stands.waits:
        day = reader.full_date(now.starts)
        text = reader.t("{cycle}: “Do” began on {day}. For you it begins as soon as your goals are confirmed.",
                        cycle=name, day=day)  # fmt: skip
    else:
        phase, day = words.phase(reader, now.phase), reader.day(now.ends)
        text = reader.t("{cycle}: the phase “{phase}” is on, until {day}.", cycle=name, phase=phase, day=day)
    blocks = [kit.sentence(text), kit.notes(words.purpose(reader, now.phase))]
    blocks += [kit.row(_by(reader, now.ends), *_bullets(reader, shown))] if shown.to_do else []
    blocks += _forms(reader, shown.stands)
    open_it = kit.button(reader.t("Open the cycle"), OPEN)
    return kit.message(text, [*blocks, kit.actions(open_it, nudges.why(reader))])


def empty(reader: Reader, cycle: "Cycle") -> Message:
    """For whoever made it: it runs, and means nobody."""
    text = reader.t(
        "Nobody is in the cycle {cycle} at the moment. You can change whom it is for: {command}",
        cycle=cycle.name,
        command="/growloop cycle",
    )
    return kit.message(text, [kit.sentence(text), kit.actions(nudges.why(reader))])


def _forms(reader: Reader, one: "Stands") -> list[Json]:
    """What belongs to the phase that is on, and how it is opened."""
    lines = words.forms(reader, one.cycle, one.now.phase) if one.now is not None and one.mine is not None else []
    return [kit.row(reader.t("In this phase"), *lines)] if lines and not one.paused else []


def section(reader: Reader, shown: "Mine | None") -> list[Json]:
    """One row on Home: where my cycle stands, and what is mine to do by when."""
    if shown is None:
        return []
    lines = [stands(reader, shown.stands)]
    if shown.to_do:
        day = shown.stands.now.ends if shown.stands.now is not None else shown.stands.last
        lines += [_by(reader, day), *_bullets(reader, shown)]
    name = shown.stands.cycle.name
    label = reader.t("Open the cycle {cycle}", cycle=name)
    return [kit.row(name, *lines, accessory=kit.button(reader.t("Open"), OPEN, label=label))]


def stands(reader: Reader, one: "Stands") -> str:
    """Where it stands for me, in a sentence."""
    if one.paused:
        return reader.t("HR has paused this cycle: nothing is asked in it until it goes on.")
    if one.now is not None and one.waits:
        day = reader.full_date(one.now.starts)
        return reader.t("“Do” began on {day}. For you it begins as soon as your goals are confirmed.", day=day)
    if one.now is not None:
        phase, day = words.phase(reader, one.now.phase), reader.day(one.now.ends)
        return reader.t("“{phase}” is on, until {day}.", phase=phase, day=day)
    if one.next is not None:
        phase, day = words.phase(reader, one.next.phase), reader.day(one.next.starts)
        return reader.t("“{phase}” begins on {day}.", phase=phase, day=day)
    return reader.t("It goes until {day}.", day=reader.day(one.last))


def _by(reader: Reader, day: date) -> str:
    return reader.t("Yours to do by {day}:", day=reader.day(day))


def _bullets(reader: Reader, shown: "Mine") -> list[str]:
    return [f"• {_to_do(reader, what, count)}" for what, count in shown.to_do]


def _to_do(reader: Reader, what: ToDo, count: int) -> str:
    if what is ToDo.WRITE:
        return reader.t("You have no goal in this cycle yet. You can write one with /goals and propose it.")
    return {
        ToDo.CONFIRM: reader.n("{count} goal to confirm, or to change", "{count} goals to confirm, or to change", count),
        ToDo.PROPOSE: reader.n("{count} draft of a goal to propose", "{count} drafts of goals to propose", count),
        ToDo.SAY: reader.n("{count} goal to say something of", "{count} goals to say something of", count),
        ToDo.ANSWER: reader.n("{count} request for feedback to answer", "{count} requests for feedback to answer", count),
        ToDo.CLOSE: reader.n("{count} goal to close with what became of it",
                             "{count} goals to close with what became of them", count),
        ToDo.ACT: reader.n("{count} open action of yours", "{count} open actions of yours", count),
    }[what]  # fmt: skip


def page(reader: Reader, shown: "Page | None") -> Json:
    """The modal: where it stands, what is mine, the timetable, what there is so far, what holds, and what my team needs."""
    if shown is None:
        none = kit.sentence(reader.t("You are in no cycle at the moment."))
        return _modal(reader, [none, kit.actions(own_summaries.button(reader))])
    one = shown.mine.stands
    span = reader.t("{first} to {last}", first=reader.full_date(one.first), last=reader.full_date(one.last))
    blocks = [kit.row(one.cycle.name, stands(reader, one), span)]
    if one.now is not None:
        blocks.append(kit.notes(words.purpose(reader, one.now.phase)))
    blocks += [*_mine(reader, shown), *_forms(reader, one)]
    if one.phases:
        blocks += [kit.header(reader.t("Timetable")), kit.sentence(_timetable(reader, one))]
        blocks.append(kit.notes(reader.t("Each day begins at midnight by your clock ({zone}).", zone=shown.zone)))
    blocks += gates.held(reader, shown.gated)
    return _modal(reader, [*blocks, *_team(reader, shown)])


def _modal(reader: Reader, blocks: list[Json]) -> Json:
    return kit.modal(VIEW, reader.t("Your cycle"), blocks, close=reader.t("Close"))


def _mine(reader: Reader, shown: "Page") -> list[Json]:
    """What is mine to do, and what there is of me so far. Nothing for whoever only leads people in it."""
    one = shown.mine.stands
    if one.mine is None:
        return [kit.notes(reader.t("You are not in this cycle; people you lead are."))]
    goals = kit.button(reader.t("Your goals"), goals_lists.MINE, "0")
    if shown.mine.to_do:
        day = one.now.ends if one.now is not None else one.last
        blocks = [kit.row(_by(reader, day), *_bullets(reader, shown.mine))]
    else:
        blocks = [kit.sentence(reader.t("Nothing of this phase waits for you."))] if one.now and not one.paused else []
    so_far = "\n".join(_so_far(reader, shown))
    return [
        *blocks,
        kit.actions(goals, own_summaries.button(reader, one.cycle.id)),
        kit.header(reader.t("So far")),
        kit.sentence(so_far),
    ]


def _so_far(reader: Reader, shown: "Page") -> list[str]:
    facts, found = shown.facts, shown.figures
    lines = [
        reader.t(
            "Goals: {confirmed} confirmed, {proposed} proposed, {closed} closed",
            confirmed=facts.confirmed,
            proposed=facts.proposed,
            closed=facts.closed,
        )
    ]
    if found.asked:
        lines.append(reader.t("Check-ins: {answered} of {asked} answered", answered=found.answered, asked=found.asked))
    if found.talks.agreed:
        lines.append(reader.t("1:1s: {held} of {agreed} took place", held=found.talks.held, agreed=found.talks.agreed))
    lines.append(
        reader.t("Feedback: {given} given, {received} received", given=found.given.read, received=found.received.read)
    )
    return lines


def _timetable(reader: Reader, one: "Stands") -> str:
    return "\n".join(_phase(reader, each, now=each == one.now) for each in one.phases)


def _phase(reader: Reader, one: "Phased", *, now: bool) -> str:
    said = {"phase": words.phase(reader, one.phase), "first": reader.day(one.starts), "last": reader.day(one.ends)}
    if now:
        return reader.t("{phase}: {first} to {last} (now)", **said)
    return reader.t("{phase}: {first} to {last}", **said)


def _team(reader: Reader, shown: "Page") -> list[Json]:
    """What those I lead still need of me in this phase."""
    if shown.team is None or shown.mine.stands.paused or (not shown.team and shown.gated.team):
        return []
    blocks = [kit.header(reader.t("What your team needs"))]
    blocks += [kit.sentence(_need(reader, need, names)) for need, names in shown.team]
    if not shown.team:
        blocks.append(kit.sentence(reader.t("Nothing is missing at the moment.")))
    return blocks


def _need(reader: Reader, need: Need, names: Sequence[str]) -> str:
    who = reader.names([kit.cut(one, kit.NAME_MAX) for one in names])
    return {
        Need.CONFIRM: reader.t("Goals wait for you to confirm them, or to propose a change: {names}.", names=who),
        Need.GOALS: reader.t("No goal in this cycle yet: {names}.", names=who),
        Need.TALK: reader.t("No 1:1 with you recorded in this cycle yet: {names}.", names=who),
        Need.CLOSE: reader.t("Goals that are still open: {names}.", names=who),
    }[need]
