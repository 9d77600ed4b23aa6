"""Thanks to read again: those one got, those one gave, those of one's team, and for HR all."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.usecases import roles
from storage import recognition as store
from storage import recognition_pages as pages
from storage.database import Tx
from storage.people import Person
from storage.recognition import Given, Recognition, RecognitionOf
from storage.recognition_pages import Beside

PAGE = 10


class Part(StrEnum):
    RECEIVED = "received"
    GIVEN = "given"
    TEAM = "team"
    ALL = "all"


@dataclass(frozen=True)
class Page:
    """Some of them, the newest first. `parts` are those that the viewer can choose from; `older`, `newer` lead to the pages beside it."""

    part: Part
    parts: list[Part]
    rows: list[Given]
    older: Beside | None
    newer: Beside | None


async def access_received(tx: Tx, me: Person, *, beside: Beside | None = None) -> Page:
    found = await pages.of_person(tx, me.id, PAGE + 1, beside)
    return await _page(tx, me, Part.RECEIVED, found, beside)


async def access_given(tx: Tx, me: Person, *, beside: Beside | None = None) -> Page:
    found = await pages.by_author(tx, me.id, PAGE + 1, beside)
    return await _page(tx, me, Part.GIVEN, found, beside)


async def access_team(tx: Tx, me: Person, *, beside: Beside | None = None) -> Page:
    """Thanks to those whom one led, or whose manager one led, when it was said."""
    found = await pages.of_led(tx, me.id, PAGE + 1, beside)
    return await _page(tx, me, Part.TEAM, found, beside)


async def access_all(tx: Tx, me: Person, *, beside: Beside | None = None) -> Page:
    """Everybody's. Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, me)
    found = await pages.of_workspace(tx, me.workspace_id, PAGE + 1, beside)
    return await _page(tx, me, Part.ALL, found, beside)


LISTS = {
    Part.RECEIVED: access_received,
    Part.GIVEN: access_given,
    Part.TEAM: access_team,
    Part.ALL: access_all,
}


async def _page(
    tx: Tx, me: Person, part: Part, found: Sequence[Recognition] | Sequence[RecognitionOf], beside: Beside | None
) -> Page:
    more, shown = len(found) > PAGE, list(found[:PAGE])
    newer = beside is not None and beside[1]
    if newer:
        shown.reverse()
    given = [one for one in shown if isinstance(one, Recognition)]
    of = [one for one in shown if isinstance(one, RecognitionOf)]
    ids = [one.id for one in given] or [one.id for one in of]
    return Page(
        part=part,
        parts=await _parts(tx, me),
        rows=await pages.with_all(tx, given) if given else await pages.with_one(tx, of),
        older=(ids[-1], False) if ids and (newer or more) else None,
        newer=(ids[0], True) if ids and (more if newer else beside is not None) else None,
    )


async def _parts(tx: Tx, me: Person) -> list[Part]:
    led = [Part.TEAM] if await store.led_by_reader(tx, me.id) else []
    every = [Part.ALL] if await roles.is_hr(tx, me) else []
    return [Part.RECEIVED, Part.GIVEN, *led, *every]
