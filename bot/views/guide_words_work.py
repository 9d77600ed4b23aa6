"""The words of the guides about work ahead.

Our own words. GROW is John Whitmore's (Coaching for Performance, 1992). Goals: after Locke and Latham (1990). The first 90 days: after
Watkins (2003).
"""

from bot.locales.reader import Reader
from bot.views.guide_words import Words


def coaching(reader: Reader) -> Words:
    return Words(
        reader.t("Ask more than you tell: the plan is theirs, so it is carried out."),
        {
            "goal": (
                reader.t("Goal"),
                reader.t(
                    "What would you like to have reached by the end of this talk?\nHow will you notice that you "
                    "are there?"
                ),
            ),
            "reality": (
                reader.t("Reality"),
                reader.t(
                    "What is happening now, and what have you tried?\nWhat gets in the way? What of it can you "
                    "influence?"
                ),
            ),
            "options": (
                reader.t("Options"),
                reader.t(
                    "What could you do? And what else?\nWhat would you advise somebody else? What speaks for each?"
                ),
            ),
            "will": (
                reader.t("Will"),
                reader.t(
                    "What will you do, by when, and who should know of it?\nHow sure are you, from 1 to 10? What "
                    "would make it one more?"
                ),
            ),
        },
    )


def goals(reader: Reader) -> Words:
    return Words(
        reader.t("Few goals, in the words of whoever will work on them."),
        {
            "why": (
                reader.t("What matters"),
                reader.t(
                    "What does the team have to reach, and where can you make a difference?\nWhat would you leave "
                    "out for it?"
                ),
            ),
            "what": (
                reader.t("A goal that can be checked"),
                reader.t(
                    "What will be different, by when, and how do we measure it?\nIs it demanding, and still "
                    "within reach?"
                ),
            ),
            "how": (
                reader.t("The way there"),
                reader.t(
                    "What are the first steps? What do you need from me, and from others?\nWhat could stop you, "
                    "and how would we notice early?"
                ),
            ),
            "check": (
                reader.t("Agreed"),
                reader.t("Say it back to each other. Is it the same goal?\nHow often do we look at it together?"),
            ),
        },
    )


def mid_cycle(reader: Reader) -> Words:
    return Words(
        reader.t("Half of the time is left: look ahead more than back."),
        {
            "progress": (
                reader.t("Where we are"),
                reader.t("Goal by goal: what is done, what is on its way, what stands still?\nWhat are you proud of?"),
            ),
            "learned": (
                reader.t("What we learned"),
                reader.t(
                    "What went differently from what we thought, and why?\nWhich feedback did you get, and what "
                    "of it did you try?"
                ),
            ),
            "change": (
                reader.t("What has to change"),
                reader.t("Are these still the right goals? Which one do we change or drop, together and in writing?"),
            ),
            "support": (
                reader.t("The second half"),
                reader.t("What do you need from me until the end?\nWhat should not surprise either of us then?"),
            ),
        },
    )


def role(reader: Reader) -> Words:
    return Words(
        reader.t("What is expected is only clear once both say the same."),
        {
            "role": (
                reader.t("The role"),
                reader.t("What is this role there for? Who notices first when it is not done well?"),
            ),
            "expect": (
                reader.t("What good looks like"),
                reader.t("Three results and three ways of working that I count on.\nWhich of them did you not know?"),
            ),
            "decide": (
                reader.t("Who decides"),
                reader.t("What do you decide alone, what with me, what do I decide and tell you?"),
            ),
            "gaps": (
                reader.t("What is missing"),
                reader.t(
                    "What do you need to do this well: time, training, people, access?\nWhat do you expect from me?"
                ),
            ),
        },
    )


def first_90_days(reader: Reader) -> Words:
    return Words(
        reader.t("Short and often: at the end of the first week, and after 30, 60 and 90 days."),
        {
            "arrive": (
                reader.t("The first week"),
                reader.t(
                    "What surprised you? Whom do you know, whom should you meet next?\nDo you have what you need "
                    "to work?"
                ),
            ),
            "thirty": (
                reader.t("After 30 days: learn"),
                reader.t("What does the team do well, and what would you ask about? Is the role what you expected?"),
            ),
            "sixty": (
                reader.t("After 60 days: contribute"),
                reader.t("Which first result are you proud of? Where do you wait for others, or for me?"),
            ),
            "ninety": (
                reader.t("After 90 days: both look back"),
                reader.t("How do you see it, how do I? What comes next, and what would have made the start easier?"),
            ),
        },
    )
