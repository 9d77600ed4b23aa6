"""Thanks in a test: sent as a form sends them, and read by whom they are owed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from bot.domain import recognition as rules
from bot.domain.recognition import Thanks, Where
from bot.usecases import recognition as usecases
from bot.usecases import recognition_channel, recognition_lists, recognition_notices
from bot.usecases.recognition import Sent
from storage.notices import Notice
from storage.recognition import Recognition
from tests.clock import START
from tests.team import Team

CHANNEL = "C0THANKS"
NOW = START + timedelta(hours=2)
WORDS = "Stayed for the <!channel> *late* shift"


async def name_channel(team: Team, channel: str | None, was: str | None = None) -> recognition_channel.Place:
    async with team.transaction() as tx:
        return await recognition_channel.set_place(tx, await team.person(tx, "Ann"), channel, was, START)


async def thank(
    team: Team, name: str, to: Sequence[str], now: datetime = NOW, *, named: Sequence[str] | None = None, **fields: Any
) -> Sent:
    """Send the form as it was opened with these people; `named`: whom it named as readers, if not those who are."""
    slack_ids = [f"U0{one.upper()}" for one in to]
    async with team.transaction(reading=True) as tx:
        me = await team.person(tx, name)
        form = await usecases.access_form(tx, me, slack_ids, now)
    shown = form.readers.ids if named is None else frozenset(team.ids[one] for one in named)
    given: dict[str, Any] = {"words": WORDS, "value_id": None, "where": Where.ONLY_THEM, "source": "view:V1", **fields}
    thanks = Thanks(slack_ids, named=shown, **{"channel": form.channel, **given})
    async with team.transaction() as tx:
        return await usecases.thank(tx, await team.person(tx, name), thanks, now)


async def rows(team: Team) -> list[Recognition]:
    async with team.transaction(reading=True) as tx:
        return list(await tx.exec(select(Recognition).order_by(Recognition.id)))  # type: ignore[arg-type]


async def shown(team: Team, notice: Notice, name: str) -> Any:
    access = {
        rules.THANKS.name: recognition_notices.access_thanks,
        rules.POST.name: recognition_notices.access_post,
        rules.UNPOSTED.name: recognition_notices.access_unposted,
    }[notice.kind]
    async with team.transaction(reading=True) as tx:
        return await access(tx, notice, await team.person(tx, name), NOW)


async def listed(team: Team, name: str, part: str = "received", **beside: Any) -> recognition_lists.Page:
    async with team.transaction(reading=True) as tx:
        return await recognition_lists.LISTS[recognition_lists.Part(part)](tx, await team.person(tx, name), **beside)


async def opt_out(team: Team, name: str) -> None:
    await team.change(name, START, thanks_posted=False)
