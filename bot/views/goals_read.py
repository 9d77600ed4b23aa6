"""A goal opened: what it says, what changed, who has agreed, and what can be done; its history, and how it is closed."""

from typing import TYPE_CHECKING

from bot.domain.checkins import WORDS_MAX
from bot.domain.goals import Ending, GoalState
from bot.domain.goals_agreeing import ENDED_MAX
from bot.locales.reader import Reader
from bot.views import goals_words as words
from bot.views import kit
from bot.views.goals import REOPEN
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.goals_read import Agreed, Opened, Told
    from storage.goals import Goal, GoalVersion

CONFIRM = "goals.confirm"
CHANGE = "goals.change"
TALK = "goals.talk"
SAY = "goals.say"
WITHDRAW = "goals.withdraw"
PROPOSE = "goals.propose"
DISCARD = "goals.discard"
CLOSE = "goals.close"
CLOSED = "goals.closed"
HISTORY = "goals.history"
VERSIONS_MOST = 15
"""In the history: a view takes 100 blocks."""


def opened(reader: Reader, shown: "Opened", origin: str = "", more: "Sequence[Json]" = ()) -> Json:
    """The goal as its reader sees it. `more`: what others show of it, such as how it goes."""
    version = shown.version
    blocks: list[Json] = [
        kit.notes(_state(reader, shown)),
        *kit.words(version.title, reader),
        *_about(reader, shown),
        *_why(reader, shown),
        *[kit.sentence("• " + words.result(reader, one)) for one in shown.results],
        *_changed(reader, shown),
        *more,
        *_agreement(reader, shown),
        *_buttons(reader, shown),
    ]
    return kit.modal(
        "goals.opened",
        reader.t("Goal"),
        blocks,
        close=reader.t("Close"),
        metadata=f"{shown.goal.id} {origin}",
    )


def _state(reader: Reader, shown: "Opened") -> str:
    name = kit.cut(shown.owner.name, kit.NAME_MAX)
    level = words.level(reader, shown.goal.level)
    if shown.department is not None:
        level = reader.t("{level} {name}", level=level, name=shown.department.name)
    said = {
        GoalState.DRAFT: reader.t("A draft. Only you can see it."),
        GoalState.PROPOSED: reader.t("Proposed, not agreed on yet."),
        GoalState.CONFIRMED: reader.t("Agreed on."),
        GoalState.CLOSED: reader.t("Closed."),
    }
    state = said[shown.goal.state]
    if shown.goal.ended is not None:
        state = reader.t("Closed: {how}.", how=words.ending(reader, shown.goal.ended))
    if shown.before is not None:
        state = reader.t("Agreed on; a change is proposed.")
    return reader.t("{level}. {name} answers for it. {state}", level=level, name=name, state=state)


def _about(reader: Reader, shown: "Opened") -> list[Json]:
    version = shown.version
    lines = [(reader.t("Measured"), words.span(reader, version)), (reader.t("Due"), reader.full_date(version.due))]
    if shown.cycle is not None:
        lines.append((reader.t("Cycle"), shown.cycle.name))
    if shown.share is not None:
        share = reader.percent(shown.share / 100)
        if version.weight is None:
            share = reader.t("{share}, of what is left", share=share)
        if shown.left:
            left = reader.percent(shown.left / 100)
            share = reader.t("{share}; {left} is not given to any goal", share=share, left=left)
        lines.append((reader.t("Weight"), share))
    if version.perspective is not None:
        lines.append((reader.t("Perspective"), words.perspective(reader, version.perspective)))
    if shown.path:
        lines.append((reader.t("Goal above"), words.path(reader, shown.path)))
    return [kit.row(head, text) for head, text in lines]


def _why(reader: Reader, shown: "Opened") -> list[Json]:
    blocks: list[Json] = []
    if shown.version.why:
        blocks += [kit.row(reader.t("Why it matters"), ""), *kit.words(shown.version.why, reader)]
    if shown.path and shown.path[-1].closed:
        blocks.append(kit.notes(reader.t("Its goal above is closed.")))
    if shown.goal.ended_words:
        blocks += [kit.row(reader.t("How it ended"), ""), *kit.words(shown.goal.ended_words, reader)]
    if shown.results:
        blocks.append(kit.row(reader.t("Key results"), ""))
    return blocks


def _changed(reader: Reader, shown: "Opened") -> list[Json]:
    """What is another thing than in the version in force."""
    if shown.before is None:
        return []
    lines = words.changes(reader, shown.before, shown.version) or [reader.t("Nothing in its words.")]
    return [kit.divider(), kit.row(reader.t("What would change"), *lines)]


def _agreement(reader: Reader, shown: "Opened") -> list[Json]:
    lines = [_agreed(reader, one) for one in shown.agreed]
    if shown.imported:
        lines.append(reader.t("It was agreed on with the company's file."))
    for side in shown.waits:
        names = reader.names([kit.cut(one.name, kit.NAME_MAX) for one in side[:5]])
        lines.append(reader.t("It waits for the agreement of {names}.", names=names))
        if len(side) > 1:
            lines[-1] = reader.t("It waits for the agreement of one of {names}.", names=names)
    return [kit.divider(), kit.notes(*lines)] if lines else []


