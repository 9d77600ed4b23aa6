"""What a review of a draft costs, how it grows with the length of the text, hostile texts among them, and what the lists hold."""

import gc
import time
import tracemalloc

from bot import lexicon
from bot.domain import coach
from bot.domain.coach import Draft
from bot.domain.coach_lexicon import Lexicon
from bot.domain.feedback import Form
from tests.benchmarks.table import SHORT, Row

USUAL = 100 if SHORT else 1_000
SIZES = (USUAL, 400) if SHORT else (1_000, 4_000, 16_000, 20_000)
RUNS = 1 if SHORT else 7
WANTED = 5.0
"""Milliseconds for a draft of a thousand characters, on a machine of today; reported, not judged."""
GROWTH_MAX = 2.0
"""Times the length: a text five times as long may take ten times as long; with the square it would be twenty-five."""
MEMORY_MAX = 20.0

ORDINARY = {
    "English": "On Tuesday you stopped press 2, hung out the sign and called me before you reached in; nobody was hurt. ",
    "Chinese": "周二下午两点你把二号冲床停下来，挂了牌，先打电话给我才伸手进去，没有人受伤，十分钟后恢复生产。",
    "Traditional": "週二下午兩點你把二號沖床停下來，掛了牌，先打給我才伸手進去，沒有人受傷，十分鐘後恢復生產。",
}
HOSTILE = {
    "one word": "a",
    "apostrophes": "a'",
    "quotation marks": "“",
    "open quotes": "'a ",
    "line ends": "\n",
    "combining marks": "e\u0301",
    "emoji": "😀",
    "negations": "not ",
    "adverbs": "so very ",
    "you": "you ",
    "traits of others": "the customer is careless ",
    "traits denied": "not lazy ",
    "always good": "you always help ",
    "never bad": "never late ",
    "every time": "every time ",
    "you want": "you just ",
    "unwilling": "，不想",
    "because": "because ",
    "people say": "people say I ",
    "than": "better than ",
    "as as": "as ",
    "like": "like ",
    "takes": "it takes Tom you ",
    "the other role": "the other nurses , ",
    "slow and": "you were slow and ",
    "given names": "志伟佳玲",
    "若是": "要是小李",
    "names": "Tom and ",
    "the others": "the others, you ",
    "requests": "could you please ",
    "acts": "call ",
    "客户总是": "客户总是",
    "没": "没",
    "比": "比",
    "你": "你",
    "就是": "就是",
    "大家": "大家",
    "客户很懒": "客户很懒",
    "不认真": "不认真",
    "小张": "小张，你",
    "听": "听",
    "的": "的",
}


def run() -> list[Row]:
    lists, held = _loaded()
    rows = [Row("coach: what the lists hold", held, "MB", None, None, f"<= {MEMORY_MAX:g} MB", held <= MEMORY_MAX)]
    for name, text in ORDINARY.items():
        took, bare = _milliseconds(lists, _long(text, USUAL)), _bare(_long(text, USUAL))
        rows.append(
            Row(
                f"coach, {name}: a draft of {USUAL:,} characters (wanted: {WANTED:g} ms)", took, "ms", bare, took / bare
            )
        )
    return rows + [_growth(lists, name, text) for name, text in (ORDINARY | HOSTILE).items()]


def _growth(lists: Lexicon, name: str, text: str) -> Row:
    """The longest text beside shorter ones, each for as many characters."""
    took = {size: _milliseconds(lists, _long(text, size)) for size in SIZES}
    longest = SIZES[-1]
    growth = max(took[longest] / (took[size] * longest / size) for size in SIZES[:-1] if size > USUAL or SHORT)
    holds = growth <= GROWTH_MAX
    limit = f"<= {GROWTH_MAX:g} x length"
    return Row(f"coach, {name}: {longest:,} characters", took[longest], "ms", took[USUAL], growth, limit, holds)


def _loaded() -> tuple[Lexicon, float]:
    """The lists, and the megabytes that they hold once they are there."""
    tracemalloc.start()
    lists = lexicon.load()
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return lists, held / 1e6


def _long(text: str, size: int) -> str:
    return (text * (size // len(text) + 1))[:size]


def _milliseconds(lists: Lexicon, text: str) -> float:
    """The quickest of some reviews of a draft that has this text in one part."""
    draft = Draft("en", Form.BEHAVIOUR, {"situation": "", "behaviour": text, "impact": ""})
    took = []
    for _ in range(RUNS):
        begun = time.process_time()
        coach.review(draft, lists)
        took.append(time.process_time() - begun)
    return min(took) * 1000


def _bare(text: str) -> float:
    """What it takes merely to look at each character, for comparison."""
    took = []
    for _ in range(RUNS):
        begun = time.process_time()
        for sign in text:
            sign.isalnum()
        took.append(time.process_time() - begun)
    return min(took) * 1000
