"""Nobody hears too much, at a bad time, or what is not theirs; and stale goals are asked for in a check-in."""

import json
from collections.abc import Iterator

from bot.domain import goals_agreeing
from tests.quarter.ledger import MARKER
from tests.quarter.rows import Rows
from tests.quarter.story import Quarter
from tests.year import checks

PRIVATE = "qqp"
OF_GOALS = {
    one.name for one in (goals_agreeing.PROPOSED, goals_agreeing.AGREED, goals_agreeing.CLOSED, goals_agreeing.REOPENED)
}
"""What anybody is ever told of a goal: that somebody did something with it."""


def budget(story: Quarter, rows: Rows) -> Iterator[str]:
    """Nobody got more unasked messages on a day than they take, and none in their quiet hours."""
    return checks.budget(story, rows.year)


def moments(story: Quarter, rows: Rows) -> Iterator[str]:
    """People are asked for their check-ins while they work."""
    return checks.moments(story, rows.year)


def settled(story: Quarter, rows: Rows) -> Iterator[str]:
    """No message waits for ever, and every turn of a check-in has one outcome, for a reason."""
    for check in (checks.nothing_waits, checks.outcomes, checks.slots, checks.reproaches):
        yield from check(story, rows.year)


def private_words(_: Quarter, rows: Rows) -> Iterator[str]:
    """No private word is in any message, no word at all in a log line, and none in what a locked screen shows."""
    for told in rows.told:
        if PRIVATE in told.text:
            yield f"{MARKER.findall(told.text)} is private, and was sent to Slack by {told.method}"
        if told.method.startswith("chat.") and MARKER.search(str(json.loads(told.text).get("text"))):
            yield f"{MARKER.findall(told.text)} stands on a locked screen"
    for line in rows.logged:
        if MARKER.search(line):
            yield f"{MARKER.findall(line)} was logged"


def stale(story: Quarter, rows: Rows) -> Iterator[str]:
    """A goal of which nobody has said anything for long is asked for in the check-in, never by a message."""
    yield from story.ledger.not_asked
    for one in rows.notices:
        if one.kind.startswith("goals.") and one.kind not in OF_GOALS:
            yield f"{one.kind} {one.id} about goal {one.subject_id} is a message that nobody caused"
