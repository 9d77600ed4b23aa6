"""Anonymous words as the manager sees them whom they were written to: the message, the batch, and the one answer."""

from typing import TYPE_CHECKING

from bot.domain.upward import AUTHORS_FROM
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit, nudges, upward
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.upward_read import Opened
    from storage.upward import UpwardBatch

PAGE = "upward.page"
"""The buttons to the pages before and after."""
ANSWER = "upward.answer"
SAVE = "upward.save"


def delivered(reader: Reader, batch: "UpwardBatch") -> Message:
    """That there is something to read; the words come with the click."""
    least = reader.number(AUTHORS_FROM)
    return _told(reader, batch, reader.t("{count} people or more wrote to you, without their names.", count=least))


def replied(reader: Reader, batch: "UpwardBatch") -> Message:
    """That somebody who wrote has answered back."""
    return _told(reader, batch, reader.t("Somebody answered back to you, without their name."))


def _told(reader: Reader, batch: "UpwardBatch", text: str) -> Message:
    read = kit.button(reader.t("Read"), upward.READ, str(batch.id), style="primary")
    return kit.message(text, [kit.sentence(text), kit.actions(read, nudges.why(reader))])


def opened(reader: Reader, shown: "Opened") -> Json:
    """A page of what was said. On the last one stand one's own answer and the way to give or change it."""
    note = reader.t("In random order. Nobody can know who said what, so please do not try to guess.")
    blocks: list[Json] = [kit.notes(note)]
    for one in shown.said:
        blocks += [kit.divider(), *kit.words(one, reader)]
    if shown.replies:
        blocks.append(kit.header(reader.t("Answered back")))
    for one in shown.replies:
        blocks += [*kit.words(one, reader), kit.divider()]
    if not shown.more:
        blocks += _answer(reader, shown.batch, shown.page)
    blocks += _pages(reader, shown)
    return kit.modal("upward.opened", reader.t("From your team"), blocks, close=reader.t("Close"))


def _answer(reader: Reader, batch: "UpwardBatch", page: int) -> list[Json]:
    at = f"{batch.id} {page}"
    if batch.answered_at is None:
        text = reader.t("One answer reaches all of them: they find it with their tickets.")
        return [kit.notes(text), kit.actions(kit.button(reader.t("Answer"), ANSWER, at, style="primary"))]
    change = kit.button(reader.t("Change the answer"), ANSWER, at)
    return [kit.header(reader.t("Your answer")), *kit.words(batch.answer, reader), kit.actions(change)]


def _pages(reader: Reader, shown: "Opened") -> list[Json]:
    at, page = shown.batch.id, shown.page
    back = [kit.button(reader.t("Back a page"), f"{PAGE}.back", f"{at} {page - 1}")] if page else []
    on = [kit.button(reader.t("Next page"), f"{PAGE}.next", f"{at} {page + 1}")] if shown.more else []
    return [kit.actions(*back, *on, block_id="pages")] if back or on else []


def answer_form(reader: Reader, batch: "UpwardBatch", page: int) -> Json:
    """Over the batch, which stays below."""
    before = batch.answer or ""
    hint = reader.t(
        "All who wrote can read it, and nobody else. Thanking them, and saying what comes of it, helps most."
    )
    field = kit.text_input("words", reader.t("Your answer"), initial=before, optional=False, hint=hint)
    longer = reader.t("Your answer is longer than this field can show: what you send takes the place of all of it.")
    return kit.modal(
        SAVE,
        reader.t("Your answer"),
        [*([] if kit.fits(before) else [kit.notes(longer)]), field],
        close=reader.t("Cancel"),
        submit=reader.t("Send"),
        metadata=f"{batch.id} {page}",
    )
