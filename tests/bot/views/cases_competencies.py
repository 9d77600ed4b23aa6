"""The views of competencies, in every state, over any people and any words."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.competencies import (
    COMPETENCIES_MAX,
    FAMILIES_MAX,
    INSTANCE_MAX,
    LEVELS_MAX,
    NAME_MAX,
    TEXT_MAX,
    Competency,
    Family,
    Model,
    Rated,
)
from bot.domain.questions import LANGUAGES
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.competencies import PAGE, Board, Compared, Given, Row, TeamRow
from bot.usecases.competencies_assessing import Assessing
from bot.usecases.competencies_counts import Counts
from bot.usecases.competencies_model import Shown
from bot.views import competencies, competencies_edit, competencies_form, kit
from storage.competency_ratings import CompetencyPlace

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)


def names(d: "Data", most: int = NAME_MAX) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, ((d.series if most == NAME_MAX else d.words or "x").strip() or "x")[:most])


def family(d: "Data", number: int = 1) -> Family:
    many = max(1, min(d.many, COMPETENCIES_MAX))
    levels = tuple(names(d) for _ in range(min(LEVELS_MAX, max(2, d.many))))
    texts = tuple(names(d, TEXT_MAX) for _ in levels)
    return Family(f"f{number}", names(d), levels, tuple(Competency(f"c{at}", names(d), texts) for at in range(many)))


def ratings(d: "Data", level: int = 1) -> dict[str, Rated]:
    instance = None if d.words is None else d.words[:INSTANCE_MAX]
    return {one.key: Rated(level, instance) for one in family(d).competencies}


def given(d: "Data", author: int, level: int = 1) -> Given:
    return Given(d.person(author), NOW, family(d), ratings(d, level))


def compared(d: "Data", viewer: int = 1, **fields: Any) -> Compared:
    place = CompetencyPlace(workspace_id=1, person_id=1, family="f1", level=2, set_by=2, set_at=NOW)
    given_: Json = {"own": given(d, 1), "managers": [given(d, 2, 2), given(d, 3)], "both": True}
    shown: Json = {"person": d.person(1), "viewer": d.person(viewer), "place": place, "family": family(d), **given_}
    return Compared(**{**shown, "leads": viewer != 1, **fields})


def alone(d: "Data") -> Compared:
    return compared(d, own=None, managers=[], both=False)


def board(d: "Data", **fields: Any) -> Board:
    rows = [TeamRow(d.person(at), family(d) if at % 2 else None, 1, 1, 2, 3) for at in range(1, PAGE + 1)]
    return Board(**{"mine": alone(d), "rows": rows, "at": PAGE, "more": True, "below": Counts(8, 4, 4), **fields})


def model(d: "Data") -> Model:
    return Model(tuple(family(d, at) for at in range(max(1, min(d.many, FAMILIES_MAX)))))


def shown(d: "Data", **fields: Any) -> Shown:
    return Shown(
        **{"model": model(d), "number": 3, "by": d.person(), "at": NOW, "counts": {"f0": Counts(8, 8, 4)}, **fields}
    )


def assessing(d: "Data", viewer: int = 2, **fields: Any) -> Assessing:
    made: Json = {"model": model(d), "version": 1, "family": family(d), "level": 1, "ratings": ratings(d)}
    return Assessing(d.person(1), d.person(viewer), **{**made, **fields})


COMPETENCIES: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "competencies.section": lambda r, d: kit.home(competencies.section(r, Row(3, 4, False, 5, 2))),
    "competencies.section both": lambda r, d: kit.home(competencies.section(r, Row(4, 4, True))),
    "competencies.board": lambda r, d: competencies.board(r, board(d)),
    "competencies.board empty": lambda r, d: competencies.board(r, Board(Compared(d.person(), d.person()))),
    "competencies.board no model": lambda r, d: competencies.board(r, board(d, has_model=False)),
    "competencies.compared": lambda r, d: competencies.compared(r, compared(d)),
    "competencies.compared by a manager": lambda r, d: competencies.compared(r, compared(d, 2)),
    "competencies.compared alone": lambda r, d: competencies.compared(r, alone(d)),
    "competencies.compared nowhere": lambda r, d: competencies.compared(r, compared(d, 2, family=None, place=None)),
    "competencies_form.form": lambda r, d: competencies_form.form(r, assessing(d)),
    "competencies_form.form of oneself": lambda r, d: competencies_form.form(r, assessing(d, 1)),
    "competencies_form.form new": lambda r, d: competencies_form.form(r, assessing(d, family=None, ratings={})),
    "competencies_form.form no model": lambda r, d: competencies_form.form(r, assessing(d, model=Model(), family=None)),
    "competencies_edit.model": lambda r, d: competencies_edit.model(r, shown(d)),
    "competencies_edit.model from a file": lambda r, d: competencies_edit.model(r, shown(d, by=None)),
    "competencies_edit.model none": lambda r, d: competencies_edit.model(r, Shown()),
    "competencies_edit.family": lambda r, d: competencies_edit.family(r, shown(d), family(d)),
    "competencies_edit.family_form": lambda r, d: competencies_edit.family_form(r, 3, family(d)),
    "competencies_edit.family_form new": lambda r, d: competencies_edit.family_form(r, 0, None),
    "competencies_edit.competency_form": lambda r, d: competencies_edit.competency_form(
        r, 3, family(d), family(d).competencies[0]
    ),
    "competencies_edit.competency_form new": lambda r, d: competencies_edit.competency_form(r, 3, family(d), None),
    "competencies_edit.place_form": lambda r, d: competencies_edit.place_form(r),
}
"""By the function that builds it, and what is special."""
