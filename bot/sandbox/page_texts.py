"""The page's own words in English, Simplified and Traditional Chinese. What bots and people write is never translated."""

from collections.abc import Mapping
from types import SimpleNamespace

LANGUAGES = [("en", "EN", "English"), ("zh_CN", "简", "简体中文"), ("zh_TW", "繁", "繁體中文")]

Said = str | Mapping[str, str]
"""A text of the host: one for all languages, or one by language (`en`, `zh_CN`, `zh_TW`)."""

_WORDS: dict[str, tuple[str, str, str]] = {
    "title": ("Sandbox", "演练场", "演練場"),
    "stand_in": ("A stand-in for Slack, on this machine only", "Slack 的替身，只在这台机器上运行", "Slack 的替身，只在這台機器上執行"),
    "skip": ("Skip to the message field", "跳到输入框", "跳到輸入框"),
    "clock": ("The clock", "时钟", "時鐘"),
    "friday": ("Friday 15:00", "周五 15:00", "週五 15:00"),
    "monday": ("Monday 09:00", "周一 09:00", "週一 09:00"),
    "hour": ("+1 hour", "+1 小时", "+1 小時"),
    "day": ("+1 day", "+1 天", "+1 天"),
    "other_time": ("Other time", "其他时间", "其他時間"),
    "set": ("Set", "设定", "設定"),
    "clock_field": ("Date and time in {zone}", "{zone} 的日期和时间", "{zone} 的日期和時間"),
    "clock_zone": ("{name}'s time · {zone}", "当地时间：{name} · {zone}", "當地時間：{name} · {zone}"),
    "moving": ("Moving to {time}…", "正在前往 {time}…", "正在前往 {time}…"),
    "moved": ("It is now {time}.", "现在是 {time}。", "現在是 {time}。"),
    "only_forward": ("The clock only moves forward: what was sent cannot be unsent.",
                     "时钟只能向前走：已经发出的消息无法收回。", "時鐘只能向前走：已經送出的訊息無法收回。"),
    "bad_time": ("Please choose a date and a time.", "请选择日期和时间。", "請選擇日期和時間。"),
    "busy": ("The clock is still moving. Please try again in a moment.",
             "时钟还在走，请稍后再试。", "時鐘還在走，請稍後再試。"),
    "language": ("Language of this page", "页面语言", "頁面語言"),
    "reset": ("Reset", "重置", "重設"),
    "reset_title": ("Start over", "重新开始", "重新開始"),
    "reset_confirm": ("Everything that was said and done here is forgotten, and the workspace is as it was at the start.",
                      "这里的所有操作和消息都会清除，工作区回到最初的样子。", "這裡的所有操作和訊息都會清除，工作區回到最初的樣子。"),
    "reset_done": ("The workspace is as it was at the start.", "工作区已回到最初的样子。", "工作區已回到最初的樣子。"),
    "opening": ("The stage is being set. It takes some seconds.", "正在布置，请稍等几秒。", "正在佈置，請稍等幾秒。"),
    "wire": ("On the wire", "通信记录", "通訊紀錄"),
    "on_the_wire": ("On the wire", "通信记录", "通訊紀錄"),
    "wire_about": ("What the bot and the workspace say to each other",
                   "机器人与工作区之间的往来", "機器人與工作區之間的往來"),
    "wire_filter": ("Filter by method", "按方法筛选", "依方法篩選"),
    "wire_empty": ("Nothing was exchanged yet.", "还没有任何往来。", "還沒有任何往來。"),
    "from_bot": ("From the bot", "来自机器人", "來自機器人"),
    "to_bot": ("To the bot", "发给机器人", "傳給機器人"),
    "show": ("Show", "显示", "顯示"),
    "request": ("Request", "请求", "請求"),
    "response": ("Answer", "应答", "回應"),
    "more_characters": ("… {count} more characters", "……还有 {count} 个字符", "……還有 {count} 個字元"),
    "you_are": ("You are", "你现在是", "你現在是"),
    "be_somebody": ("Be somebody else", "换一个人", "換一個人"),
    "search_people": ("Find a person", "查找成员", "尋找成員"),
    "people": ("People", "成员", "成員"),
    "others": ("Others", "其他人", "其他人"),
    "unread": ("Unread", "未读", "未讀"),
    "places": ("Places", "位置", "位置"),
    "messages": ("Messages", "消息", "訊息"),
    "home": ("Home", "主页", "首頁"),
    "dm_with": ("Direct messages between {name} and the bot",
                "与机器人的私信：{name}", "與機器人的私訊：{name}"),
    "home_of": ("What {name} sees on the bot's Home", "机器人主页：{name} 所见", "機器人首頁：{name} 所見"),
    "members": ("{count} members", "{count} 位成员", "{count} 位成員"),
    "try_this": ("Try this", "试一试", "試試看"),
    "dismiss": ("Dismiss", "关闭提示", "關閉提示"),
    "earlier": ("Show earlier messages", "显示更早的消息", "顯示更早的訊息"),
    "nothing_yet": ("Nothing was said here yet.", "这里还没有消息。", "這裡還沒有訊息。"),
    "home_empty": ("The bot has not shown a Home to this person yet.",
                   "机器人还没有为这位成员显示主页。", "機器人還沒有為這位成員顯示首頁。"),
    "bot_tag": ("bot", "机器人", "機器人"),
    "edited": ("(edited)", "（已编辑）", "（已編輯）"),
    "only_you": ("Only visible to you", "仅你可见", "只有你看得到"),
    "message_menu": ("More about this message", "此消息的更多操作", "此訊息的更多操作"),
    "more": ("More", "更多", "更多"),
    "edit": ("Edit", "编辑", "編輯"),
    "delete": ("Delete", "删除", "刪除"),
    "save": ("Save", "保存", "儲存"),
    "cancel": ("Cancel", "取消", "取消"),
    "yes": ("Yes", "是", "是"),
    "reply": ("Reply in thread", "在消息列中回复", "在討論串中回覆"),
    "reply_placeholder": ("Reply…", "回复……", "回覆……"),
    "read_aloud": ("In notifications and read aloud:", "通知和朗读的文字：", "通知和朗讀的文字："),
    "send": ("Send", "发送", "傳送"),
    "composer": ("Message, or / for commands", "输入消息，或输入 / 使用命令", "輸入訊息，或輸入 / 使用指令"),
    "composer_keys": ("Enter sends, Shift+Enter starts a new line", "Enter 发送，Shift+Enter 换行", "Enter 傳送，Shift+Enter 換行"),
    "shortcuts": ("Shortcuts", "快捷方式", "捷徑"),
    "close": ("Close", "关闭", "關閉"),
    "close_all": ("Close all", "全部关闭", "全部關閉"),
    "sent_by": ("Opened by the bot", "由机器人打开", "由機器人開啟"),
    "optional": ("(optional)", "（选填）", "（選填）"),
    "choose": ("Apply", "应用", "套用"),
    "choose_one": ("Choose…", "请选择……", "請選擇……"),
    "search": ("Search", "搜索", "搜尋"),
    "unknown_block": ("A block that this stand-in does not draw:", "此替身无法显示的区块：", "此替身無法顯示的區塊："),
    "unknown_element": ("An element that this stand-in does not draw:", "此替身无法显示的元素：", "此替身無法顯示的元素："),
    "grey_input": ("An input that cannot be filled in here:", "此处无法填写的输入项：", "此處無法填寫的輸入項："),
    "away": ("The sandbox does not answer. Is it still running?", "演练场没有应答，它还在运行吗？", "演練場沒有回應，它還在執行嗎？"),
    "broken": ("Something that was due broke while the clock moved. The log says more.",
               "时钟移动时，有到期的任务出错。日志中有详情。", "時鐘移動時，有到期的工作出錯。記錄檔中有詳情。"),
    "gone": ("That button is no longer there: the bot has changed the message since.",
             "这个按钮已经不在了：机器人更新了消息。", "這個按鈕已經不在了：機器人更新了訊息。"),
    "not_here": ("That cannot be done here.", "无法在此操作。", "無法在此操作。"),
    "required": ("Please fill in this field.", "请填写此项。", "請填寫此項。"),
    "at_least": ("At least {n} characters, please.", "请至少输入 {n} 个字符。", "請至少輸入 {n} 個字元。"),
    "at_most": ("No more than {n} characters, please.", "请不要超过 {n} 个字符。", "請不要超過 {n} 個字元。"),
    "no_email": ("Please enter an e-mail address.", "请输入电子邮件地址。", "請輸入電子郵件地址。"),
    "no_url": ("Please enter a web address that begins with https://.",
               "请输入以 https:// 开头的网址。", "請輸入以 https:// 開頭的網址。"),
    "no_number": ("Please enter a number.", "请输入数字。", "請輸入數字。"),
    "whole": ("Please enter a whole number.", "请输入整数。", "請輸入整數。"),
    "not_less": ("Please enter {n} or more.", "请输入不小于 {n} 的数。", "請輸入不小於 {n} 的數。"),
    "not_more": ("Please enter {n} or less.", "请输入不大于 {n} 的数。", "請輸入不大於 {n} 的數。"),
    "only_chosen": ("Please choose no more than {n}.", "最多选择 {n} 项。", "最多選擇 {n} 項。"),
}  # fmt: skip

