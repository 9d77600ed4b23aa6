"""Logs: structured, told apart by request, job and tick, and never with anybody's words in them."""

import logging
import secrets
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.slack import SlackTrouble

QUIET = {
    "slack_bolt": logging.ERROR,  # its warnings hold the whole request
    "slack_sdk": logging.ERROR,  # the same
    "aiohttp": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "asyncio": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "procrastinate": logging.CRITICAL,  # schedules/worker.py logs what became of a job, without its errors' texts
    "psycopg": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "uvicorn.access": logging.CRITICAL,
    "uvicorn.error": logging.WARNING,
}
"""How loud other libraries may be at the most, whatever level is set: at DEBUG some of them print whole requests."""


def set_up(level: str = "info", *, stream: TextIO | None = None, pretty: bool | None = None) -> None:
    """Send everything, our own lines and those of libraries, to one stream: JSON, or plain to read on a terminal."""
    out = stream or sys.stderr
    threshold = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Processor] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _where_only,
    ]
    is_terminal = out.isatty() if pretty is None else pretty
    renderer: Processor = (
        structlog.dev.ConsoleRenderer() if is_terminal else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(allow=()), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(threshold)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, threshold))


@contextmanager
def told_apart(**what: str) -> Iterator[None]:
    """Everything logged in this block carries what is given and one id of its own."""
    with bound_contextvars(**what, run=secrets.token_hex(4)):
        yield


def unexpected(error: BaseException, event: str, **what: object) -> str:
    """Log an error that nobody foresaw, by its kind and place, and give back the reference that people can quote."""
    reference = secrets.token_hex(4)
    log = structlog.stdlib.get_logger("growloop")
    log.error(event, reference=reference, error=named(error), at=places(error), **what)
    return reference


def named(error: BaseException) -> str:
    """What kind of error it is, and what it came from. Its own text may hold words or secrets, Slack's codes do not."""
    kind = f"{type(error).__name__}: {error}" if isinstance(error, SlackTrouble) else type(error).__name__
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{kind} from {named(cause)}" if cause else kind


def places(error: BaseException) -> list[str]:
    """Where it happened, the innermost call last: files, lines and functions, without the lines' text."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]


def _where_only(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Exceptions that libraries log lose their text here as well."""
    given = line.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["error"], line["at"] = named(error), places(error)
    line.pop("stack_info", None)
    return line
