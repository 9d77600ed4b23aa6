"""The model to begin with, in three languages: three job families, four competencies each, and what can be seen at each of three levels."""

from bot.domain.competencies import Competency, Family, Model, Names


def _names(en: str, hans: str, hant: str) -> Names:
    return {"en": en, "zh_Hans": hans, "zh_Hant": hant}


_LEVELS = (
    _names("Junior", "初级", "初階"),
    _names("Middle", "中级", "中階"),
    _names("Senior", "高级", "高階"),
)

_ENGINEERING = Family("engineering", _names("Engineering", "工程技术", "工程技術"), _LEVELS, (
    Competency("solving", _names("Solving problems", "解决问题", "解決問題"), (
        _names(
            "Describes a fault so that others can repeat it, and tries the obvious causes before asking.",
            "能把故障描述到别人可以重现，求助前先排查明显的原因。",
            "能把故障描述到別人可以重現，求助前先排查明顯的原因。"),
        _names(
            "Narrows a fault down with measurements, writes down the cause, and checks that it does not come back.",
            "通过测量缩小故障范围，写下原因，并确认问题不再出现。",
            "透過量測縮小故障範圍，寫下原因，並確認問題不再出現。"),
        _names(
            "Finds causes that cross teams, and changes the design or the process so that the whole kind of fault ends.",
            "能找到跨团队的原因，并改进设计或流程，使同类故障不再发生。",
            "能找到跨團隊的原因，並改進設計或流程，使同類故障不再發生。"))),
    Competency("quality", _names("Quality of work", "工作质量", "工作品質"), (
        _names(
            "Follows the checklist, tests their own work before handing it on, and mends what a review finds.",
            "按清单操作，交付前自己测试，并修正评审发现的问题。",
            "依清單操作，交付前自己測試，並修正審查發現的問題。"),
        _names(
            "Adds the tests that were missing, and names the risks of a change before it is made.",
            "补上缺少的测试，并在改动之前指出风险。",
            "補上缺少的測試，並在變更之前指出風險。"),
        _names(
            "Sets the standard that the team tests against, and stops a release when a risk is not understood.",
            "制定团队的检验标准，风险没有弄清时会叫停发布。",
            "制定團隊的檢驗標準，風險沒有釐清時會叫停發布。"))),
    Competency("planning", _names("Planning own work", "安排工作", "安排工作"), (
        _names(
            "Splits a task into steps with a lead, and says on the same day when a date will not hold.",
            "在带领下把任务拆成步骤，发现赶不上日期时当天就说明。",
            "在帶領下把任務拆成步驟，發現趕不上日期時當天就說明。"),
        _names(
            "Estimates their own tasks, keeps most dates, and agrees on a new one before the old one is over.",
            "能估算自己的任务，大多按期完成，需要改期时会提前商定。",
            "能估算自己的任務，大多如期完成，需要改期時會提前商定。"),
        _names(
            "Plans work of several people, shows what depends on what, and leaves out what matters least.",
            "为多人安排工作，说明前后依赖，并舍去最不重要的部分。",
            "為多人安排工作，說明前後相依，並捨去最不重要的部分。"))),
    Competency("sharing", _names("Sharing knowledge", "分享知识", "分享知識"), (
        _names(
            "Writes down what they learned so that the next new colleague can follow it.",
            "把学到的写下来，让下一位新同事可以照着做。",
            "把學到的寫下來，讓下一位新同事可以照著做。"),
        _names(
            "Explains decisions in reviews with reasons, and shows colleagues how to do it themselves.",
            "评审时说明决定的理由，并示范让同事自己学会。",
            "審查時說明決定的理由，並示範讓同事自己學會。"),
        _names(
            "Builds up others: within a year somebody does alone what only they could do before.",
            "培养他人：一年之内有人能独立完成过去只有自己会做的事。",
            "培養他人：一年之內有人能獨立完成過去只有自己會做的事。"))),
))  # fmt: skip

