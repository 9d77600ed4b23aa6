"""Goals as a company's file gives them: read whole or not at all, every problem named by its line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain import imports
from bot.domain.errors import Refused
from bot.domain.goals import Level, Measure
from bot.domain.imports import DELIMITERS, Problem, broken

COLUMNS = (
    "level", "owner_email", "title", "why", "measure", "unit", "start", "target", "due", "parent_title", "parent_ref", "weight",
    "cycle", "department", "ref",
)  # fmt: skip
NEEDED = ("owner_email", "title")
REF_MAX = 64
SOURCE = "import:"
"""Begins the source of a goal that came from a file, and of its version."""


@dataclass(frozen=True)
class GoalRow:
    """One goal as the file describes it; an empty text: the cell is blank or the column is not there."""

    line: int
    owner_email: str
    title: str
    level: Level = Level.PERSON
    measure: Measure = Measure.NUMBER
    due: date | None = None
    why: str = ""
    unit: str = ""
    start: str = ""
    target: str = ""
    parent_title: str = ""
    parent_ref: str = ""
    weight: str = ""
    cycle: str = ""
    department: str = ""
    ref: str = ""

    @property
    def folded(self) -> str:
        """The title as it is compared."""
        return " ".join(self.title.casefold().split())


@dataclass
class GoalsBroken(Refused):
    """Nothing of the file was taken: in each of these lines a rule says no, with its own sentence, or with one in English."""

    wrong: list[tuple[int, Refused | str]] = field(default_factory=list)


def read(raw: bytes) -> list[GoalRow]:
    """The file as values. Raises ImportBroken with everything that can be seen in the file alone."""
    text = imports.decoded(raw)
    lines = imports.lines(text, max(DELIMITERS, key=text.partition("\n")[0].count))
    header = next(lines, None)
    if header is None or isinstance(header, Problem):
        raise broken(
            header or Problem(1, f"The file is empty. Its first line names the columns: {', '.join(COLUMNS)}.")
        )
    names = _columns(*header)
    found, problems = imports.named(lines, names)
    rows: list[GoalRow] = []
    for line, cells in found:
        try:
            rows.append(_row(line, cells))
        except ValueError as error:
            problems.append(Problem(line, str(error)))
    problems += _repeated(rows)
    if not rows and not problems:
        problems.append(Problem(2, "There is no goal in the file."))
    if problems:
        raise broken(*problems)
    return rows


def _columns(line: int, cells: Sequence[str]) -> list[str]:
    names = [cell.lower() for cell in cells]
    known = ", ".join(COLUMNS)
    problems = [
        Problem(line, f"The column {one!r} is not known. Known are: {known}.") for one in names if one not in COLUMNS
    ]
    problems += [Problem(line, f"The column {one} is there twice.") for one in COLUMNS if names.count(one) > 1]
    problems += [Problem(line, f"The column {one} is missing.") for one in NEEDED if one not in names]
    if problems:
        raise broken(*problems)
    return names


def _row(line: int, cells: dict[str, str]) -> GoalRow:
    """Raises ValueError with a sentence."""
    if any("\x00" in cell for cell in cells.values()):
        raise ValueError("A cell holds a character that is no text.")
    given = {name: cell for name, cell in cells.items() if cell}
    for name in NEEDED:
        if name not in given:
            raise ValueError(f"{name} is missing.")
    if len(given.get("ref", "")) > REF_MAX:
        raise ValueError(f"ref is longer than {REF_MAX} characters.")
    if given.get("parent_ref") and given.get("parent_title"):
        raise ValueError("parent_ref and parent_title both name the goal above: one of them is enough.")
    level = _member(Level, given.pop("level", Level.PERSON), "level")
    measure = _member(Measure, given.pop("measure", Measure.NUMBER), "measure")
    due = imports.day(given.pop("due")) if "due" in given else None
    email = imports.email(given.pop("owner_email"))
    return GoalRow(line, email, given.pop("title"), Level(level), Measure(measure), due, **given)


def _member(known: type[Level] | type[Measure], cell: str, name: str) -> str:
    found = cell.lower().replace("-", "_").replace(" ", "_")
    if found not in list(known):
        raise ValueError(f"{name} is {cell!r}. Known are: {', '.join(known)}.")
    return found


def _repeated(rows: Sequence[GoalRow]) -> list[Problem]:
    """Two lines of one ref, or of one goal."""
    refs: dict[str, int] = {}
    goals: dict[tuple[str, str, str], int] = {}
    problems = []
    for row in rows:
        if row.ref and refs.setdefault(row.ref, row.line) != row.line:
            problems.append(Problem(row.line, f"ref {row.ref} is already in line {refs[row.ref]}."))
        first = goals.setdefault((row.owner_email, row.folded, row.cycle.casefold()), row.line)
        if first != row.line:
            problems.append(Problem(row.line, f"{row.owner_email} has this goal already in line {first}."))
    return problems


def circles(above: dict[int, int]) -> list[list[int]]:
    """Lines whose goals support each other in a circle. `above`: for a line, the line of the goal above it."""
    found: list[list[int]] = []
    settled: set[int] = set()
    for start in above:
        way: list[int] = []
        at: int | None = start
        while at is not None and at not in settled and at not in way:
            way.append(at)
            at = above.get(at)
        if at is not None and at in way:
            found.append(sorted(way[way.index(at) :]))
        settled |= set(way)
    return found
