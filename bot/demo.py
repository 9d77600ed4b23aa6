"""`growloop demo`: a Slack-shaped workspace with a company in it, the real bot beside it, and no account or token."""

import asyncio
import contextlib
import errno
import shutil
import signal
import sys
import webbrowser
from collections.abc import Coroutine
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from bot import demo_history, demo_thanks, manifest
from bot.demo_company import COMPANY, GREETED, LOCALES, ZONES, roster_csv
from bot.demo_stage import Stage, SteppingClock, raised
from bot.domain.imports import read
from bot.logs import set_up
from bot.process import start
from bot.sandbox import keeping
from bot.sandbox.page_guide import Note
from bot.sandbox.page_texts import Said
from bot.sandbox.sandbox import Sandbox
from bot.usecases import acting, imports

PLACE = Path("var/demo")
DATABASE = "growloop.db"
KEPT = "workspace.kept"
NAME = "Linden Meter"
PORT_TROUBLE = {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}
PORT_MAX = 65_535
HISTORY = timedelta(weeks=demo_history.PAST_WEEKS)


def demo(*, port: int, browser: bool, fresh: bool) -> None:
    """Run until Ctrl-C, then keep what was done for the next time. `fresh` begins anew."""
    set_up("warning")
    console = Console(highlight=False)
    try:
        start(_demo(console, port, browser, fresh))
    except OSError as error:
        if error.errno not in PORT_TROUBLE:
            raise
        said = f"Port {port} cannot be used ({error.strerror}). Try another one: growloop demo --port {_another(port)}"
        console.print(said, soft_wrap=True)
        raise typer.Exit(1) from None


async def _demo(console: Console, port: int, browser: bool, fresh: bool) -> None:
    stop, again = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    while True:
        again.clear()
        await _show(console, port, browser, fresh, stop, again)
        if not again.is_set():
            return
        browser, fresh = False, True


async def _show(
    console: Console, port: int, browser: bool, fresh: bool, stop: asyncio.Event, again: asyncio.Event
) -> None:
    """One showing of the demo, until it is stopped or begun again from the page."""
    clock = SteppingClock(_opening() - HISTORY, running=False)
    sandbox = Sandbox(clock, name=NAME)

    async def reset() -> None:
        sandbox.opening = True
        again.set()

    sandbox.on_reset, sandbox.opening = reset, True
    # The port comes first: where it is taken, a demo is running whose files must stay as they are.
    async with sandbox.serve(port) as url:
        continued = _enter(sandbox, fresh)
        async with raised(sandbox, clock, PLACE / DATABASE, f"{url}/api/") as stage:
            ready = continued or await _set_the_stage(console, stage, stop)
            if ready:
                clock.go()
                sandbox.opening = False
                _greet(console, url, continued)
                if browser and sys.stdout.isatty():
                    webbrowser.open(url)
                await _until(stage.live(), stop, again)
    if ready and not again.is_set():
        keeping.keep(sandbox, PLACE / KEPT)


def _enter(sandbox: Sandbox, fresh: bool) -> bool:
    """Whether the company is where it was left; else it has just been hired, and nothing has happened yet."""
    continued = not fresh and (PLACE / DATABASE).exists() and keeping.take(sandbox, PLACE / KEPT)
    if not continued:
        _clear()
        _people(sandbox)
        demo_thanks.open_channel(sandbox)
    _dress(sandbox)
    return continued


async def _set_the_stage(console: Console, stage: Stage, stop: asyncio.Event) -> bool:
    with console.status("Setting the stage: a company, its people, three weeks of their work"):
        return await _until(_begin(stage), stop)


async def _until(work: Coroutine[Any, Any, None], *ends: asyncio.Event) -> bool:
    """Work until it is done, or one of these has happened. Whether it was done."""
    doing = asyncio.create_task(work)
    waits = [asyncio.create_task(end.wait()) for end in ends]
    await asyncio.wait({doing, *waits}, return_when=asyncio.FIRST_COMPLETED)
    done = doing.done()
    for task in (doing, *waits):
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await doing
    return done


def _another(port: int) -> int:
    return port + 1 if 1024 <= port < PORT_MAX else 8765


def _clear() -> None:
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)


def _opening() -> datetime:
    """The last Wednesday morning: everybody is at work, and Friday is still to come."""
    today = datetime.now(UTC).date()  # noqa: TID251 - where the demo's own clock begins
    wednesday = today - timedelta(days=(today.isoweekday() - 3) % 7)
    return datetime.combine(wednesday, time(8, 30), UTC)


def _people(sandbox: Sandbox) -> None:
    for one in COMPANY:
        sandbox.workspace.add_person(
            name=one.name,
            email=one.email,
            tz=ZONES[one.site],
            locale=LOCALES[one.language],
            title=one.title,
            is_owner=one.manager is None,
        )


