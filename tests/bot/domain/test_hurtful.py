"""Words that hurt are asked about, in three languages; words that merely contain their letters are not."""

import pytest

from bot.domain import hurtful
from bot.domain.feedback import Part
from bot.lexicon import load


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("Do that again and you'll regret it.", "you'll regret it"),
        ("I WILL HAVE YOU FIRED for this", "I WILL HAVE YOU FIRED"),
        ("Keep your mouth shut about it", "Keep your mouth shut"),
        ("Only an idiot would file it there", "idiot"),
        ("Fuck off", "Fuck off"),
        ("下次再这样，你给我等着。", "你给我等着"),
        ("再說一次，你給我等著！", "你給我等著"),
        ("你真是个废物", "个废物"),
        ("你這個廢物", "個廢物"),
        ("别吵,白痴", "白痴"),
        ("他罵人「白癡」", "白癡"),
    ],
)
def test_words_that_hurt_are_found_where_they_stand(words: str, hit: str) -> None:
    [found] = hurtful.find({Part.PRAISE: words}, load())
    assert words[found.start : found.end] == hit


@pytest.mark.parametrize(
    "words",
    [
        "The scumble technique on the wall held well",
        "You wrote the Dickens quote on the board, and the class laughed",
        "You killed the stuck process at 14:05 and saved the shift",
        "The customer will regret nothing: you showed them three offers",
        "Your days off are numbered in the plan; you counted them for all of us",
        "You asked the fired potters to come back for the tour",
        "你把废物箱放到了门口，走道通了",
        "你跟小陈说等着我们一起去，他就放心了",
        "你带新人熟悉了垃圾分类",
        "後果由你在會上說清楚，大家都知道下一步",
        "你提醒大家小心点火，現場沒有出事",
        "我打断了你的发言，对不起；你又讲了一遍",
        "医疗废物和那个废物箱，你都贴了标签",
        "糖尿病神经病变的随访，你按时做完了",
        "猪头肉的价签你换好了",
        "你去死角检查了两遍",
        "Punch you in at nine, as the sheet says",
        "The screw you tightened held; I'll get you a new bit",
        "The bastard file and an idiot-proof jig",
        "There is a chink in the seal",
        "",
        "👍👍",
    ],
)
def test_words_that_only_look_like_it_are_not(words: str) -> None:
    assert hurtful.find({Part.PRAISE: words}, load()) == []


def test_a_threat_and_a_slur_are_told_apart_and_each_is_told_once_a_part() -> None:
    said = {Part.PRAISE: "You idiot, you moron, or you are fired", Part.SUGGESTION: "idiot"}
    assert [(one.part, one.threat) for one in hurtful.find(said, load())] == [
        (Part.PRAISE, True),
        (Part.PRAISE, False),
        (Part.SUGGESTION, False),
    ]
