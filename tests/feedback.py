"""Feedback as tests give it, without the form."""

from datetime import datetime, timedelta
from typing import Any

from bot.domain.feedback import Aim, Form, Part, Written
from bot.sandbox.actor import Actor
from bot.usecases import feedback
from bot.usecases.feedback import Sending
from tests.office import Office

MINUTE = timedelta(minutes=1)
SECRET = "You wrote down all three faults at the handover"
SEEN = {Part.SITUATION: "Tuesday's handover", Part.BEHAVIOUR: SECRET, Part.IMPACT: "The night shift found them at once"}
WRITTEN = Written(Form.BEHAVIOUR, SEEN, Aim.KEEP)


async def give(here: Office, by: Actor, to: Actor, written: Written = WRITTEN, **more: Any) -> int:
    """Feedback from one to another, now and at once unless it says otherwise; its id."""
    now: datetime = here.bot.clock.now()
    me, receiver = await here.person(by), await here.person(to)
    async with here.bot.deps.transaction() as tx:
        ids = [(await here.person(one)).id for one in (here.mei, here.bob, here.tom, here.ann)]
        sending = Sending(**{"source": "view:V1", "named": frozenset(ids), "at_once": True, **more})
        given = await feedback.give(tx, me, [receiver], written, now, sending)
    await here.bot.settle()
    return int(given.feedback[0].id)