async def _begin(stage: Stage) -> None:
    """The roster comes from Slack, reporting lines from HR's file, and then some weeks are lived."""
    await stage.beat()
    deps = stage.bot.deps
    async with deps.transaction() as tx:
        workspace = await acting.access_workspace(tx, stage.sandbox.team_id)
        now = stage.clock.now()
        planned = await imports.plan(tx, workspace, read(roster_csv().encode()), now.date())
        await imports.apply(tx, workspace, planned, now)
    await demo_thanks.set_up(stage)
    await demo_history.play(stage, _opening())


def _dress(sandbox: Sandbox) -> None:
    """What the app's manifest would tell Slack, and what the page tells the newcomer."""
    described = manifest.manifest()
    features = described["features"]
    sandbox.register(
        [command["command"] for command in features["slash_commands"]],
        features.get("shortcuts", []),
        described["settings"]["event_subscriptions"]["bot_events"],
    )
    sandbox.title = NAME
    sandbox.people_groups = _groups()
    sandbox.notes = _notes()


def _groups() -> list[tuple[dict[str, str], list[str]]]:
    leads = {one.manager for one in COMPANY}
    hr = [one.email for one in COMPANY if one.hr]
    managers = [one.email for one in COMPANY if one.key in leads and not one.hr]
    others = [one.email for one in COMPANY if one.key not in leads and not one.hr]
    return [
        ({"en": "HR", "zh_CN": "人力资源", "zh_TW": "人力資源"}, hr),
        ({"en": "Managers", "zh_CN": "经理", "zh_TW": "主管"}, managers),
        ({"en": "Employees", "zh_CN": "员工", "zh_TW": "員工"}, others),
    ]


def _notes() -> list[Note | Said]:
    """Things to try, in the order of a week."""
    mei = next(one for one in COMPANY if one.key == GREETED).email
    leo = next(one for one in COMPANY if one.key == "leo").email
    hanna = next(one for one in COMPANY if one.hr).email
    return [
        Note(
            {
                "en": "Be Mei. Make it Friday 15:00 with the clock above, then press Answer under the prompt.",
                "zh_CN": "先当 Mei：用上面的时钟调到周五 15:00，再点提示下面的“填写”。",
                "zh_TW": "先當 Mei：用上面的時鐘調到星期五 15:00，再按提示下面的「填寫」。",
            },
            mei,
        ),
        Note(
            {
                "en": "Be Leo, her manager. Open Home, read what she wrote, and reply.",
                "zh_CN": "再当她的经理 Leo：打开“主页”，读她写的内容并回复。",
                "zh_TW": "再當她的主管 Leo：打開「首頁」，讀她寫的內容並回覆。",
            },
            leo,
            "home",
        ),
        Note(
            {
                "en": "Be Mei again: the reply is in her messages. Answer it in its thread.",
                "zh_CN": "再回到 Mei：回复在她的消息里，可以在话题中回答。",
                "zh_TW": "再回到 Mei：回覆在她的訊息裡，可以在討論串中回答。",
            },
            mei,
        ),
        Note(
            {
                "en": "Be Leo: type /give-feedback @mei, write “You are careless.”, and see what the coach asks before it goes.",
                "zh_CN": "当 Leo：输入 /give-feedback @mei，写“你很粗心”，看看教练在发送前会问什么。",
                "zh_TW": "當 Leo：輸入 /give-feedback @mei，寫「你很粗心」，看看教練在送出前會問什麼。",
            },
            leo,
        ),
        Note(
            {
                "en": "Still Leo: type /goals and read what Ana proposes, then /one-on-one for today's agenda.",
                "zh_CN": "还是 Leo：输入 /goals，看看 Ana 提出的目标；再输入 /one-on-one，打开今天的议程。",
                "zh_TW": "還是 Leo：輸入 /goals，看看 Ana 提出的目標；再輸入 /one-on-one，打開今天的議程。",
            },
            leo,
        ),
        Note(
            {
                "en": "Be Hanna from HR: Home shows who gets what when, and numbers instead of words.",
                "zh_CN": "再当 HR 的 Hanna：主页显示谁在何时收到什么，只有数字，没有内容。",
                "zh_TW": "再當 HR 的 Hanna：首頁顯示誰在何時收到什麼，只有數字，沒有內容。",
            },
            hanna,
            "home",
        ),
    ]


def _greet(console: Console, url: str, continued: bool) -> None:
    console.print(f"\n  Growloop's demo is at  [bold link={url}]{url}[/]\n")
    console.print("  It is a stand-in for Slack on this machine alone. Ctrl-C ends it.")
    if continued:
        console.print("  You go on where you stopped; growloop demo --fresh begins anew.")
    console.print()
