"""Every capability that people can reach through Slack: one line each."""

from slack_bolt.async_app import AsyncApp

from handlers import checkins, dm, errors, home, lifecycle, reading, series
from handlers import help as helping


def register(app: AsyncApp) -> None:
    """Order matters where two could answer the same request: the first one does."""
    errors.register(app)
    lifecycle.register(app)
    home.register(app)
    checkins.register(app)
    reading.register(app)
    helping.register(app)
    series.register(app)
    dm.register(app)
