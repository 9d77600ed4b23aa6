"""HR's model of competencies: each edit is a new version, by whom and when; two who edit at once do not undo each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import competencies as rules
from bot.domain.competencies import Model
from bot.domain.competencies_starter import STARTER
from bot.domain.errors import RuleBroken
from bot.usecases.competencies_counts import Counts, shown
from bot.usecases.roles import require_hr
from storage import audit, competency_ratings, people, workspaces
from storage import competencies as store
from storage.database import Tx
from storage.people import Person
from storage.workspaces import Workspace

Change = Callable[[Model, str], Model]
"""From the model as it is, and a key that was never used, to the model as it shall be."""


@dataclass(frozen=True)
class Shown:
    """The model as it is: version 0 is none. `by` None: a file brought it."""

    model: Model = field(default_factory=Model)
    number: int = 0
    by: Person | None = None
    at: datetime | None = None
    counts: Mapping[str, Counts] = field(default_factory=dict)


async def access_model(tx: Tx, me: Person) -> Shown:
    """The company's model with figures of its use. Raises NotAllowed for who is not HR."""
    await require_hr(tx, me)
    version = await store.current(tx, me.workspace_id)
    if version is None:
        return Shown()
    by = await people.get(tx, version.made_by) if version.made_by is not None else None
    counted = await competency_ratings.counts(tx, me.workspace_id)
    counts = {family: some for family, found in counted.items() if (some := shown(*found)) is not None}
    return Shown(await store.load(tx, version.id), version.number, by, version.made_at, counts)


async def edit(tx: Tx, me: Person, base: int, change: Change, now: datetime, *, source: str) -> Shown:
    """A new version. `base`: the one that the form showed. The same source is done once.

    Raises RuleBroken("competency_faster") where somebody else made a version meanwhile.
    """
    await require_hr(tx, me)
    await workspaces.lock(tx, me.workspace_id)
    if await store.by_source(tx, me.workspace_id, source) is None:
        version = await store.current(tx, me.workspace_id)
        number = version.number if version is not None else 0
        if number != base:
            raise RuleBroken("competency_faster")
        model = await store.load(tx, version.id) if version is not None else Model()
        made = change(model, f"v{number + 1}")
        if made != model:
            await store.save(tx, me.workspace_id, number + 1, source, me.id, made, now)
            at = me.workspace_id
            await audit.note(tx, at, rules.EDIT, "workspace", at, actor_id=me.id, now=now, version=number + 1)
            await tx.flush()
    return await access_model(tx, me)


async def start(tx: Tx, me: Person, now: datetime, *, source: str) -> Shown:
    """Begin with the starter model; where there is a model already, that stays."""
    return await edit(tx, me, 0, lambda model, _: STARTER if not model.families else model, now, source=source)


async def bring(tx: Tx, place: Workspace, model: Model, now: datetime, *, dry_run: bool) -> list[str]:
    """Make what a file holds the new version; a sentence for each thing that is new, changed or gone. The same model is no new version."""
    if not dry_run:
        await workspaces.lock(tx, place.id)
    version = await store.current(tx, place.id)
    held = await store.load(tx, version.id) if version is not None else Model()
    said = _differences(held, model)
    if said and not dry_run:
        number = version.number + 1 if version is not None else 1
        await store.save(tx, place.id, number, f"file:{number}", None, model, now)
        await audit.note(tx, place.id, rules.EDIT, "workspace", place.id, actor_id=None, now=now, version=number)
        await tx.flush()
    return said


async def export(tx: Tx, place: Workspace) -> Model:
    """The model as it is now; empty where there is none."""
    version = await store.current(tx, place.id)
    return await store.load(tx, version.id) if version is not None else Model()


def _differences(held: Model, model: Model) -> list[str]:
    said = []
    for family in model.families:
        before = held.find(family.key)
        if before is None:
            said.append(f"{family.key}: new, with {len(family.competencies)} competencies")
        elif before != family:
            said += [
                f"{family.key}: {one.key}: {'new' if before.find(one.key) is None else 'changed'}"
                for one in family.competencies
                if one != before.find(one.key)
            ]
            said += [f"{family.key}: {one.key}: retired" for one in before.competencies if family.find(one.key) is None]
            if (before.names, before.levels) != (family.names, family.levels):
                said.append(f"{family.key}: names or levels changed")
    said += [f"{one.key}: retired" for one in held.families if model.find(one.key) is None]
    return said or ([] if held == model else ["the order changed"])
