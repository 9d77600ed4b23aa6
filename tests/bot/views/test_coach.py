"""What the coach asks."""

import pytest

from bot.domain.coach import Code, Finding
from bot.locales.reader import Reader
from bot.views import coach as views


@pytest.mark.parametrize("locale", ["en", "zh-CN", "zh-TW"])
def test_every_finding_has_one_short_question_of_its_own(locale: str) -> None:
    asked = [views.question(Reader(locale), Finding(code, "behaviour", 0, 1)) for code in Code]

    assert len(set(asked)) == len(asked)
    assert all(one.endswith(("?", "？", ".", "。")) and len(one) < 100 for one in asked)


def test_praise_is_asked_for_what_was_done_well() -> None:
    praise, behaviour = (views.question(Reader(), Finding(Code.VAGUE, part, 0, 1)) for part in ("praise", "behaviour"))

    assert (praise, behaviour) == ("What exactly did they do well, and when?", "What exactly happened, and when?")
