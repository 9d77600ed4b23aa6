"""What is asked about a draft before it is sent: the coach's questions, and words that hurt. It advises, and blocks nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import coach, hurtful
from bot.domain.coach import Code, Draft, Finding
from bot.domain.coach_lexicon import Lexicon
from bot.domain.feedback import Written
from bot.domain.feedback_form import REVIEWS_MOST, Held, mark
from bot.domain.hurtful import Hit


@dataclass(frozen=True)
class Review:
    """What was found in a draft."""

    findings: Sequence[Finding] = ()
    hits: Sequence[Hit] = ()


def review(written: Written, lexicon: Lexicon, *, language: str = "en", passed_on: bool = False) -> Review:
    """Look at a draft; about a part in which nothing stands yet, nothing is asked.

    `passed_on`: these are a customer's words, so that hearing them from others is no finding.
    """
    draft = Draft(language, written.form, {part.value: text for part, text in written.said.items()})
    found = coach.review(draft, lexicon)
    found = [one for one in found if draft.parts.get(one.part)]
    findings = [one for one in found if not (passed_on and one.code is Code.HEARSAY)]
    return Review(findings, hurtful.find(written.said, lexicon))


def asks(held: Held, written: Written, found: Review) -> bool:
    """Whether the form comes back before this is sent.

    The coach speaks once, and once more after a change. Words that hurt are asked about whenever they are new.
    """
    if held.reviewed == mark(written):
        return False
    return bool(found.hits) or (held.reviews < REVIEWS_MOST and bool(found.findings))
