"""The agenda of a 1:1: the modal with its points, what the talk is for, and the message on its day."""

from typing import TYPE_CHECKING

from bot.domain.agenda import Sort, total
from bot.domain.goals import Confidence
from bot.domain.one_on_ones import Purpose
from bot.domain.searching import excerpt
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import goal_causes, goals_words, guides, kit, kit_choices, nudges
from bot.views import one_on_ones_actions as will
from bot.views import one_on_ones_notes as notes
from bot.views.feedback_words import LINK
from bot.views.kit import Json
from bot.views.kit_pages import Piece, from_the_start, turns

if TYPE_CHECKING:
    from bot.usecases.agenda import Agenda
    from bot.usecases.agenda_points import Point
    from bot.usecases.agenda_today import Today
    from storage.people import Person

AGENDA = "one_on_ones.agenda"
"""Opens the agenda. Its value: the id of a talk, or "with" and the id of the other one."""
VIEW = "agenda.view"
TURN = "agenda.turn"
STRIKE = "agenda.strike"
PUT_BACK = "agenda.put_back"
SHOW_BOTH = "agenda.show_both"
PURPOSE = "agenda.purpose"
ADD = "agenda.add"
PAST = "one_on_ones.past"
"""The list of talks; its value: the id of the other one, and before which talk it begins (0: with the last)."""

PIECES, CHARACTERS = 20, 20_000
"""Of the points on one page of the modal: a view takes 100 blocks and 250 kB."""
EXCERPT_MAX = 300
"""Of words that stand in full elsewhere."""
PARTNERS_MOST = 50
LOOKING_BACK = frozenset({Purpose.MID_CYCLE, Purpose.RESULT, Purpose.USE_OF_RESULTS})
"""What a talk is for where the causes of what was missed belong."""


def way(reader: Reader, talk_id: int) -> Json:
    """The button that opens the agenda of a talk."""
    return kit.button(reader.t("Open the agenda"), AGENDA, str(talk_id), style="primary")


def way_with(reader: Reader, other: "Person") -> Json:
    """The button that opens the agenda with somebody."""
    label = reader.t("Open the agenda with {name}", name=other.name)
    return kit.button(reader.t("Agenda"), AGENDA, f"with {other.id}", label=label)


def agenda(reader: Reader, shown: "Agenda", page: int = 0) -> Json:
    """A page of it. `page`: which one, from 0."""
    pages = from_the_start([_point(reader, one) for one in shown.points], PIECES, CHARACTERS)
    at = max(0, min(page, len(pages) - 1))
    blocks = [kit.notes(_headline(reader, shown)), *_purpose(reader, shown), _buttons(reader, shown)]
    blocks += [block for piece in pages[at] for block in piece]
    if not shown.points:
        blocks.append(kit.sentence(reader.t("Nothing is on the agenda yet.")))
    buttons = turns(reader, TURN, "", at, len(pages))
    blocks += [kit.actions(*buttons)] if buttons else []
    if at == len(pages) - 1:
        blocks += [*_more(reader, shown), *_struck(reader, shown)]
    blocks.append(kit.notes(_read_by(reader, shown)))
    metadata = f"{shown.pair.other.id} {at}"
    return kit.modal(VIEW, reader.t("1:1 agenda"), blocks, close=reader.t("Close"), metadata=metadata)


def read(view: Json) -> tuple[int, int]:
    """With whom the agenda on the screen is, and which page of it it shows."""
    other, page = str(view["private_metadata"]).split()
    return int(other), int(page)