_CLIENT = [
    ("this field is required", "required"), ("at least ", "at_least"), ("no more than ", "at_most"),
    ("this is not an e-mail address", "no_email"), ("this is not a web address", "no_url"),
    ("this is not a number", "no_number"), ("whole numbers only", "whole"), ("not less than ", "not_less"),
    ("not more than ", "not_more"), ("Only ", "only_chosen"),
]  # fmt: skip


class Words(SimpleNamespace):
    """All texts of one language, by key."""

    lang: str

    def fill(self, key: str, **values: object) -> str:
        """A text with its places filled."""
        return str(getattr(self, key)).format(**values)

    def said(self, text: Said) -> str:
        """A text of the host in this language, else in English, else in whatever there is."""
        if isinstance(text, str):
            return text
        return text.get(self.lang) or text.get("en") or next(iter(text.values()), "")

    def under_field(self, error: str) -> str:
        """An error under a field: the bot's own as it is, the client's in this language."""
        if not error.startswith("client: "):
            return error
        sentence = error.removeprefix("client: ")
        for start, key in _CLIENT:
            if sentence.startswith(start):
                return self.fill(key, n=next((word for word in sentence[len(start) :].split() if word), ""))
        return sentence


def words(lang: str) -> Words:
    """The texts of a language; English for one that is not there."""
    codes = [code for code, *_ in LANGUAGES]
    index = codes.index(lang) if lang in codes else 0
    return Words(lang=codes[index], **{key: texts[index] for key, texts in _WORDS.items()})


def language_of(cookie: str | None, accepted: str) -> str:
    """The language chosen by the switch, else the first that the browser asks for and the page has."""
    if cookie in {code for code, *_ in LANGUAGES}:
        return str(cookie)
    for part in accepted.split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh_TW" if any(mark in tag for mark in ("tw", "hk", "mo", "hant")) else "zh_CN"
        if tag.startswith("en"):
            return "en"
    return "en"
