"""`python -m tests.coach.measure [part]`: how well the coach finds what people marked in labelled drafts.

Counts a code as found where it stands in the part that was marked. Prints figures and never a draft.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from bot import lexicon
from bot.domain import coach
from bot.domain.coach import Code, Draft
from bot.domain.feedback import Form

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "drafts"
NORMAL_95 = 1.959964
PRECISION_LEAST, RECALL_LEAST, CLEAN_MOST = 0.9, 0.85, 0.05


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of Wilson (1927), which holds for small numbers and shares near one as well."""
        if not self.whole:
            return 0.0, 1.0
        square = NORMAL_95**2 / self.whole
        centre = (self.value + square / 2) / (1 + square)
        half = NORMAL_95 / (1 + square) * sqrt(self.value * (1 - self.value) / self.whole + square / self.whole / 4)
        return max(centre - half, 0.0), min(centre + half, 1.0)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.2f} ({low:.2f}–{high:.2f})"


@dataclass(frozen=True)
class Figures:
    """What was counted for one code."""

    positives: int
    found: int
    false: int

    @property
    def precision(self) -> Share:
        return Share(self.found, self.found + self.false)

    @property
    def recall(self) -> Share:
        return Share(self.found, self.positives)


@dataclass(frozen=True)
class Measured:
    codes: dict[Code, Figures]
    clean: Share
    """Clean drafts that were flagged, of all clean ones."""


def drafts(part: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{part}.jsonl").read_text(encoding="utf-8").splitlines() if line]


def found_in(one: dict[str, Any]) -> set[tuple[str, str]]:
    """What the coach finds in a labelled draft: pairs of code and part."""
    draft = Draft(one["language"], Form(one["format"]), one["parts"])
    return {(str(finding.code), finding.part) for finding in coach.review(draft, lexicon.load())}


def measure(part: str) -> Measured:
    positives: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    false: Counter[str] = Counter()
    clean = flagged = 0
    for one in drafts(part):
        expected = {(code, where) for code, where in one["expect"]}
        found = found_in(one)
        positives.update(code for code, _ in expected)
        hits.update(code for code, _ in expected & found)
        false.update(code for code, _ in found - expected)
        if not expected:
            clean += 1
            flagged += bool(found)
    codes = {code: Figures(positives[code], hits[code], false[code]) for code in Code}
    return Measured(codes, Share(flagged, clean))


def table(measured: Measured) -> str:
    """The figures as they stand in README."""
    rows = ["| Code | Marked | Found | False | Precision | Recall |", "|---|---|---|---|---|---|"]
    rows += [
        f"| `{code}` | {one.positives} | {one.found} | {one.false} | {one.precision} | {one.recall} |"
        for code, one in measured.codes.items()
    ]
    clean = measured.clean
    rows.append(f"| clean drafts | {clean.whole} | | {clean.part} | | {clean} flagged |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table(measure(sys.argv[1] if len(sys.argv) > 1 else "test")))  # noqa: T201 - this is what it is for