def partners(reader: Reader, found: "list[Person]") -> Json:
    """With whom somebody has 1:1s, each with the way to the agenda."""
    rows = [
        kit.row(
            kit.cut(one.name, kit.NAME_MAX),
            accessory=way_with(reader, one),
        )
        for one in found[:PARTNERS_MOST]
    ]
    left = len(found) - PARTNERS_MOST
    more = [kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else []
    blocks = [*rows, *more] or [kit.sentence(reader.t("You have no 1:1s here yet."))]
    return kit.modal("agenda.partners", reader.t("1:1 agenda"), blocks, close=reader.t("Close"))


def today(reader: Reader, shown: "Today") -> Message:
    """On the day of the talk: with whom, when, and how much of what. Never the words."""
    at, name = shown.talk.at, kit.cut(shown.other.name, kit.NAME_MAX)
    when = reader.moment(at) if at else ""
    text = reader.t("Your 1:1 with {name}: {when}.", name=name, when=when)
    lines = [kit.notes(*said)] if (said := counted(reader, shown.counts)) else []
    if not total(shown.counts):
        lines = [kit.notes(reader.t("Nothing is on the agenda yet: what would help you to talk about?"))]
    buttons = kit.actions(way(reader, shown.talk.id), nudges.why(reader))
    return kit.message(text, [kit.sentence(text), *lines, buttons])


def counted(reader: Reader, counts: "dict[Sort, int]") -> list[str]:
    """How many points there are, a line for each sort."""
    said = {
        Sort.ADDED: lambda n: reader.n("{count} point was added", "{count} points were added", n),
        Sort.FEEDBACK: lambda n: reader.n(
            "{count} piece of feedback to talk about", "{count} pieces of feedback to talk about", n
        ),
        Sort.BLOCKER: lambda n: reader.n("{count} open blocker", "{count} open blockers", n),
        Sort.GOAL: lambda n: reader.n("{count} goal at risk", "{count} goals at risk", n),
        Sort.ACTION: lambda n: reader.n("{count} open action", "{count} open actions", n),
        Sort.FLAGGED: lambda n: reader.n("{count} check-in that you flagged", "{count} check-ins that you flagged", n),
    }
    return [said[sort](counts[sort]) for sort in Sort if counts.get(sort)]


def _headline(reader: Reader, shown: "Agenda") -> str:
    name = kit.cut(shown.pair.other.name, kit.NAME_MAX)
    if shown.talk is None or shown.talk.at is None:
        return reader.t("With {name}. No time is agreed on yet.", name=name)
    return reader.t("With {name}: {when}", name=name, when=reader.moment(shown.talk.at))


def _read_by(reader: Reader, shown: "Agenda") -> str:
    name = kit.cut(shown.pair.other.name, kit.NAME_MAX)
    return reader.t(
        "What one of you adds, {name} and you read, and so does whoever takes over as manager later. The rest comes from records that "
        "both of you can read; only you see what you flagged.",
        name=name,
    )


def _purpose(reader: Reader, shown: "Agenda") -> list[Json]:
    """What the talk is for, and the guide to it."""
    if shown.talk is None:
        return []
    options = [kit.option(guides.purpose(reader, one), one) for one in Purpose]
    select = kit_choices.menu(PURPOSE, options, shown.talk.purpose or "", reader.t("What is this talk for?"))
    guide = [guides.way(reader, shown.talk.id)] if shown.talk.purpose is not None else []
    return [kit.actions(select, *guide, block_id=f"purpose {shown.talk.id}")]


def _buttons(reader: Reader, shown: "Agenda") -> Json:
    """What can be done beside it. Whether there was a talk before, nobody asks first."""
    add = kit.button(reader.t("Add a point"), ADD, style="primary")
    of_talk = [notes.way(reader, shown.talk.id), will.way(reader, shown.talk.id)] if shown.talk is not None else []
    past = kit.button(reader.t("Earlier talks"), PAST, f"{shown.pair.other.id} 0")
    causes = []
    if shown.talk is not None and shown.talk.purpose in LOOKING_BACK:
        causes = [goal_causes.button(reader, shown.pair.person.id)]
    return kit.actions(add, *of_talk, past, *causes, block_id="buttons")


def _more(reader: Reader, shown: "Agenda") -> list[Json]:
    left = sum(shown.more.values())
    return [kit.notes(reader.n("and {count} more", "and {count} more", left))] if left else []


def _point(reader: Reader, one: "Point") -> Piece:
    """A point with what can be done with it."""
    strike = kit.button(reader.t("Strike"), STRIKE, one.key, label=reader.t("Strike: {what}", what=_head(reader, one)))
    return [kit.row(_head(reader, one), *_lines(reader, one), accessory=strike), *_ways_to(reader, one)]


def read_only(reader: Reader, one: "Point") -> list[Json]:
    """A point as it stood, with nothing to press but the way to what it is about."""
    return [kit.row(_head(reader, one), *_lines(reader, one)), *_ways_to(reader, one)]


def _ways_to(reader: Reader, one: "Point") -> list[Json]:
    buttons = []
    if one.message is not None and one.message.url:
        label = reader.t("Open the message in Slack")
        buttons.append(kit.button(reader.t("Open in Slack"), LINK, url=one.message.url, label=label))
    if one.sort is Sort.FLAGGED and one.checkin is not None and one.struck_at is None:
        buttons.append(kit.button(reader.t("Show it to both"), SHOW_BOTH, str(one.checkin.id)))
    return [kit.actions(*buttons)] if buttons else []


def _head(reader: Reader, one: "Point") -> str:  # a sentence for each sort
    name = kit.cut(one.who.name, kit.NAME_MAX) if one.who else ""
    day = reader.day(reader.local(one.at).date()) if one.at else ""
    due = reader.day(one.due) if one.due else ""
    match one.sort:
        case Sort.FEEDBACK:
            to = kit.cut(one.to.name, kit.NAME_MAX) if one.to else ""
            return reader.t("Let's talk: feedback from {giver} to {receiver}, {day}", giver=name, receiver=to, day=day)
        case Sort.BLOCKER:
            return reader.t("In the way of {name} since {day}", name=name, day=day)
        case Sort.GOAL if one.confidence is Confidence.OFF_TRACK:
            return reader.t("Goal off track, due {day}", day=due)
        case Sort.GOAL:
            return reader.t("Goal at risk, due {day}", day=due)
        case Sort.ACTION if one.due is None:
            return reader.t("Action of {name}, open", name=name)
        case Sort.ACTION:
            return reader.t("Action of {name}, until {day}", name=name, day=due)
        case Sort.FLAGGED:
            return reader.t("Check-in of {day}, which you flagged", day=day)
    return reader.t("From {name}", name=name)


def _lines(reader: Reader, one: "Point") -> list[str]:
    """What it is about. What stands in full elsewhere is shortened."""
    erased = reader.t("These words were erased.")
    if one.sort is not Sort.ADDED:
        said = erased if one.words is None else excerpt([], [one.words])
        return [kit.cut(said, EXCERPT_MAX)] if said else []
    lines = [one.words] if one.words else [erased] if one.words is None else []
    if one.checkin is not None:
        lines.append(reader.t("About the check-in of {day}", day=reader.day(reader.local(one.checkin.sent_at).date())))
    if one.goal is not None:
        said = goals_words.title(reader, one.goal)
        lines.append(reader.t("You two see the cause differently of: {goal}", goal=said))
    if one.message is not None:
        lines.append(reader.t("About a message in Slack"))
        lines += [kit.cut(one.message.words, EXCERPT_MAX)] if one.message.words else []
    return lines


def _struck(reader: Reader, shown: "Agenda") -> list[Json]:
    """What was struck lately, with the way back."""
    if not shown.struck:
        return []
    blocks: list[Json] = [kit.divider(), kit.notes(reader.t("Struck"))]
    for one in shown.struck[-PIECES:]:
        label = reader.t("Put back: {what}", what=_head(reader, one))
        back = kit.button(reader.t("Put back"), PUT_BACK, one.key, label=label)
        blocks.append(kit.row(_head(reader, one), *_lines(reader, one), accessory=back))
    return blocks
