"""The words of the guides about what was, and about what is hard to say.

Our own words. Results: merits and shortcomings named as clearly, and the person's own view recorded. Difficult talks: after Stone,
Patton and Heen (Difficult Conversations, 1999), with facts first. Stay talks: after Kaye and Jordan-Evans (2015).
"""

from bot.locales.reader import Reader
from bot.views.guide_words import Words


def result(reader: Reader) -> Words:
    return Words(
        reader.t("Nothing in this talk should be a surprise. Leave an hour, and let the person speak first."),
        {
            "environment": (
                reader.t("Place and time"),
                reader.t(
                    "A room where nobody listens or interrupts, sitting at a corner, no other appointment close behind."
                ),
            ),
            "purpose": (
                reader.t("Say what it is for"),
                reader.t(
                    "What we look at, which period, what follows from it, and that both of us speak.\nHow do you "
                    "see your results yourself?"
                ),
            ),
            "merits": (
                reader.t("Merits"),
                reader.t("Name each with what was seen and what it led to. General praise is soon forgotten."),
            ),
            "shortcomings": (
                reader.t("Shortcomings"),
                reader.t(
                    "Name them as clearly: the fact, its effect, what was expected. About the work, never about "
                    "the person.\nWhat got in your way?"
                ),
            ),
            "steps": (
                reader.t("What will be better"),
                reader.t(
                    "Two or three steps with dates: what the person does, and what you do for it. Write them "
                    "down below."
                ),
            ),
        },
    )


def use_of_results(reader: Reader) -> Words:
    return Words(
        reader.t("Only what is decided. Promise nothing that is not yours to give."),
        {
            "before": (
                reader.t("How it was decided"),
                reader.t(
                    "Which rule was used, for everybody alike, and who decided. The result itself was another talk."
                ),
            ),
            "pay": (
                reader.t("Pay"),
                reader.t(
                    "The figure, from when, and what it rests on. No comparison with colleagues.\nIs anything "
                    "about it unclear?"
                ),
            ),
            "training": (
                reader.t("Training"),
                reader.t("What would help you most in the next half year, in work, with a colleague, in a course?"),
            ),
            "next": (
                reader.t("The next step"),
                reader.t(
                    "Where would you like to be in two years? What is missing, and what can we begin now?\nWhat "
                    "if the answer is “not yet”: what would change it?"
                ),
            ),
        },
    )


def difficult(reader: Reader) -> Words:
    return Words(
        reader.t("Prepare what you saw and what you want for both of you. Calm, soon, in private."),
        {
            "facts": (
                reader.t("Facts first"),
                reader.t("When and where, what was seen or heard, by whom. No guess at a motive, no “always”."),
            ),
            "impact": (reader.t("What it led to"), reader.t("Whom it touched, and why it matters. Then pause.")),
            "listen": (
                reader.t("Listen"),
                reader.t("How do you see it? What do I not know?\nSay back what you heard before you answer."),
            ),
            "agree": (
                reader.t("What has to change"),
                reader.t(
                    "What exactly, by when, and how do we both see that it has? What help is there?\nWhat happens "
                    "if it does not change?"
                ),
            ),
            "hr": (
                reader.t("When to bring HR"),
                reader.t(
                    "Before you talk, where it may be harassment, discrimination, a danger, a breach of law or "
                    "contract, an illness, a warning or a dismissal. And whenever one of you asks for it: then "
                    "stop, and go on together with them."
                ),
            ),
        },
    )


def stay(reader: Reader) -> Words:
    return Words(
        reader.t("Ask before somebody thinks of leaving, listen, and do one thing soon."),
        {
            "enjoy": (
                reader.t("What keeps you"),
                reader.t("What do you look forward to when you begin work? What would you miss?"),
            ),
            "leave": (
                reader.t("What pushes you"),
                reader.t(
                    "When did you last think of leaving, and what led to it?\nWhat would you change here tomorrow?"
                ),
            ),
            "use": (
                reader.t("What you can do"),
                reader.t("Which of your talents do we not use? What would you like to learn?"),
            ),
            "promise": (
                reader.t("What I can do"),
                reader.t("Say back what you heard. One thing you will do, by when; and openly what you cannot."),
            ),
        },
    )
