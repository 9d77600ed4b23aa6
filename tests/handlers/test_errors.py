"""Where errors end: said where the person looks, in their language, with their words neither lost nor logged."""

import logging
from collections.abc import AsyncIterator, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import logs
from bot.deps import Deps
from bot.domain.errors import NotAllowed, Refused, RuleBroken
from bot.sandbox.actor import Actor
from bot.slack import Message, Permanent, WorkspaceStopped
from bot.usecases import acting
from bot.views import kit
from bot.views.errors import SENTENCES
from storage.database import Database, DatabaseUnavailable
from storage.people import Person
from tests.app import Bot, running_bot

Json = dict[str, Any]

SECRET = "my manager never listens"
FORM = kit.modal(
    "try.form",
    "Try",
    [kit.text_input("first", "First"), kit.divider(), kit.text_input("second", "Second")],
    close="Close",
    submit="Send",
)
BARE = kit.modal("try.form", "Try", [kit.section("Sure?")], close="Close", submit="Yes")
PRESS = kit.actions(kit.button("Press", "try.press"))


class Trial:
    """Handlers of the test's own, on the real app: each raises what the test wants."""

    def __init__(self, bot: Bot, mei: Actor) -> None:
        self.bot = bot
        self.mei = mei
        self.error: Exception = RuntimeError(SECRET)
        self.form: Json = FORM
        bot.sandbox.register(["/try", "/form"])

    def register(self, app: AsyncApp) -> None:
        app.command("/try")(self.fail)
        app.action("try.press")(self.fail)
        app.view("try.form")(self.fail)
        app.event("app_home_opened")(self.fail)
        app.command("/form")(self.open)

    async def fail(self, body: Json) -> None:
        raise self.error

    async def open(self, ack: AsyncAck, body: Json, deps: Deps) -> None:
        await deps.slack.open_view(body["trigger_id"], self.form)
        await ack()

    async def submits(self, **values: str) -> Json:
        await self.mei.command("/form")
        return (await self.mei.submit(values)).errors


