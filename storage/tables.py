"""Every table, in one import: what Alembic compares, and what a new capability adds its line to."""

from sqlmodel import SQLModel

from storage import (
    actions,
    audit,
    checkins,
    days_off,
    drafts,
    evidence,
    feedback,
    inbound,
    leave,
    notices,
    pace,
    people,
    periods,
    private_notes,
    pulses,
    readers,
    reporting,
    roles,
    series,
    skips,
    summaries,
    talks,
    unled,
    workspaces,
)

modules = (
    actions,
    audit,
    checkins,
    days_off,
    drafts,
    evidence,
    feedback,
    inbound,
    leave,
    notices,
    pace,
    people,
    periods,
    private_notes,
    pulses,
    readers,
    reporting,
    roles,
    series,
    skips,
    summaries,
    talks,
    unled,
    workspaces,
)

metadata = SQLModel.metadata
