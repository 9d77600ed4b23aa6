"""Goals: pictures that were asked for; and every night the whole tree added up anew."""

import structlog

from bot.deps import Deps
from bot.domain import goals_pictures as rules
from bot.usecases import goals_pictures as usecases
from bot.usecases import goals_progress
from bot.usecases.goals_pictures import Picture
from bot.views import goals_pictures as views
from schedules import drawing
from schedules.drawing import Drawing
from schedules.registry import NIGHTLY, Registry

PICTURE: Drawing[Picture] = Drawing(
    file="goals.png",
    wanted=usecases.wanted,
    hand_out=usecases.hand_out,
    leave_out=usecases.leave_out,
    access=usecases.access_picture,
    mark=usecases.mark,
    svg=views.svg,
    alt=views.alt,
    title=views.title,
)

log = structlog.stdlib.get_logger("growloop.goals")


def register(registry: Registry) -> None:
    registry.tick("goals.pictures", hand_out)
    registry.tick("goals.recompute", recompute, every=NIGHTLY)
    registry.task(rules.DRAW, draw)
    registry.telling(rules.PICTURE, usecases.access_message, views.message)


async def recompute(deps: Deps) -> None:
    """What a change should have carried up the tree and did not is put right; it is said how much that was."""
    async with deps.transaction(reading=True) as tx:
        ids = await goals_progress.companies(tx)
    for workspace_id in ids:
        async with deps.transaction() as tx:
            wrong = await goals_progress.recompute(tx, workspace_id)
        if wrong:
            log.warning("goals were added up anew", workspace=workspace_id, wrong=wrong)


async def hand_out(deps: Deps) -> None:
    await drawing.hand_out(deps, PICTURE)


async def draw(deps: Deps, picture: int) -> None:
    await drawing.draw(deps, PICTURE, picture)