@pytest.fixture
async def trial(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Trial]:
    """Mei, who reads Chinese, and handlers that fail; the product's own are left out."""
    monkeypatch.setattr("handlers.registry.CAPABILITIES", ())
    async with running_bot(sqlite) as bot:
        mei = bot.sandbox.workspace.add_person("Mei Lin", tz="Asia/Shanghai", locale="zh-CN")
        async with bot.deps.transaction() as tx:
            workspace = await acting.access_workspace(tx, bot.sandbox.team_id)
            tx.add(Person(workspace_id=workspace.id, slack_id=mei.id, name="Mei Lin", locale="zh-CN"))
        made = Trial(bot, bot.as_(mei))
        made.register(bot.parts.bridge.bolt)
        yield made


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that is logged, at the level that says most, from every library."""
    stream = StringIO()
    before = logging.getLogger().handlers
    logs.set_up("debug", stream=stream, pretty=False)
    yield stream
    logging.getLogger().handlers = before


async def test_a_broken_rule_is_shown_under_its_field(trial: Trial) -> None:
    trial.error = RuleBroken("too_long", {"most": 3000}, field="second")

    assert await trial.submits(first="a", second="b") == {"second": "请缩短到 3000 个字符以内。"}
    assert trial.mei.modal is not None
    assert trial.mei.modal.values["first"]["value"]["value"] == "a"


async def test_a_rule_about_no_field_of_the_form_is_shown_under_the_first(trial: Trial) -> None:
    trial.error = RuleBroken("no_checkin", field="elsewhere")

    assert list(await trial.submits()) == ["first"]


async def test_a_form_without_fields_gives_way_to_the_sentence(trial: Trial) -> None:
    trial.error, trial.form = NotAllowed("hr_only"), BARE

    assert await trial.submits() == {}
    assert trial.mei.modal is not None
    assert "只有人力资源部可以这样做。" in str(trial.mei.modal.view)


async def test_a_refused_command_is_answered_to_that_person_alone(trial: Trial) -> None:
    trial.error = NotAllowed("hr_only")

    outcome = await trial.mei.command("/try", SECRET)

    assert outcome.ok
    assert trial.mei.dm[-1].text == "只有人力资源部可以这样做。"
    assert trial.mei.dm[-1].ephemeral_to == trial.mei.person.id


async def test_a_refused_button_in_a_message_leaves_the_message_and_adds_a_sentence(trial: Trial) -> None:
    trial.error = NotAllowed("not_found")
    message = (await post(trial, "Here", [PRESS]))[-1]

    outcome = await trial.mei.press(message, "try.press")

    assert outcome.ok
    assert [one.text for one in trial.mei.dm] == ["Here", "此内容已不存在，或未对您开放。"]


async def test_a_refused_button_in_a_form_is_answered_on_top_of_it(trial: Trial) -> None:
    trial.error = NotAllowed("hr_only")
    trial.form = kit.modal("try.form", "Try", [PRESS], close="Close")
    await trial.mei.command("/form")
    assert trial.mei.modal is not None

    await trial.mei.press(trial.mei.modal, "try.press")

    assert len(trial.mei.modals) == 2
    assert "只有人力资源部可以这样做。" in str(trial.mei.modal.view)


async def test_a_refused_button_on_home_is_answered_in_a_window(trial: Trial) -> None:
    trial.error = NotAllowed("hr_only")
    await trial.bot.deps.slack.publish_home(trial.mei.person.id, kit.home([PRESS]))

    await trial.mei.press("home", "try.press")

    assert trial.mei.modal is not None
    assert "只有人力资源部可以这样做。" in str(trial.mei.modal.view)


async def test_people_who_take_no_part_are_told_so_in_english(trial: Trial) -> None:
    stranger = trial.bot.as_(trial.bot.sandbox.workspace.add_person("Stranger", locale="zh-CN"))
    trial.error = NotAllowed("not_taking_part")

    await stranger.command("/try")

    assert stranger.dm[-1].text == SENTENCES["not_taking_part"]


async def test_a_database_that_is_gone_keeps_the_form_and_the_words_and_says_so(trial: Trial) -> None:
    await trial.mei.command("/try")  # she was here before: her language is known without the database
    trial.error = DatabaseUnavailable("gone")
    await trial.mei.command("/form")
    await trial.bot.deps.database.close()
    take_away(Path(trial.bot.deps.database.url.database or ""))

    outcome = await trial.mei.submit({"first": SECRET})

    assert outcome.errors == {"first": "刚才没能保存。您写的内容都还在：请稍等一分钟再按一次。"}


def take_away(file: Path) -> None:
    """A folder in its place: SQLite cannot open it, and cannot make it anew."""
    file.unlink()
    file.mkdir()


async def test_a_lost_trigger_asks_to_press_again(trial: Trial) -> None:
    trial.error = Permanent("views.open", "expired_trigger_id")

    await trial.mei.command("/try")

    assert trial.mei.dm[-1].text == "刚才超过了 Slack 的等待时间。请再按一次。"


async def test_an_unexpected_error_gives_a_reference_that_the_log_has_too(log: StringIO, trial: Trial) -> None:
    said = (await trial.submits(first=SECRET))["first"]

    reference = said.split("编号 ")[1].split(" ")[0]
    assert f'"reference": "{reference}"' in log.getvalue()
    assert "test_errors.py" in log.getvalue()
    assert '"request": "view_submission try.form"' in log.getvalue()


@pytest.mark.parametrize("error", [RuntimeError(SECRET), ValueError(SECRET), Refused(SECRET), KeyError(SECRET)])
async def test_what_people_write_is_never_logged(log: StringIO, trial: Trial, error: Exception) -> None:
    trial.error = error
    await trial.submits(first=SECRET)
    await trial.mei.command("/try", SECRET)
    await trial.mei.say(SECRET)
    await trial.bot.settle()

    assert "refused" in log.getvalue() or "unexpected error" in log.getvalue()
    assert "Checking listener" not in log.getvalue()  # Bolt at its most talkative, which prints whole requests
    assert SECRET not in log.getvalue().replace(f'"code": "{SECRET}"', "")


async def test_an_error_that_carries_words_from_the_database_is_logged_without_them(
    trial: Trial, log: StringIO
) -> None:
    async def broken(ack: AsyncAck, deps: Deps) -> None:
        async with deps.transaction() as tx:
            tx.add(Person(workspace_id=99, slack_id="U1", name=SECRET))

    trial.bot.sandbox.register(["/broken"])
    trial.bot.parts.bridge.bolt.command("/broken")(broken)
    await trial.mei.command("/broken")

    assert "IntegrityError" in log.getvalue()
    assert SECRET not in log.getvalue()


async def test_an_event_that_failed_is_sent_again_by_slack(trial: Trial) -> None:
    attempts = 0

    async def fail_once(body: Json) -> None:
        nonlocal attempts
        attempts += 1
        if attempts == 1:
            raise RuntimeError

    trial.fail = fail_once  # type: ignore[method-assign]
    trial.bot.parts.bridge.bolt._async_listeners.clear()
    trial.register(trial.bot.parts.bridge.bolt)

    await trial.mei.open_home()
    await trial.bot.settle()

    assert attempts == 2


async def test_an_event_that_was_refused_is_not_sent_again(trial: Trial) -> None:
    trial.error = NotAllowed("not_taking_part")

    await trial.mei.open_home()
    await trial.bot.settle()

    assert [record.status for record in trial.bot.sandbox.wire if record.what == "app_home_opened"] == [200]


async def test_when_nothing_can_be_said_slack_shows_that_it_failed(trial: Trial) -> None:
    message = (await post(trial, "Here", [PRESS]))[-1]
    await trial.bot.deps.http.aclose()

    outcome = await trial.mei.press(message, "try.press")

    assert (outcome.status, len(trial.mei.dm)) == (500, 1)


async def test_a_token_that_slack_refuses_is_asked_for_anew(trial: Trial) -> None:
    before = len(trial.bot.sandbox.calls("auth.test"))
    trial.error = WorkspaceStopped("chat.postMessage", "invalid_auth")
    await trial.mei.command("/try")
    await trial.mei.command("/try")

    assert len(trial.bot.sandbox.calls("auth.test")) == before + 1


async def test_what_nobody_handles_is_told_to_the_person_and_not_to_slack(trial: Trial) -> None:
    message = (await post(trial, "Here", [kit.actions(kit.button("Press", "try.unknown"))]))[-1]

    assert (await trial.mei.press(message, "try.unknown")).status == 404
    await trial.mei.say("hello")
    await trial.bot.settle()
    assert {record.status for record in trial.bot.sandbox.wire if record.what == "message"} == {200}


async def post(trial: Trial, text: str, blocks: list[Json]) -> list[Any]:
    await trial.bot.deps.slack.post(trial.mei.person.id, Message(text, blocks))
    return trial.mei.dm
