"""What somebody said after a 1:1: whether they were heard, and whether they know what to do next."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel, col, select

from storage.columns import link, row_id
from storage.database import Tx


class TalkSurvey(SQLModel, table=True):
    """Two numbers from 0 to 100. Its author reads it, and everybody else averages of four people or more."""

    __tablename__ = "talk_survey"
    __table_args__ = (
        UniqueConstraint("talk_id"),
        Index("ix_talk_survey_manager", "manager_id", "said_at"),
        Index("ix_talk_survey_workspace", "workspace_id", "said_at"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    talk_id: int = link("one_on_one.id")
    person_id: int = link("person.id")
    manager_id: int = link("person.id")
    heard: int
    next_step: int
    said_at: datetime


async def of_talk(tx: Tx, talk_id: int) -> TalkSurvey | None:
    return (await tx.exec(select(TalkSurvey).where(TalkSurvey.talk_id == talk_id))).one_or_none()


async def between(tx: Tx, workspace_id: int, since: datetime, until: datetime) -> list[TalkSurvey]:
    """What was said in the workspace from `since` on and before `until`."""
    found = select(TalkSurvey).where(TalkSurvey.workspace_id == workspace_id)
    return list(await tx.exec(found.where(TalkSurvey.said_at >= since, TalkSurvey.said_at < until)))


async def about(tx: Tx, managers: Sequence[int], since: datetime, until: datetime) -> list[TalkSurvey]:
    """What was said after talks with these managers from `since` on and before `until`."""
    found = select(TalkSurvey).where(col(TalkSurvey.manager_id).in_(managers))
    return list(await tx.exec(found.where(TalkSurvey.said_at >= since, TalkSurvey.said_at < until)))
