"""The company of the demo: a maker of water meters with about two dozen people in three zones and three languages."""

from dataclasses import dataclass

SHANGHAI, TAIPEI, BERLIN = "Asia/Shanghai", "Asia/Taipei", "Europe/Berlin"
ZONES = {"cn": SHANGHAI, "tw": TAIPEI, "de": BERLIN}
LOCALES = {"cn": "zh-CN", "tw": "zh-TW", "de": "en-GB"}
COUNTRIES = {"cn": "CN", "tw": "TW", "de": "DE"}
DOMAIN = "lindenmeter.example"


@dataclass(frozen=True)
class Employee:
    """One person: `key` is the part of the e-mail address before the @, `manager` another's key.

    `english`: works in English with a team elsewhere, whatever the site.
    """

    key: str
    name: str
    title: str
    site: str
    department: str
    manager: str | None
    hr: bool = False
    english: bool = False

    @property
    def language(self) -> str:
        """In whose words they write: those of their site, or English."""
        return "de" if self.english else self.site

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


COMPANY = (
    Employee("ingrid", "Ingrid Linden", "Managing director", "de", "Management", None),
    Employee("hanna", "Hanna Vogt", "Head of people", "de", "People", "ingrid", hr=True),
    Employee("leo", "Leo Brandt", "Head of engineering", "de", "Engineering", "ingrid"),
    Employee("ana", "Ana Sousa", "Firmware engineer", "de", "Engineering", "leo"),
    Employee("tom", "Tom Becker", "Test engineer", "de", "Engineering", "leo"),
    Employee("priya", "Priya Nair", "Software engineer", "de", "Engineering", "leo"),
    Employee("jonas", "Jonas Weber", "Mechanical engineer", "de", "Engineering", "leo"),
    Employee("mei", "Mei Lin", "Hardware engineer", "cn", "Engineering", "leo", english=True),
    Employee("sofia", "Sofia Rossi", "Field service lead", "de", "Service", "ingrid"),
    Employee("mark", "Mark Olsen", "Field technician", "de", "Service", "sofia"),
    Employee("ewa", "Ewa Nowak", "Customer support", "de", "Service", "sofia"),
    Employee("zhaowei", "赵伟", "工厂经理", "cn", "Production", "ingrid"),
    Employee("lina", "李娜", "生产班长", "cn", "Production", "zhaowei"),
    Employee("wangfang", "王芳", "质量工程师", "cn", "Production", "zhaowei"),
    Employee("liuyang", "刘洋", "设备技术员", "cn", "Production", "zhaowei"),
    Employee("chenjing", "陈静", "采购专员", "cn", "Production", "zhaowei"),
    Employee("sunlei", "孙磊", "仓库主管", "cn", "Production", "zhaowei"),
    Employee("huangmin", "黄敏", "装配技师", "cn", "Production", "lina"),
    Employee("linyating", "林雅婷", "業務經理", "tw", "Sales", "ingrid"),
    Employee("chenguanyu", "陳冠宇", "業務專員", "tw", "Sales", "linyating"),
    Employee("wangyijun", "王怡君", "客戶經理", "tw", "Sales", "linyating"),
    Employee("changchihao", "張志豪", "售前工程師", "tw", "Sales", "linyating"),
    Employee("wuperyu", "吳佩瑜", "行銷專員", "tw", "Sales", "linyating"),
    Employee("hsujiahao", "許家豪", "通路專員", "tw", "Sales", "linyating"),
)

GREETED = "mei"
"""Who the newcomer is at first."""


@dataclass(frozen=True)
class Week:
    """What somebody might have written: progress, plan, what is in the way, an idea."""

    progress: str
    plan: str
    blocker: str = ""
    idea: str = ""


WEEKS = {
    "de": (
        Week(
            "Closed the three open points from the pressure test.",
            "Repeat the test at 5 °C.",
            idea="One shared rig calendar.",
        ),
        Week(
            "Wrote the first half of the commissioning guide.",
            "Second half, then a dry run with a colleague.",
            "The test rig is booked until Thursday.",
        ),
        Week("Answered 31 tickets; two led to a fix in the firmware.", "Sort the ten oldest tickets."),
        Week(
            "The new valve holds 16 bar for an hour.",
            "Order parts for ten prototypes.",
            "The drawing is waiting for a release.",
        ),
        Week("Reviewed the supplier's proposal and sent four questions.", "Decide with Leo which variant we take."),
    ),
    "cn": (
        Week("完成了二号线的换型，停机四十分钟。", "把换型步骤写成一页纸。", idea="工具车放在线尾会更近。"),
        Week("来料抽检了十二批，退回一批。", "和供应商开会谈改进。", "检测报告还差一份。"),
        Week("整理了仓库 B 区，找出三种呆滞料。", "和采购商量怎么处理。"),
        Week("新员工能独立装配主表了。", "教他做气密测试。", idea="给测试台加一盏灯。"),
        Week("设备保养按计划做完。", "更换三号机的皮带。", "皮带要下周三才到。"),
    ),
    "tw": (
        Week("拜訪了四家客戶，其中兩家要報價。", "送出報價並約下次會議。"),
        Week("展覽的攤位圖已定稿。", "準備中文和英文的說明。", "還缺一張產品照片。"),
        Week("完成水公司標案的技術回覆。", "整理可能被問到的問題。", idea="把常見問題放在同一份文件。"),
        Week("三個通路的庫存都對過了。", "請經銷商更新預測。"),
        Week("客訴案已結案，客戶滿意處理方式。", "把經過寫給品保參考。"),
    ),
}

REPLIES = {
    "de": "Thank you, that helps me. Shall we look at it together on Tuesday?",
    "cn": "谢谢，写得很清楚。周二我们一起看一下？",
    "tw": "謝謝，寫得很清楚。星期二我們一起看一下好嗎？",
}


def roster_csv() -> str:
    """The company as HR would import it."""
    lines = ["email,manager_email,department,title,country,locale,roles"]
    by_key = {one.key: one for one in COMPANY}
    for one in COMPANY:
        manager = by_key[one.manager].email if one.manager else ""
        roles = "hr" if one.hr else ""
        fields = (one.email, manager, one.department, one.title, COUNTRIES[one.site], LOCALES[one.language], roles)
        lines.append(",".join(fields))
    return "\n".join(lines) + "\n"
