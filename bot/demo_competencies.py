"""The demo's competencies: the examples, families for the engineers, and first ratings, of which one pair is complete."""

from collections.abc import Mapping
from datetime import datetime

from bot.demo_company import COMPANY
from bot.demo_stage import Stage
from bot.domain.competencies import Rated
from bot.usecases import acting, competencies_assessing, competencies_model
from bot.usecases.competencies_assessing import Filled
from storage import competencies as models
from storage.database import Tx
from storage.people import Person

FAMILY, EXPECTED = "engineering", 2
OWN: Mapping[str, tuple[int, ...]] = {"mei": (2, 3, 2), "jonas": (2, 2, 1, 2)}
"""How somebody rated themselves, competency by competency; Mei has one to go."""
BY_LEO: Mapping[str, tuple[int, ...]] = {"jonas": (3, 2, 1, 1), "mei": (3, 3, 2, 2), "tom": ()}
INSTANCES: Mapping[tuple[str, str, int], str] = {
    ("mei", "mei", 0): "The pressure sensor: I measured the supply first and found the drop within a day.",
    ("jonas", "jonas", 2): "The drawing for Monday came ten minutes before the meeting.",
    ("leo", "jonas", 0): "He found the mixed batch at the foundry by comparing certificates.",
}


async def rate(stage: Stage) -> None:
    """HR starts with the examples; Leo places and rates his people, and two of them rate themselves."""
    now = stage.clock.now()
    async with stage.bot.deps.transaction() as tx:
        await competencies_model.start(tx, await _person(stage, tx, "hanna", now), now, source="demo:competencies")
    async with stage.bot.deps.transaction() as tx:
        for key, levels in BY_LEO.items():
            await _assess(stage, tx, "leo", key, levels, now)
        for key, levels in OWN.items():
            await _assess(stage, tx, key, key, levels, now)
    await stage.beat()


async def _assess(stage: Stage, tx: Tx, author: str, about: str, levels: tuple[int, ...], now: datetime) -> None:
    me, person = await _person(stage, tx, author, now), await _person(stage, tx, about, now)
    version = await models.current(tx, me.workspace_id)
    if version is None:
        return
    family = (await models.load(tx, version.id)).find(FAMILY)
    keys = [one.key for one in family.competencies] if family is not None else []
    ratings = {
        key: Rated(level, INSTANCES.get((author, about, at), ""))
        for at, (key, level) in enumerate(zip(keys, levels, strict=False))
    }
    filled = Filled(version.id, FAMILY, EXPECTED, ratings)
    await competencies_assessing.assess(tx, me, person.id, filled, now, source=f"demo:{author}:{about}")


async def _person(stage: Stage, tx: Tx, key: str, now: datetime) -> Person:
    email = next(one.email for one in COMPANY if one.key == key)
    return await acting.access_actor(tx, stage.sandbox.team_id, stage.sandbox.as_(email).person.id, now)
