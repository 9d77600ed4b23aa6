"""What came of feedback: in a line each for the messages, with the talk in the modal, and the buttons for what can be done."""

from typing import TYPE_CHECKING

from bot.domain.actions import ActionState, Became
from bot.locales.reader import Reader
from bot.views import actions, kit, talks
from bot.views.kit import Json
from bot.views.kit_pages import from_the_end

if TYPE_CHECKING:
    from bot.usecases.feedback_came import Tried
    from bot.usecases.feedback_read import Opened
    from storage.feedback_answers import FeedbackAnswer

THANK = "feedback.thank"
TALK = "feedback.talk"
ASK = "feedback.ask"
TRY = "feedback.try"
AGREE = "feedback.agree"
LET_BE = "feedback.let_be"
FLAG = "feedback.flag"
EARLIER = "feedback.earlier"
"""The buttons to the earlier and the later part of the talk."""
PIECES, CHARACTERS = 8, 8_000
"""Of the talk on one page: the words stand above it."""
LISTED_MOST = 3
"""Of what somebody wants to try."""


def lines(reader: Reader, shown: "Opened") -> list[str]:
    """What came of it, a line each, without anybody's words."""
    came, said = shown.came, []
    name = kit.cut((shown.author if shown.for_me else shown.subject).name, kit.NAME_MAX)
    if came.thanked_at is not None:
        when = reader.moment(came.thanked_at)
        if shown.for_me:
            said.append(reader.t("You thanked {name} on {when}.", name=name, when=when))
        else:
            said.append(reader.t("{name} thanked you on {when}.", name=name, when=when))
    if came.talk is not None:
        said.append(talk(reader, shown, came.talk))
    return said + [_tried(reader, shown, one) for one in came.tried[-LISTED_MOST:]]


def talk(reader: Reader, shown: "Opened", asked: "FeedbackAnswer") -> str:
    """Who would like to talk about it, when, and whether the other one agreed."""
    name = kit.cut((shown.author if shown.for_me else shown.subject).name, kit.NAME_MAX)
    if asked.at is None:
        if asked.agreed_at is not None:
            return reader.t("You and {name} talk about this feedback at your next 1:1.", name=name)
        if shown.for_me:
            return reader.t("You would like to talk about it at your next 1:1 with {name}.", name=name)
        return reader.t("{name} would like to talk about your feedback at your next 1:1.", name=name)
    when = reader.moment(asked.at)
    if asked.agreed_at is not None:
        return reader.t("You and {name} talk about this feedback on {when}.", name=name, when=when)
    if shown.for_me:
        return reader.t("You proposed to {name} to talk about it on {when}.", name=name, when=when)
    return reader.t("{name} would like to talk about your feedback on {when}.", name=name, when=when)


def blocks(reader: Reader, shown: "Opened", origin: str, page: int, back: int) -> list[Json]:
    """In the modal: the lines, the words of what is tried, where the viewer may read them, and the talk."""
    found: list[Json] = []
    said = lines(reader, shown)
    if said or shown.came.said:
        found += [kit.divider(), kit.section(f"*{kit.escape(reader.t('What came of it'))}*")]
    found += [kit.sentence(line) for line in said]
    for one in shown.came.tried[-LISTED_MOST:]:
        found += kit.words(one.action.words, reader) if one.shown else []
    left = len(shown.came.tried) - LISTED_MOST
    found += [kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else []
    return [*found, *(_talk(reader, shown, origin, page, back) if shown.came.said else [])]


def buttons(reader: Reader, shown: "Opened", origin: str = "") -> list[Json]:
    """What the viewer can do now; for its receiver once they have read it."""
    value = f"{shown.feedback.id} {origin}"
    if shown.feedback.withdrawn_at is not None:
        return []
    if shown.for_me:
        if shown.opened_at is None:
            return []
        tries = kit.button(reader.t("I will try"), TRY, value)
        if not shown.author.active:
            return [tries]
        thank = [kit.button(reader.t("Thank"), THANK, value)] if shown.came.thanked_at is None else []
        again = shown.came.talk is not None
        return [
            *thank,
            tries,
            kit.button(reader.t("Another time") if again else reader.t("Let's talk"), TALK, value),
            kit.button(reader.t("Write to them") if shown.came.said else reader.t("Ask a question"), ASK, value),
        ]
    if not shown.mine or not shown.subject.active:
        return []
    asked = shown.came.talk
    agree = [_agree(reader, asked, origin)] if asked is not None and asked.agreed_at is None else []
    reply = [kit.button(reader.t("Reply"), ASK, value)] if asked is not None or shown.came.said else []
    return [*agree, *reply]


def aside(reader: Reader, shown: "Opened", origin: str) -> list[Json]:
    """What only the modal offers: it shows how things stand at this moment, and a message may be behind."""
    value = f"{shown.feedback.id} {origin}"
    let_be = [kit.button(reader.t("No reply needed"), LET_BE, value)] if shown.mine and shown.came.waits else []
    if not shown.may_flag:
        return let_be
    text = reader.t("Take the flag off") if shown.flagged else reader.t("Flag for our 1:1")
    return [*let_be, kit.button(text, FLAG, f"{shown.feedback.id} {int(not shown.flagged)} {origin}")]


def _agree(reader: Reader, asked: "FeedbackAnswer", origin: str) -> Json:
    """The button names the time that it agrees to: pressed where another one is shown, it does not hold."""
    when = asked.at.isoformat() if asked.at is not None else "next"
    return kit.button(reader.t("That works"), AGREE, f"{asked.feedback_id} {when} {origin}", style="primary")


def _tried(reader: Reader, shown: "Opened", one: "Tried") -> str:
    """What its receiver wants to try, and how that goes."""
    name, became = kit.cut(shown.subject.name, kit.NAME_MAX), _became(one)
    day = reader.day(one.action.due) if one.action.due is not None else ""
    if became is None:
        if shown.for_me:
            return reader.t("You want to try something. I will ask you about it from {day} on.", day=day)
        return reader.t("{name} wants to try something, and is asked about it from {day} on.", name=name, day=day)
    state = actions.became(reader, became)
    if shown.for_me:
        return reader.t("What you wanted to try: {state}", state=state)
    return reader.t("What {name} wanted to try: {state}", name=name, state=state)


def _became(one: "Tried") -> Became | None:
    """What its owner said of it; None: nothing yet."""
    if one.action.outcome:
        return Became(one.action.outcome)
    states = {ActionState.DONE: Became.DONE, ActionState.DROPPED: Became.DROPPED}
    return states.get(one.action.state)


def _talk(reader: Reader, shown: "Opened", origin: str, page: int, back: int) -> list[Json]:
    """One page of what was said; the last one first, with the way to those before it."""
    pages = from_the_end(talks.pieces(reader, shown.came.said), PIECES, CHARACTERS)
    at = max(0, len(pages) - 1 - back)

    def way(text: str, to: int) -> list[Json]:
        value = f"{shown.feedback.id} {page} {len(pages) - 1 - to} {origin}"
        return [kit.actions(kit.button(text, EARLIER, value))]

    earlier = way(reader.t("Earlier messages"), at - 1) if at > 0 else []
    later = way(reader.t("Later messages"), at + 1) if at < len(pages) - 1 else []
    return [*earlier, *(block for piece in pages[at] for block in piece), *later]
