"""The coach finds what its receiver could not use, says where it stands, and leaves alone what only looks like it."""

import pytest

from bot import lexicon
from bot.domain import coach
from bot.domain.coach import PARTS, Code, Draft, Finding
from bot.domain.feedback import Form

ASKS = "Please read the dose aloud before you sign."
CLEAN = {
    "praise": "On Tuesday you stayed an hour longer with the new patient in bed 12.",
    "suggestion": ASKS,
    "encouragement": "I look forward to the next night with you.",
    "situation": "On Monday, early shift, line 3.",
    "behaviour": "You stopped the press and called me before you reached in.",
    "impact": "Nobody was hurt, and we ran again after ten minutes.",
}


def review(part: str, words: str, language: str = "en") -> list[Finding]:
    """What is found when this part says this, and the others are in order."""
    form = next(form for form, parts in PARTS.items() if part in parts)
    parts = {name: CLEAN[name] for name in PARTS[form]} | {part: words}
    return coach.review(Draft(language, form, parts), lexicon.load())


def codes(part: str, words: str) -> set[str]:
    return {str(finding.code) for finding in review(part, words)}


FOUND = [
    ("person", "behaviour", "You are careless with the keys of the store."),
    ("person", "behaviour", "你昨天对新来的护士态度很差。"),
    ("person", "behaviour", "你這個人真的很自私。"),
    ("person", "behaviour", "You're not very reliable when it counts."),
    ("person", "suggestion", f"Don’t be so lazy. {ASKS}"),
    ("person", "behaviour", "你缺乏责任心，钥匙又忘在门上。"),
    ("absolute", "behaviour", "You always interrupt Mr Okafor."),
    ("absolute", "behaviour", "你从来不回消息。"),
    ("absolute", "behaviour", "你成日都唔覆訊息。"),
    ("absolute", "behaviour", "You were late to the stand-up all the time."),
    ("absolute", "behaviour", "Every time I ask for help, you roll your eyes."),
    ("motive", "behaviour", "You did not read the file because you don't care."),
    ("motive", "behaviour", "你故意不接王先生的电话。"),
    ("motive", "behaviour", "你根本沒把安全放在心上。"),
    ("motive", "behaviour", "You just want to look good in front of the board."),
    ("hearsay", "behaviour", "Everyone says you leave the ward before six."),
    ("hearsay", "behaviour", "有人反映你上课讲得太快。"),
    ("hearsay", "behaviour", "聽說你要離職。"),
    ("comparison", "suggestion", f"Why can't you be like Tom? {ASKS}"),
    ("comparison", "behaviour", "你不如小张，他十点前就出库了。"),
    ("comparison", "behaviour", "You closed nine tickets while Aki closed thirty."),
    ("comparison", "suggestion", "向李姐學學。請收工前把桌面清空。"),
    ("comparison", "behaviour", "It takes Nils an hour to strip a pump; it takes you three."),
    ("comparison", "behaviour", "The rest of the crew clock in by six."),
    ("comparison", "behaviour", "要是小李在，这单早就谈下来了。"),
    ("comparison", "behaviour", "換作佳玲，早就先打電話給屋主了。"),
    ("comparison", "behaviour", "你的业绩只有老陈的三分之一。"),
    ("person", "behaviour", "You have such a superior way with the apprentices."),
    ("person", "behaviour", "You are so wrong-headed about the rota."),
    ("person", "behaviour", "你本质上就不是个踏实的人。"),
    ("vague", "praise", "Great job!"),
    ("vague", "praise", "做得很棒，繼續加油。"),
    ("vague", "behaviour", "你的表现不理想。"),
    ("no_impact", "impact", ""),
    ("no_impact", "impact", "It was bad."),
    ("no_impact", "impact", "影响很不好。"),
    ("no_impact", "impact", "n/a"),
    ("no_request", "suggestion", ""),
    ("no_request", "suggestion", "Communication."),
    ("no_request", "suggestion", "请提高工作积极性。"),
    ("no_request", "suggestion", "Be more proactive."),
    ("comparison", "behaviour", "You mended three boats in April, bottom of the yard again."),
    ("comparison", "behaviour", "The keeper before you always had the pens clean by nine."),
    ("comparison", "behaviour", "你周五才交。二号库的人都提前两天交。"),
    ("motive", "behaviour", "你看要下雨了，不想收那排渔网，就说钥匙丢了。"),
    ("motive", "behaviour", "You signed the round without walking it, thinking no one would look."),
    ("no_request", "suggestion", "Missed the handover again, missed the briefing as well."),
    ("no_request", "suggestion", "記錄的部分再用心一點就好。"),
    ("absolute", "behaviour", "You talk customers into the dearest plan every single time."),
    ("absolute", "suggestion", f"You never tidy up after yourself. {ASKS}"),
    ("absolute", "behaviour", "不管我講幾次，你還是照舊。"),
    ("hearsay", "behaviour", "There's been grumbling about your shifts."),
    ("hearsay", "behaviour", "Two people, who asked not to be named, say you skip the checks."),
    ("hearsay", "behaviour", "I haven't seen it myself, but I'm told you leave at four."),
    ("hearsay", "suggestion", "車間裡對你怨聲不少。請先在白板上寫一行。"),
    ("comparison", "behaviour", "You sold 4 policies where Nadia did 19."),
    ("comparison", "behaviour", "You left the gate open. Hilda, who has been here two weeks, shuts it behind her."),
    ("person", "behaviour", "You're a difficult man to work with, and you sent the lorry back."),
    ("person", "suggestion", f"Don't be such a baby about the gloves. {ASKS}"),
    ("person", "suggestion", f"You aren't exactly the fastest learner, are you. {ASKS}"),
    ("person", "behaviour", "你太爱出风头，组长还没说完你就上台了。"),
    ("motive", "suggestion", f"You find the briefings dull. {ASKS}"),
    ("motive", "behaviour", "你把碗摔在台上，就是拿我们出气。"),
    ("motive", "behaviour", "你一個人加班到十點，想讓老闆看見。"),
    ("vague", "praise", "嗯，还过得去。"),
    ("no_impact", "impact", "I expected more from someone of your grade, and I'll leave it at that."),
    ("no_request", "suggestion", "图纸的编号到今天还有七八处不一致。"),
]