_CUSTOMERS = Family("customers", _names("Sales and service", "销售与服务", "業務與服務"), _LEVELS, (
    Competency("listening", _names("Understanding customers", "理解客户", "理解客戶"), (
        _names(
            "Asks before offering, and repeats in own words what the customer needs.",
            "先提问再推荐，并用自己的话复述客户的需要。",
            "先提問再推薦，並用自己的話複述客戶的需要。"),
        _names(
            "Finds out who decides and by what, and brings up what the customer has not said.",
            "弄清由谁、依据什么做决定，并提出客户没有说出口的需要。",
            "釐清由誰、依據什麼做決定，並提出客戶沒有說出口的需要。"),
        _names(
            "Knows the customer's business well enough to advise against a purchase that would not help.",
            "熟悉客户的业务，对没有帮助的采购会劝对方不买。",
            "熟悉客戶的業務，對沒有幫助的採購會勸對方不買。"))),
    Competency("promises", _names("Keeping promises", "信守承诺", "信守承諾"), (
        _names(
            "Writes down each promise to a customer with its date, and asks before giving one that others must keep.",
            "记下对客户的每个承诺和日期，需要别人兑现的先问清楚。",
            "記下對客戶的每個承諾和日期，需要別人兌現的先問清楚。"),
        _names(
            "Calls the customer before a date slips, with a new one that holds.",
            "在逾期之前就联系客户，并给出能做到的新日期。",
            "在逾期之前就聯絡客戶，並給出能做到的新日期。"),
        _names(
            "Arranges with other departments that promises can be kept, and says no to those that cannot.",
            "与其他部门一起确保承诺能够兑现，做不到的会拒绝。",
            "與其他部門一起確保承諾能夠兌現，做不到的會拒絕。"))),
    Competency("talks", _names("Difficult talks", "艰难的沟通", "艱難的溝通"), (
        _names(
            "Stays polite with an angry customer, lets them finish, and fetches help in time.",
            "面对生气的客户保持礼貌，让对方说完，并及时求助。",
            "面對生氣的客戶保持禮貌，讓對方說完，並及時求助。"),
        _names(
            "Names the problem without blame, and agrees on the next step with a date.",
            "说明问题而不责怪，并约定下一步和日期。",
            "說明問題而不責怪，並約定下一步和日期。"),
        _names(
            "Takes over talks that are stuck, and brings both sides to a written agreement.",
            "接手陷入僵局的沟通，并让双方达成书面约定。",
            "接手陷入僵局的溝通，並讓雙方達成書面約定。"))),
    Competency("handing", _names("Handing over", "交接", "交接"), (
        _names(
            "Notes each contact on the same day, so that a colleague can go on with it.",
            "当天记录每次联系，让同事可以接着处理。",
            "當天記錄每次聯繫，讓同事可以接著處理。"),
        _names(
            "Hands a case over with its history, the open points and who waits for what.",
            "交接时说明经过、未决事项，以及谁在等什么。",
            "交接時說明經過、未決事項，以及誰在等什麼。"),
        _names(
            "Mends the way cases pass between teams, so that customers tell their story once.",
            "改进团队之间的交接方式，让客户只需说明一次。",
            "改進團隊之間的交接方式，讓客戶只需說明一次。"))),
))  # fmt: skip

_LEADING = Family("leading", _names("Leading people", "带领团队", "帶領團隊"), _LEVELS, (
    Competency("direction", _names("Giving direction", "指明方向", "指明方向"), (
        _names(
            "Says what is wanted, by when, and how it will be known that it is done.",
            "说清要做什么、何时完成，以及怎样算完成。",
            "說清要做什麼、何時完成，以及怎樣算完成。"),
        _names(
            "Ties each goal to the team's, and gives the reason when priorities change.",
            "让个人目标与团队目标相连，优先级变动时说明原因。",
            "讓個人目標與團隊目標相連，優先順序變動時說明原因。"),
        _names(
            "Chooses with the team what will not be done, and holds to it when asked from above.",
            "与团队一起决定不做什么，并在压力之下坚持。",
            "與團隊一起決定不做什麼，並在壓力之下堅持。"))),
    Competency("coaching", _names("Coaching", "辅导", "輔導"), (
        _names(
            "Holds the agreed 1:1s, asks first, and writes down what both will do.",
            "按约进行一对一面谈，先提问，并记下双方要做的事。",
            "依約進行一對一面談，先提問，並記下雙方要做的事。"),
        _names(
            "Gives feedback within days, on what was seen, and asks later what came of it.",
            "几天之内就所见给出反馈，之后会问效果如何。",
            "幾天之內就所見給出回饋，之後會問效果如何。"),
        _names(
            "Has people grow into larger tasks, and lets others lead what they led before.",
            "让人承担更大的任务，并把自己带过的事交给别人带。",
            "讓人承擔更大的任務，並把自己帶過的事交給別人帶。"))),
    Competency("fairness", _names("Fair judgement", "公正评价", "公正評價"), (
        _names(
            "Writes down what happened when it happened, good and bad.",
            "事情发生时就记下来，好的和待改进的都记。",
            "事情發生時就記下來，好的和待改進的都記。"),
        _names(
            "Rests each rating on dated instances, and hears the other side before deciding.",
            "每项评价都有注明日期的事例，决定前先听取对方意见。",
            "每項評價都有註明日期的事例，決定前先聽取對方意見。"),
        _names(
            "Compares own ratings with those of other managers, and changes them where the facts say so.",
            "与其他主管核对评价，事实需要时会调整。",
            "與其他主管核對評價，事實需要時會調整。"))),
    Competency("working", _names("Working with other teams", "跨团队合作", "跨團隊合作"), (
        _names(
            "Tells neighbouring teams early what will reach them, and answers their requests within two days.",
            "提早告知相邻团队将要影响他们的事，并在两天内回复请求。",
            "提早告知相鄰團隊將要影響他們的事，並在兩天內回覆請求。"),
        _names(
            "Settles who does what between teams in writing, before work begins.",
            "工作开始之前，就以书面约定团队之间的分工。",
            "工作開始之前，就以書面約定團隊之間的分工。"),
        _names(
            "Gives up something of the own team's where that helps the whole, and explains it to the team.",
            "为了整体会让出自己团队的一些利益，并向团队说明。",
            "為了整體會讓出自己團隊的一些利益，並向團隊說明。"))),
))  # fmt: skip

STARTER = Model((_ENGINEERING, _CUSTOMERS, _LEADING))
