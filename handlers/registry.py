"""Every capability that people can reach through Slack: one line each."""

from slack_bolt.async_app import AsyncApp

from handlers import checkins, commands, dm, errors, home, lifecycle, people, reading, series
from handlers import help as helping

CAPABILITIES = (
    lifecycle,
    people,
    home,
    commands,
    checkins,
    reading,
    helping,
    series,
    dm,
)
"""Order matters where two could answer the same request: the first one does."""


def register(app: AsyncApp) -> None:
    errors.register(app)
    for capability in CAPABILITIES:
        capability.register(app)
