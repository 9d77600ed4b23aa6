"""Every capability that people can reach through Slack: one line each."""

from slack_bolt.async_app import AsyncApp

from handlers import (
    actions,
    agenda,
    checkins,
    commands,
    countries,
    dm,
    errors,
    feedback,
    feedback_answers,
    feedback_aside,
    feedback_asks,
    feedback_history,
    feedback_message,
    feedback_read,
    feedback_reports,
    feedback_requests,
    history,
    home,
    leave,
    lifecycle,
    nudges,
    numbers,
    one_on_ones,
    people,
    preferences,
    pulses,
    reading,
    recognition,
    series,
    series_editor,
    series_questions,
    summaries,
    team,
    upward,
    values,
)
from handlers import help as helping

CAPABILITIES = (
    checkins,
    lifecycle,
    people,
    home,
    commands,
    nudges,
    preferences,
    leave,
    countries,
    reading,
    feedback,
    feedback_message,
    history,
    helping,
    series,
    numbers,
    series_editor,
    series_questions,
    actions,
    agenda,
    feedback_answers,
    feedback_read,
    feedback_history,
    feedback_aside,
    feedback_reports,
    feedback_requests,
    feedback_asks,
    one_on_ones,
    summaries,
    team,
    pulses,
    upward,
    recognition,
    values,
    dm,
)
"""Bolt asks one after another, and the first that can answers: what people do most stands in front."""


def register(app: AsyncApp) -> None:
    errors.register(app)
    for capability in CAPABILITIES:
        capability.register(app)
