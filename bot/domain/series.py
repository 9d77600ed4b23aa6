"""What a series of check-ins begins with."""

from bot.domain.checkins import QuestionKind

DEFAULT_NAME = "Weekly check-in"
"""Shown in the reader's language wherever a series bears this name."""

DEFAULT_QUESTIONS = (
    QuestionKind.PROGRESS,
    QuestionKind.PLAN,
    QuestionKind.BLOCKER,
    QuestionKind.MOOD,
    QuestionKind.IDEA,
    QuestionKind.ACTIONS,
    QuestionKind.NOTE,
)