def _agreed(reader: Reader, one: "Agreed") -> str:
    return reader.t("{name} agreed on {when}.", name=kit.cut(one.who.name, kit.NAME_MAX), when=reader.moment(one.at))


def _buttons(reader: Reader, shown: "Opened") -> list[Json]:
    can, value = shown.can, str(shown.goal.id)
    made: list[Json] = []
    if can.confirm:
        made.append(kit.button(reader.t("Confirm"), CONFIRM, f"{value} {shown.version.number}", style="primary"))
    if can.propose:
        made.append(kit.button(reader.t("Propose"), PROPOSE, value, style="primary"))
    if can.talk:
        made.append(kit.button(reader.t("Discuss"), TALK, value))
    if can.change:
        text = reader.t("Edit") if can.propose else reader.t("Propose a change")
        made.append(kit.button(text, CHANGE, value))
    if can.withdraw:
        made.append(kit.button(reader.t("Take back"), WITHDRAW, value))
    if can.close:
        made.append(kit.button(reader.t("Close the goal"), CLOSE, value))
    if can.reopen:
        made.append(kit.button(reader.t("Open it again"), REOPEN, value))
    if can.discard:
        sure = kit.confirm(
            reader.t("Discard this draft?"),
            reader.t("It is deleted, with its words."),
            reader.t("Discard"),
            reader.t("Keep"),
        )
        made.append(kit.button(reader.t("Discard"), DISCARD, value, confirm=sure))
    if shown.goal.state is not GoalState.DRAFT:
        made.append(kit.button(reader.t("History"), HISTORY, value))
    return [kit.actions(*made, block_id="buttons")] if made else []


def history(reader: Reader, goal: "Goal", told: "Sequence[Told]") -> Json:
    """Every version that was proposed, with what changed in it, the newest first."""
    blocks: list[Json] = []
    for one in told[:VERSIONS_MOST]:
        head = reader.t(
            "Version {number}, by {name}",
            number=one.version.number,
            name=kit.cut(one.writer.name, kit.NAME_MAX),
        )
        if blocks:
            blocks.append(kit.divider())
        blocks.append(kit.row(head, *_version(reader, one)))
        notes = [_agreed(reader, given) for given in one.agreed]
        if one.version.withdrawn_at is not None:
            notes.append(reader.t("It did not come into force."))
        if notes:
            blocks.append(kit.notes(*notes))
    if len(told) > VERSIONS_MOST:
        left = len(told) - VERSIONS_MOST
        blocks.append(kit.notes(reader.n("and {count} more", "and {count} more", left)))
    return kit.modal(
        "goals.told", reader.t("History"), blocks or [kit.notes("–")], close=reader.t("Close"), metadata=str(goal.id)
    )


def _version(reader: Reader, one: "Told") -> list[str]:
    if one.before is None:
        return _first(reader, one.version)
    return words.changes(reader, one.before, one.version) or [reader.t("Nothing in its words.")]


def _first(reader: Reader, version: "GoalVersion") -> list[str]:
    due = reader.t("Due: {day}", day=reader.full_date(version.due))
    return [words.title(reader, version.title), words.span(reader, version), due]


def discarded(reader: Reader) -> Json:
    """What stands in place of a draft that is gone."""
    text = reader.t("The draft is deleted.")
    return kit.modal("goals.discarded", reader.t("Goal"), [kit.sentence(text)], close=reader.t("Close"))


def kept(reader: Reader, count: int) -> Json:
    """What stands in place of the form when it was kept as a draft."""
    text = reader.n(
        "It is kept as a draft, and nobody else has seen it. Type /goals to go on with it.",
        "They are kept as {count} drafts, and nobody else has seen them. Type /goals to go on with them.",
        count,
    )
    return kit.modal("goals.kept", reader.t("Kept as a draft"), [kit.sentence(text)], close=reader.t("Close"))


def talk_form(reader: Reader, goal_id: int, name: str) -> Json:
    """Something to say to the other side, on top of the goal."""
    name = kit.cut(name, kit.NAME_MAX)
    label = reader.t("What would you like to say?")
    note = reader.t(
        "{name} gets it as a message from me. You can go on in its thread; only the two of you read it.", name=name
    )
    field = kit.text_input("reply", label, optional=False, most=WORDS_MAX)
    return kit.modal(
        SAY,
        reader.t("Talk about it"),
        [field, kit.notes(note)],
        close=reader.t("Cancel"),
        submit=reader.t("Send"),
        metadata=str(goal_id),
    )


def closing_form(reader: Reader, shown: "Opened") -> Json:
    """How it ended, on top of the goal."""
    options = [kit.option(words.ending(reader, one), one) for one in Ending]
    hint = reader.t("Those who read the goal can read this.")
    note = reader.t("The other side is told, and can open it again within a week.")
    blocks = [
        kit.sentence(words.title(reader, shown.version.title)),
        kit.select("ended", reader.t("How did it end?"), options, optional=False, radio=True),
        kit.text_input("words", reader.t("What is worth remembering?"), most=ENDED_MAX, hint=hint),
        kit.notes(note),
    ]
    return kit.modal(
        CLOSED,
        reader.t("Close a goal"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Close the goal"),
        metadata=str(shown.goal.id),
    )
