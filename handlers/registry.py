"""Every capability that people can reach through Slack: one line each."""

from slack_bolt.async_app import AsyncApp

from handlers import errors, lifecycle


def register(app: AsyncApp) -> None:
    """Order matters where two could answer the same request: the first one does."""
    errors.register(app)
    lifecycle.register(app)
