"""The company's competencies in numbered versions: an edit makes a new one, and what was rated keeps pointing to its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from bot.domain.competencies import KEY_MAX, Competency, Family, Model
from storage.columns import link, link_or_none, row_id
from storage.database import Tx
from storage.inserting import insert_new, insert_row


class CompetencyVersion(SQLModel, table=True):
    """`made_by` None: a file brought it. `source` makes a repeat harmless: "view:V…"."""

    __tablename__ = "competency_version"
    __table_args__ = (UniqueConstraint("workspace_id", "number"), UniqueConstraint("workspace_id", "source"))

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    number: int
    source: str = Field(max_length=128)
    made_by: int | None = link_or_none("person.id")
    made_at: datetime


class JobFamily(SQLModel, table=True):
    __tablename__ = "job_family"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    id: int = row_id()
    version_id: int = link("competency_version.id")
    key: str = Field(max_length=KEY_MAX)
    position: int
    names: dict[str, str] = Field(default_factory=dict, sa_type=JSON)


class CompetencyLevel(SQLModel, table=True):
    """What the level `number`, from 1 on, is called in a family."""

    __tablename__ = "competency_level"
    __table_args__ = (UniqueConstraint("version_id", "family", "number"),)

    id: int = row_id()
    version_id: int = link("competency_version.id")
    family: str = Field(max_length=KEY_MAX)
    number: int
    names: dict[str, str] = Field(default_factory=dict, sa_type=JSON)


class CompetencyRow(SQLModel, table=True):
    __tablename__ = "competency"
    __table_args__ = (UniqueConstraint("version_id", "family", "key"),)

    id: int = row_id()
    version_id: int = link("competency_version.id")
    family: str = Field(max_length=KEY_MAX)
    key: str = Field(max_length=KEY_MAX)
    position: int
    names: dict[str, str] = Field(default_factory=dict, sa_type=JSON)


class CompetencyText(SQLModel, table=True):
    """What somebody does who is at that level of a competency."""

    __tablename__ = "competency_text"
    __table_args__ = (UniqueConstraint("version_id", "family", "competency", "level"),)

    id: int = row_id()
    version_id: int = link("competency_version.id")
    family: str = Field(max_length=KEY_MAX)
    competency: str = Field(max_length=KEY_MAX)
    level: int
    texts: dict[str, str] = Field(default_factory=dict, sa_type=JSON)


async def current(tx: Tx, workspace_id: int) -> CompetencyVersion | None:
    """The newest version; None: the company has no model."""
    found = select(CompetencyVersion).where(CompetencyVersion.workspace_id == workspace_id)
    return (await tx.exec(found.order_by(col(CompetencyVersion.number).desc()).limit(1))).one_or_none()


async def by_source(tx: Tx, workspace_id: int, source: str) -> CompetencyVersion | None:
    found = select(CompetencyVersion).where(
        CompetencyVersion.workspace_id == workspace_id, CompetencyVersion.source == source
    )
    return (await tx.exec(found)).one_or_none()


async def load(tx: Tx, version_id: int) -> Model:
    """A version as it was written."""
    families = await tx.exec(
        select(JobFamily).where(JobFamily.version_id == version_id).order_by(col(JobFamily.position))
    )
    levels: dict[str, list[dict[str, str]]] = {}
    wanted = select(CompetencyLevel).where(CompetencyLevel.version_id == version_id)
    for level in await tx.exec(wanted.order_by(col(CompetencyLevel.number))):
        levels.setdefault(level.family, []).append(level.names)
    texts: dict[tuple[str, str], list[dict[str, str]]] = {}
    found = select(CompetencyText).where(CompetencyText.version_id == version_id)
    for text in await tx.exec(found.order_by(col(CompetencyText.level))):
        texts.setdefault((text.family, text.competency), []).append(text.texts)
    held: dict[str, list[Competency]] = {}
    rows = select(CompetencyRow).where(CompetencyRow.version_id == version_id)
    for one in await tx.exec(rows.order_by(col(CompetencyRow.position))):
        made = Competency(one.key, one.names, tuple(texts.get((one.family, one.key), ())))
        held.setdefault(one.family, []).append(made)
    return Model(
        tuple(
            Family(one.key, one.names, tuple(levels.get(one.key, ())), tuple(held.get(one.key, ()))) for one in families
        )
    )


async def rows_of(tx: Tx, version_id: int, family: str) -> list[CompetencyRow]:
    """The competencies of a family in a version, in their order."""
    found = select(CompetencyRow).where(CompetencyRow.version_id == version_id, CompetencyRow.family == family)
    return list(await tx.exec(found.order_by(col(CompetencyRow.position))))


async def rows_by_ids(tx: Tx, ids: Sequence[int]) -> list[CompetencyRow]:
    return list(await tx.exec(select(CompetencyRow).where(col(CompetencyRow.id).in_(ids)))) if ids else []


async def save(
    tx: Tx, workspace_id: int, number: int, source: str, made_by: int | None, model: Model, now: datetime
) -> int | None:
    """Write a new version. None: that number or source is there already, and nothing is written."""
    row: dict[str, Any] = {"workspace_id": workspace_id, "number": number, "source": source}
    made = await insert_row(tx, CompetencyVersion, row | {"made_by": made_by, "made_at": now})
    if made is None:
        return None
    here: dict[str, Any] = {"version_id": made}
    families, levels, rows, texts = [], [], [], []
    for at, family in enumerate(model.families):
        inside = here | {"family": family.key}
        families.append(here | {"key": family.key, "position": at, "names": dict(family.names)})
        levels += [inside | {"number": n, "names": dict(names)} for n, names in enumerate(family.levels, 1)]
        for place, one in enumerate(family.competencies):
            rows.append(inside | {"key": one.key, "position": place, "names": dict(one.names)})
            of = inside | {"competency": one.key}
            texts += [of | {"level": n, "texts": dict(text)} for n, text in enumerate(one.texts, 1)]
    for table, some in (
        (JobFamily, families),
        (CompetencyLevel, levels),
        (CompetencyRow, rows),
        (CompetencyText, texts),
    ):
        await insert_new(tx, table, some)
    return made
