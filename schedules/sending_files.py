"""Files that people asked for are uploaded and shown once, in the DM of whoever asked.

Safe to be killed between any two lines. The mark comes before the call that shows the file, so that it never comes twice; where the
answer to that call is lost, whoever asked is told that it may be missing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.deps import Deps
from bot.domain.exporting import ExportStage
from bot.slack import InDoubt, Passing, SlackTrouble
from schedules.drawing import SCOPE
from schedules.registry import TryAgain
from storage.people import Person

AGAIN_SECONDS = 30.0
"""Until a call whose answer was lost is made again, where it showed nothing to anybody."""

Mark = Callable[[ExportStage, ExportStage], Awaitable[bool]]

log = structlog.stdlib.get_logger("growloop.files")


@dataclass(frozen=True)
class File:
    """`name` with its ending; `title` is how it is called in the chat, and said to those who do not see it."""

    name: str
    content: bytes
    title: str
    to: Person


async def send(deps: Deps, file: File, mark: Mark) -> bool:
    """Send it, if `mark` says that nobody else does. False: files are not allowed here. Raises TryAgain while Slack is busy."""
    try:
        if SCOPE not in (await deps.slack.auth())["scopes"]:
            raise SlackTrouble("files.getUploadURLExternal", "missing_scope")
        file_id = await deps.slack.upload(file.name, file.content, file.title)
        channel = file.to.dm_channel or await deps.slack.open_dm(file.to.slack_id)
    except (Passing, InDoubt) as trouble:
        raise TryAgain(getattr(trouble, "retry_after", AGAIN_SECONDS)) from trouble
    except SlackTrouble as trouble:
        log.info("file goes as text", trouble=str(trouble))
        return False
    if not await mark(ExportStage.WANTED, ExportStage.SENDING):
        return True
    try:
        await deps.slack.share(file_id, file.title, channel)
    except Passing as trouble:
        await mark(ExportStage.SENDING, ExportStage.WANTED)
        raise TryAgain(trouble.retry_after) from trouble
    except InDoubt as trouble:
        log.warning("file may be missing", trouble=str(trouble))
        await mark(ExportStage.SENDING, ExportStage.DOUBT)
    except SlackTrouble as trouble:
        log.warning("file goes as text", trouble=str(trouble))
        await mark(ExportStage.SENDING, ExportStage.WANTED)
        return False
    else:
        await mark(ExportStage.SENDING, ExportStage.SENT)
    return True


async def settle(mark: Mark) -> None:
    """A file that is not wanted any more: where whoever was sending it was killed, nobody knows whether it arrived."""
    await mark(ExportStage.SENDING, ExportStage.DOUBT)
