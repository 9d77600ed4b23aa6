"""The bot is taken out: sending stops, everything is kept, and it goes on when it is installed again."""

from sqlmodel import select

from bot.main import introduce
from storage.audit import AuditEntry
from storage.inbound import InboundEvent
from storage.workspaces import Workspace, WorkspaceState
from tests.app import Bot


async def workspace(bot: Bot) -> Workspace:
    async with bot.deps.transaction(reading=True) as tx:
        return (await tx.exec(select(Workspace))).one()


async def audited(bot: Bot) -> list[str]:
    async with bot.deps.transaction(reading=True) as tx:
        entries = await tx.exec(select(AuditEntry).where(AuditEntry.subject == "workspace").order_by("id"))
        return [entry.act for entry in entries]


async def test_taking_the_app_out_stops_the_workspace_and_keeps_it(bot_on_both: Bot) -> None:
    bot_on_both.sandbox.uninstall()
    await bot_on_both.settle()

    stopped = await workspace(bot_on_both)
    assert (stopped.state, stopped.stopped_why) == (WorkspaceState.STOPPED, "app_uninstalled")
    assert stopped.stopped_at == bot_on_both.clock.now()
    assert await audited(bot_on_both) == ["workspace.stopped"]


async def test_revoking_the_token_stops_the_workspace(bot: Bot) -> None:
    bot.sandbox.revoke_token()
    await bot.settle()

    assert (await workspace(bot)).stopped_why == "tokens_revoked"


async def test_somebody_elses_token_that_is_revoked_stops_nothing(bot: Bot) -> None:
    bot.sandbox.deliveries.event("tokens_revoked", {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
    await bot.settle()

    assert (await workspace(bot)).state is WorkspaceState.ACTIVE


async def test_both_events_in_either_order_and_twice_stop_it_once(bot: Bot) -> None:
    bot.sandbox.uninstall()
    bot.sandbox.revoke_token()
    await bot.settle()
    again = next(record.request for record in bot.sandbox.wire if record.what == "app_uninstalled")
    assert (await bot.sandbox.deliveries.envelope(again)).status == 200

    assert await audited(bot) == ["workspace.stopped"]
    async with bot.deps.transaction(reading=True) as tx:
        assert len(list(await tx.exec(select(InboundEvent)))) == 2


async def test_installing_it_again_goes_on_where_it_stopped(bot: Bot) -> None:
    before = await workspace(bot)
    bot.sandbox.revoke_token()
    await bot.settle()
    bot.sandbox.revoked = False

    await introduce(bot.deps)

    after = await workspace(bot)
    assert (after.id, after.state, after.stopped_why) == (before.id, WorkspaceState.ACTIVE, None)
    assert await audited(bot) == ["workspace.stopped", "workspace.started"]


async def test_slack_is_asked_who_we_are_once_and_again_after_ten_minutes(bot: Bot) -> None:
    asked = len(bot.sandbox.calls("auth.test"))
    mei = bot.as_(bot.sandbox.workspace.add_person("Mei"))
    for _ in range(3):
        await mei.open_home()
    assert len(bot.sandbox.calls("auth.test")) == asked

    await bot.clock.move_by(minutes=11)
    await mei.open_home()
    await mei.open_home()
    assert len(bot.sandbox.calls("auth.test")) == asked + 1


async def test_while_slack_cannot_say_who_we_are_its_last_answer_holds(bot: Bot) -> None:
    mei = bot.as_(bot.sandbox.workspace.add_person("Mei"))
    await bot.clock.move_by(minutes=11)
    bot.sandbox.faults.add("auth.test", error="ratelimited", status=429, retry_after=1)

    await mei.open_home()
    await bot.settle()

    assert {record.status for record in bot.sandbox.wire if record.what == "app_home_opened"} == {200}


async def test_a_request_of_another_workspace_is_refused(bot: Bot) -> None:
    envelope = bot.sandbox.payloads.event({"type": "app_home_opened", "user": "U1"}, "Ev1", bot.clock.now())
    envelope |= {"team_id": "T0OTHER", "authorizations": [{"team_id": "T0OTHER"}]}

    answer = await bot.sandbox.deliveries.envelope(envelope)

    assert answer.status == 200
    async with bot.deps.transaction(reading=True) as tx:
        assert (await tx.exec(select(InboundEvent))).first() is None
