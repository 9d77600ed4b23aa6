"""What HR does with a cycle, as a draft of an announcement to those whom it is for. HR edits and sends it, or leaves it."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain import announcements as rules
from bot.domain.cycles_parts import Step
from bot.domain.errors import RuleBroken
from bot.locales.reader import language
from bot.usecases import announcements
from bot.usecases import cycles_editor as editor
from storage import announcements as store
from storage import audit
from storage.cycles import Cycle
from storage.database import Tx
from storage.people import Person

ANNOUNCED = "cycles.announced"
Texts = Mapping[str, tuple[str, str]]
"""Title and words, by language."""


async def draft(tx: Tx, hr: Person, cycle_id: int, turn: Step, texts: Texts, now: datetime) -> int:
    """The announcement of that turn as a draft, with these texts; pressed again, the same one as long as it is there.

    Raises NotAllowed for anybody but HR, RuleBroken where there are too many drafts.
    """
    one = await editor.lock(tx, hr, cycle_id)
    if (known := await _known(tx, one, turn)) is not None:
        return known
    mine = language(hr.locale)
    made = (await announcements.create(tx, hr, mine, *texts[mine], now)).announcement
    for spoken, (title, words) in texts.items():
        if spoken != mine:
            await store.put(tx, made, spoken, title=rules.check_title(title), words=rules.check_words(words))
    made.audience = one.audience
    tx.add(made)
    await tx.flush()
    details = {"turn": str(turn), "revision": one.revision, "announcement": made.id}
    await audit.note(tx, one.workspace_id, ANNOUNCED, "cycle", one.id, actor_id=hr.id, now=now, **details)
    return made.id


async def _known(tx: Tx, one: Cycle, turn: Step) -> int | None:
    """The draft that was made of the same before."""
    for entry in await audit.about(tx, one.workspace_id, ANNOUNCED, "cycle", one.id):
        if (entry.details["turn"], entry.details["revision"]) == (str(turn), one.revision):
            found = await store.find(tx, entry.details["announcement"])
            if found is not None:
                return found.id
    return None


def turn_of(value: str) -> Step:
    """What a button says was done. Raises RuleBroken for what is none."""
    if value not in set(Step):
        raise RuleBroken("answer_unknown")
    return Step(value)
