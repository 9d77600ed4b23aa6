"""The words by which the coach of goals knows a change, an activity and a number: English, and Chinese in both scripts."""


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


UP = _listed("raise increase grow boost improve expand enhance strengthen lift extend accelerate gain win")
DOWN = _listed("reduce lower cut decrease shorten lessen shrink halve minimise minimize")
VAGUE = _listed("optimise optimize better modernise modernize streamline")
"""Better, without saying in which direction."""

UP_ZH = ("提高", "提升", "增加", "扩大", "擴大", "增长", "增長", "改善", "改进", "改進", "加快", "做大", "拉升")
DOWN_ZH = ("降低", "减少", "減少", "缩短", "縮短", "压缩", "壓縮", "削减", "削減", "压降", "壓降", "控制")
VAGUE_ZH = ("优化", "優化", "完善", "加强", "加強", "强化", "強化", "做好", "抓好", "推动", "推動", "推进", "推進")

ACTIVITY = _listed(
    "attend hold organise organize conduct participate visit call meet discuss support help assist work coordinate follow "
    "monitor prepare research continue try send host run arrange join communicate collaborate talk "
    "attending holding organising organizing conducting visiting calling discussing supporting helping working"
)
"""What somebody does, whatever comes of it. It counts at the beginning alone."""
ACTIVITY_ZH = (
    "参加", "參加", "参与", "參與", "举办", "舉辦", "举行", "舉行", "召开", "召開", "组织", "組織", "开展", "開展",
    "跟进", "跟進", "负责", "負責", "协助", "協助", "配合", "支持", "支援", "拜访", "拜訪", "走访", "走訪", "讨论", "討論",
    "研究", "沟通", "溝通", "开会", "開會", "安排", "学习", "學習", "继续", "繼續", "尝试", "嘗試",
)  # fmt: skip
BEFORE_ZH = r"(?:我|我们|我們|要|将|將|会|會|积极|積極|持续|持續|定期|每[周週天日月]|努力)*"
"""What may stand before the verb."""

NUMBERS = _listed(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand million half halve double triple twice percent zero all every none no"
)
NUMBER_ZH = (
    r"[零一二三四五六七八九十百千两兩半几幾]+(?:成|倍|个|個|次|家|名|位|项|項|件|天|小时|小時|万|萬|亿|億|元|台|套|条|條|人|%|％)"
    r"|百分之|翻番|翻倍|减半|減半|归零|歸零|全部|所有"
)
DATES = (
    r"\b(?:19|20)\d\d\b|\b[qQhH][1-4]\b|\d{1,4}\s*(?:年|月|日|号|號|季度|季)|[一二三四上下]\s*(?:季度|季|半年)|"
    r"\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?\b|"
    r"\b\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+\d{1,2}\b"
)
"""When, not how much: numbers in these measure nothing."""
SHORT_WORDS, SHORT_HAN = 3, 6
"""A change of so few words, or characters, has not said of what: "raise sales", "提高销售额"."""