@pytest.mark.parametrize(("code", "part", "words"), FOUND)
def test_what_nobody_could_use_is_found(code: str, part: str, words: str) -> None:
    assert codes(part, words) == {code}


INNOCENT = [
    ("behaviour", "Tom and you solved the jam in the palletiser in twenty minutes."),
    ("behaviour", "Every time the alarm rang, you went and looked."),
    ("behaviour", "The others were already seated when you came in at ten past."),
    ("behaviour", "打印机又慢又笨，你去楼上借了一台。"),
    ("behaviour", "你比主管定的时间早了两天交。"),
    ("suggestion", "请看看小刘的交接本，有不清楚的当面问他。"),
    ("praise", "You never gave up on Mr Hale's line and found a vein at the third try."),
    ("praise", "你从不放弃，第三次终于给韩伯扎上了针。"),
    ("praise", "You are always on time, even on the 24th of December."),
    ("praise", "Mrs Li wrote: “He never makes me feel stupid, everyone else does.”"),
    ("praise", "李女士留言說：「他從來不會嫌我笨。」"),
    ("behaviour", "The guest shouted ‘you are lazy’. You kept your voice low."),
    ("behaviour", "The customer called you rude, and you offered him another room."),
    ("behaviour", "You did not do it on purpose, and you told the client yourself."),
    ("behaviour", "你不是故意的，划痕是你自己告诉客户的。"),
    ("behaviour", "You calmed a rude customer in ten minutes."),
    ("behaviour", "客户态度很差，你把声音放低，给他换了一间房。"),
    ("behaviour", "You said that you were bored and asked for another task."),
    ("suggestion", "Please always put the guard down before you start the press."),
    ("suggestion", "以后每次换班请两个人一起点药。"),
    ("suggestion", "Ask Tom for his checklist and use it on Friday."),
    ("suggestion", "The pump always trips when it rains; please note the time."),
    ("praise", "Compared with last spring you needed three days instead of nine."),
    ("praise", "和去年相比，你今年的错单从四十张降到六张。"),
    ("praise", "Several people told me the form is quicker; I watched Tina use it on Monday."),
    ("praise", "Thanks for covering the night shift for Ana."),
    ("impact", "I felt left alone with the crowd."),
    ("impact", "She cried."),
    ("impact", "病人家属连夜把人转走。"),
    ("encouragement", "You are great, keep going."),
    ("situation", "It was a bad day for everyone."),
    ("encouragement", "The team believes in you."),
    ("praise", "The stall took 900 pounds, 200 more than you'd forecast."),
    ("behaviour", "You poured the second coat before you had the all clear."),
    ("suggestion", "Would you text the owner if you're thirty minutes late? Mr Bello waited until four."),
    ("praise", "You split the missed calls into “careless” and “couldn't know”, and the crew saw which ones to stop."),
    ("behaviour", "You mended the dinosaur model before the school came in at ten."),
    ("suggestion", "On the tag, note which hive it came from."),
    ("suggestion", "出餐前先试一下碗边的温度，昨天有客人说烫手。"),
    ("behaviour", "你没有在群里说泵已经停了。"),
    ("impact", "他趕上最後一批報名，孩子進了營隊。"),
    ("behaviour", "你把難搞的那顆螺絲先噴油，等了一晚才轉。"),
    ("behaviour", "你说大家都签了，其实还差两份。"),
    ("behaviour", "You always check the dose twice, and on Sunday you did it again."),
    ("behaviour", "你從來不略過暖機，週三趕時間也照樣等滿五分鐘。"),
    ("behaviour", "你一次都没有让客人等过，周六也没有。"),
    ("praise", "Forty drops on Friday, and not a single box was dented."),
    ("behaviour", "Two of the parents told you, with me in the room, that they had waited an hour."),
    ("encouragement", "孩子们都喊你“扳手叔叔”。"),
    ("impact", "Nobody wants to share a van with you now, and I had to redo the rota twice."),
    ("suggestion", "Next time, could you leave the drill where Pia can reach it?"),
    ("behaviour", "You changed the baby twice and wrote both times on the chart."),
    ("suggestion", "A glass of water for the driver when he gets in."),
    ("suggestion", "I wonder whether the summary could come first."),
    ("impact", "The boy came out from under the table and went to class."),
]


