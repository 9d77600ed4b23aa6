"""The digest: once a day, what there is to read and to answer, a button each; never anybody's words."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit, nudges, reading, team, waiting
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.checkins_notices import Digest
    from storage.checkins import CheckIn
    from storage.people import Person

LISTED_MOST = 20
"""Rows in one digest: a message takes 50 blocks, and more than a screen is better read on Home."""
WAITING_MOST = 8
"""Of these rows, for what waits beside the check-ins."""


def digest(reader: Reader, shown: "Digest") -> Message:
    """Who answered and is not yet read, who waits for an answer, which teams nobody leads, and who does not answer this time."""
    heads = _heads(reader, shown)
    others = shown.waiting[:WAITING_MOST]
    listed = shown.unread[: LISTED_MOST - len(others)]
    left = len(shown.unread) - len(listed) + len(shown.waiting) - len(others)
    blocks: list[Json] = [kit.sentence(heads[0])]
    blocks += [_row(reader, checkin, author, shown.days.get(checkin.id, 0)) for checkin, author in listed]
    if listed and others:
        blocks.append(kit.sentence(heads[1]))
    blocks += waiting.rows(reader, others)
    if left > 0:
        blocks.append(kit.notes(reader.n("{count} more is on Home.", "{count} more are on Home.", left)))
    blocks += [*team.orphans(reader, shown.orphans), *nudges.skipped(reader, shown.skipped)]
    return kit.message(heads[0], [*blocks, kit.actions(nudges.why(reader))])


def _heads(reader: Reader, shown: "Digest") -> list[str]:
    """What there is, a sentence each, the first of them being what the message says."""
    unread, waits = len(shown.unread), len(shown.waiting)
    skipped, orphans = len(shown.skipped), len(shown.orphans)
    said = [
        (unread, reader.n("{count} check-in is there to read.", "{count} check-ins are there to read.", unread)),
        (
            waits,
            reader.n(
                "{count} question or request waits for your answer.",
                "{count} questions and requests wait for your answer.",
                waits,
            ),
        ),
        (
            skipped,
            reader.n("{count} person does not answer this time.", "{count} people do not answer this time.", skipped),
        ),
        (orphans, reader.n("{count} team has nobody to lead it.", "{count} teams have nobody to lead them.", orphans)),
    ]
    return [text for many, text in said if many] or [said[0][1]]


def _row(reader: Reader, checkin: "CheckIn", author: "Person", days: int) -> Json:
    label = reader.t("Read the check-in of {name}", name=author.name)
    read = kit.button(reader.t("Read"), reading.READ, str(checkin.id), label=label)
    when = reader.moment(checkin.edited_at or checkin.sent_at)
    if days:
        when = reader.n(
            "{when}, sent {count} working day ago", "{when}, sent {count} working days ago", days, when=when
        )
    return kit.row(kit.cut(author.name, kit.NAME_MAX), when, accessory=read)
