"""HR's own questions: what can be asked, what counts as an answer, and in which turns of a series it is asked."""

import math
from collections.abc import Collection, Mapping
from datetime import timedelta

from bot.domain import cadence
from bot.domain.cadence import CadenceKind, Rule
from bot.domain.checkins import WORDS_MAX, QuestionKind
from bot.domain.errors import RuleBroken
from bot.domain.replies import Reply

OWN = tuple(kind for kind in QuestionKind if not kind.built_in)
CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
LANGUAGES = ("en", "zh_Hans", "zh_Hant")
"""In which a question can be worded; who reads another language gets the first of these that there is."""
FIELD = "question_"

TEXT_MAX = 200
"""Characters of a question: it is the label of a field, and longer ones are not read."""
SHORT_MAX = 300
"""Characters of a short answer: a line or two."""
OPTIONS_MAX, OPTION_MAX = 100, 75
"""Options of one choice, and characters of one: Slack's limits (SLACK.md §4.3, §4.4)."""
ALL_OPTIONS_MAX = 200
"""Options in one form: a view takes 250 kB, and one in Chinese takes half a kilobyte."""
QUESTIONS_MAX = 10
"""HR's own questions in one series: more, and nobody answers in two minutes."""
SCALE = (1, 2, 3, 4, 5)
NUMBER_MAX = 1e12
EVERY, MONTHLY, NTH = "every", "month", "nth:"
NTH_MAX = 12


def field(question_id: int) -> str:
    """The block id of the question's field."""
    return f"{FIELD}{question_id}"


def check(kind: QuestionKind, reply: Reply, keys: Collection[str] = (), *, required: bool = False) -> Reply:
    """The reply as it is kept: numbers and scales as numbers. `keys` are those of the options.

    Checked twice it stays the same. Raises RuleBroken at the question's field.
    """
    where = field(reply.question_id)
    if reply.empty:
        if required:
            raise RuleBroken("answer_needed", field=where)
        return Reply(reply.question_id)
    if kind in CHOICES:
        return _chosen(kind, reply, keys, where)
    if kind == QuestionKind.NUMBER:
        return Reply(reply.question_id, number=_number(reply, where))
    if kind == QuestionKind.SCALE:
        return Reply(reply.question_id, number=_step(reply, where))
    most = WORDS_MAX if kind == QuestionKind.LONG_TEXT else SHORT_MAX
    if reply.chosen or reply.number is not None:
        raise RuleBroken("answer_unknown", field=where)
    if len(reply.words) > most:
        raise RuleBroken("too_long", {"most": most}, field=where)
    return reply


def _chosen(kind: QuestionKind, reply: Reply, keys: Collection[str], where: str) -> Reply:
    several = kind == QuestionKind.MULTIPLE
    if not reply.chosen or not set(reply.chosen) <= set(keys) or (len(reply.chosen) > 1 and not several):
        raise RuleBroken("answer_unknown", field=where)
    return Reply(reply.question_id, chosen=tuple(dict.fromkeys(reply.chosen)))


def _number(reply: Reply, where: str) -> float:
    try:
        value = reply.number if reply.number is not None else float(reply.words.strip())
    except ValueError:
        raise RuleBroken("number_needed", field=where) from None
    if not math.isfinite(value) or abs(value) > NUMBER_MAX:
        raise RuleBroken("number_needed", field=where)
    return value


def _step(reply: Reply, where: str) -> float:
    value = reply.number if reply.number is not None else next(iter(reply.chosen), "")
    step = next((one for one in SCALE if str(one) == str(value) or one == value), None)
    if step is None:
        raise RuleBroken("answer_unknown", field=where)
    return float(step)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The wording in that language; else in the other Chinese, in English, or in whatever there is."""
    order = (language, *(LANGUAGES[1:] if language.startswith("zh") else ()), *LANGUAGES)
    return next((texts[one] for one in order if texts.get(one)), "")


def is_asked(rhythm: str, rule: Rule, slot: str) -> bool:
    """Whether a question with this rhythm is asked in this turn: "every", "nth:3" (each third), "month" (the month's first)."""
    if rhythm == MONTHLY:
        day = cadence.nominal_day(rule, slot)
        before = day - timedelta(weeks=rule.every)
        return rule.kind is not CadenceKind.WEEKLY or before.month != day.month
    if rhythm.startswith(NTH):
        return cadence.number(rule, slot) % int(rhythm.removeprefix(NTH)) == 0
    return True