@pytest.mark.parametrize("words", ["Your case notes need work.", "巡检的质量有待提高。", "導覽的品質需要提升。"])
def test_what_falls_short_is_a_charge_and_asks_for_nothing(words: str) -> None:
    assert codes("suggestion", words) == {"vague", "no_request"}


@pytest.mark.parametrize(("part", "words"), INNOCENT)
def test_what_only_looks_like_it_is_left_alone(part: str, words: str) -> None:
    assert codes(part, words) == set()


@pytest.mark.parametrize(
    ("part", "words", "marked"),
    [
        ("behaviour", "On Monday you are careless.", "you are careless"),
        ("behaviour", "😀 ＹＯＵ　ａｌｗａｙｓ interrupt Ana.", "ａｌｗａｙｓ"),
        ("behaviour", "Cafe\u0301, Monday: you always interrupt Ana.", "always"),
        ("behaviour", "週一，你從來不回訊息。", "從來不"),
        ("behaviour", "You’re careless with the keys.", "You’re careless"),
        ("suggestion", "Communication.", "Communication."),
        ("praise", " Great job! ", " Great job! "),
    ],
)
def test_a_finding_says_where_it_stands_in_code_points(part: str, words: str, marked: str) -> None:
    (found,) = review(part, words)
    assert words[found.start : found.end] == marked


def test_there_is_one_finding_for_each_code_and_part_in_the_order_of_the_parts() -> None:
    parts = {
        "praise": "Great job, you are great!",
        "suggestion": "You always interrupt and you never listen. You are rude, lazy and careless.",
        "encouragement": "You are careless.",
    }
    found = coach.review(Draft("en", Form.SANDWICH, parts), lexicon.load())

    assert [(finding.code, finding.part) for finding in found] == [
        (Code.VAGUE, "praise"),
        (Code.PERSON, "suggestion"),
        (Code.ABSOLUTE, "suggestion"),
        (Code.NO_REQUEST, "suggestion"),
        (Code.PERSON, "encouragement"),
    ]


def test_a_draft_is_read_in_every_language_whichever_it_says_it_is_in() -> None:
    assert [finding.code for finding in review("behaviour", "You are careless.", "zh-Hant")] == [Code.PERSON]
    assert [finding.code for finding in review("behaviour", "你太粗心了。", "en")] == [Code.PERSON]


@pytest.mark.parametrize(
    "words", ["😀😀", "مرحبا", "Привет, как дела?", "\u200b", "...", "\ud800", "1234", "“", "'''", "\n\n"]
)
def test_signs_and_other_scripts_are_read_without_harm(words: str) -> None:
    for part in CLEAN:
        for finding in review(part, words):
            assert 0 <= finding.start <= finding.end <= len(words)


def test_a_part_that_is_missing_counts_as_empty() -> None:
    found = coach.review(Draft("en", Form.BEHAVIOUR, {}), lexicon.load())
    assert [(finding.code, finding.part, finding.start, finding.end) for finding in found] == [
        (Code.NO_IMPACT, "impact", 0, 0)
    ]


def test_each_code_names_its_source() -> None:
    assert set(coach.SOURCES) == set(Code)
