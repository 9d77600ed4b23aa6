"""What three of the demo's engineers wrote to Leo without their names: it was delivered, and waits for him to read it."""

from bot.demo_company import DOMAIN
from bot.demo_stage import Stage
from bot.usecases import acting, upward

SAID = {
    "ana": "The Monday stand-up runs over by twenty minutes each week. Could it end on time, with the rest in writing?",
    "tom": "When priorities change in the middle of a week, I would like to hear the reason with it. It makes it easier to "
    "explain to suppliers.",
    "priya": "You took the pressure test to the customer yourself in October. That gave us a quiet week, thank you.",
}


async def write(stage: Stage) -> None:
    """Each as they would by hand; nobody keeps the tickets."""
    now = stage.clock.now()
    for key, words in SAID.items():
        async with stage.bot.deps.transaction() as tx:
            slack_id = stage.sandbox.as_(f"{key}@{DOMAIN}").person.id
            me = await acting.access_actor(tx, stage.sandbox.team_id, slack_id, now)
            form = await upward.access_form(tx, me, now)
            await upward.send(tx, me, form.manager.id, words, form.ticket, now)
