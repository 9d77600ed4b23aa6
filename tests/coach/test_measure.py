"""The coach is as good as README says, on drafts that its rules were not written for, and good enough on those they were."""

import re

import pytest

from bot.domain.coach import Code
from tests.coach.measure import CLEAN_MOST, FOLDER, PRECISION_LEAST, RECALL_LEAST, ROOT, Share, drafts, measure, table

README = (ROOT / "README.md").read_text(encoding="utf-8")
STATED = ("test", "sixth")


@pytest.mark.parametrize("part", ["development", "second", "third", "fourth", "fifth"])
def test_on_the_parts_its_rules_were_mended_by_it_reaches_its_aims(part: str) -> None:
    measured = measure(part)

    assert {code for code, one in measured.codes.items() if one.precision.value < PRECISION_LEAST} == set()
    assert {code for code, one in measured.codes.items() if one.recall.value < RECALL_LEAST} == set()
    assert measured.clean.value <= CLEAN_MOST


def test_the_development_part_is_large_and_even() -> None:
    measured, labelled = measure("development"), drafts("development")

    assert min(one.positives for one in measured.codes.values()) >= 25
    assert measured.clean.whole >= 120
    for language, share in (("en", 0.5), ("zh", 0.25), ("zh-Hant", 0.25)):
        assert sum(one["language"] == language for one in labelled) / len(labelled) == pytest.approx(share, abs=0.06)


@pytest.mark.parametrize("part", STATED)
def test_readme_states_the_figures_of_today(part: str) -> None:
    assert table(measure(part)) in README


def test_readme_names_every_code_in_its_table_of_sources() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)) >= set(Code)


@pytest.mark.parametrize(
    ("share", "interval"), [(Share(0, 0), (0.0, 1.0)), (Share(10, 10), (0.722, 1.0)), (Share(45, 50), (0.786, 0.957))]
)
def test_the_interval_is_wilsons(share: Share, interval: tuple[float, float]) -> None:
    assert share.interval == pytest.approx(interval, abs=0.001)


def test_no_draft_is_in_two_parts() -> None:
    parts = [path.stem for path in FOLDER.glob("*.jsonl")]
    texts = [{tuple(one["parts"].values()) for one in drafts(part)} for part in parts]

    assert sum(map(len, texts)) == len(set().union(*texts))
