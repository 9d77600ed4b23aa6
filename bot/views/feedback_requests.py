"""Asking for feedback: the form, the question as it reaches people, and how it stands for whoever asks."""

import json
from datetime import date
from typing import TYPE_CHECKING

from bot.domain.feedback_requests import DUE_IN, PEOPLE_MOST, QUESTION_MAX, Ended, Rest, Said
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import feedback_asks, feedback_form, inputs, kit, nudges
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.feedback_asks import Asked
    from bot.usecases.feedback_requests import Asking, Progress
    from storage.feedback_requests import FeedbackAsked, FeedbackRequest
    from storage.people import Person

OPEN = "feedback_requests.open"
SEND = "feedback_requests.send"
GIVE = "feedback_requests.give"
DECLINE = "feedback_requests.decline"
PASS = "feedback_requests.pass"  # noqa: S105 - a button's name
WITHDRAW = "feedback_requests.withdraw"


def form(reader: Reader, shown: "Asking", turn: int = 0) -> Json:
    """Whom to ask, what, until when; and who will read the answers. `turn`: how often it came back."""
    blocks = [kit.notes(_about(reader, shown)), *_told(reader, shown)]
    to = inputs.people([one.slack_id for one in shown.to]) | {"max_selected_items": PEOPLE_MOST}
    # Slack keeps what was chosen in a field of the same name: when some are left out it is another one.
    to["action_id"] = f"{kit.VALUE}.{turn}"
    hint = reader.t("Each of them gets the question as a message from me, and can say no with one click.")
    blocks += [
        kit.input_block("to", reader.t("Whom do you ask?"), to, hint=hint, optional=False),
        kit.text_input(
            "question",
            reader.t("What would you like to know?"),
            initial=shown.question,
            placeholder=reader.t("What should I do more of in our weekly planning, and what less?"),
            optional=False,
            most=QUESTION_MAX,
        ),
        kit.date_input("due", reader.t("Until when?"), initial=shown.due or shown.today + DUE_IN),
        kit.notes(_readers(reader, shown)),
    ]
    return kit.modal(
        SEND,
        reader.t("Ask for feedback"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Ask"),
        metadata=json.dumps({"about": None if shown.about_me else shown.subject.slack_id, "turn": turn}),
    )


def _about(reader: Reader, shown: "Asking") -> str:
    if shown.about_me:
        return reader.t("You ask about your own work.")
    return reader.t("You ask about {name}, who reports to you.", name=kit.cut(shown.subject.name, kit.NAME_MAX))


def _readers(reader: Reader, shown: "Asking") -> str:
    if shown.about_me:
        return reader.t("Who reads the answers: you alone. Those you ask are told so.")
    name = kit.cut(shown.subject.name, kit.NAME_MAX)
    return reader.t("Who reads the answers: {name} and you. Those you ask are told so.", name=name)


def _told(reader: Reader, shown: "Asking") -> list[Json]:
    """Who is not asked now, and why; nothing is sent yet."""
    lines = []
    if shown.unknown:
        lines.append(feedback_form.unknown(reader, shown.unknown))
    if again := [one.name for one, why in shown.resting if why is Rest.AGAIN]:
        lines.append(reader.t("You asked {names} about this less than two weeks ago.", names=reader.names(again)))
    if enough := [one.name for one, why in shown.resting if why is Rest.ENOUGH]:
        names = reader.names(enough)
        lines.append(
            reader.t(
                "{names} have been asked for a lot of feedback lately. Please come back in some weeks.", names=names
            )
        )
    if shown.resting:
        lines.append(reader.t("They are left out below, and nothing is sent yet."))
    return [kit.sentence(one) for one in lines]


def read_form(view: Json) -> tuple[str | None, tuple[str, ...], str, date | None]:
    """About whom (None: oneself), whom, what, until when."""
    values = view["state"]["values"]
    about = json.loads(view["private_metadata"])["about"]
    day = inputs.held(values, "due")
    question = str(inputs.held(values, "question") or "")
    return about, tuple(inputs.held(values, "to") or ()), question, date.fromisoformat(day) if day else None


def read_turn(view: Json) -> int:
    """How often the form came back before."""
    return int(json.loads(view["private_metadata"])["turn"])


def asked(reader: Reader, shown: "Asked") -> Message:
    """For somebody who is asked; it follows how it stands with them."""
    return _asked(reader, shown, reader.t("{name} asks for your feedback.", name=_asker(shown)))


def reminder(reader: Reader, shown: "Asked") -> Message:
    """The one reminder."""
    day = reader.day(shown.request.due)
    return _asked(reader, shown, reader.t("{name} would like your feedback by {day}.", name=_asker(shown), day=day))


def _asker(shown: "Asked") -> str:
    return kit.cut(shown.asker.name, kit.NAME_MAX)


def _asked(reader: Reader, shown: "Asked", text: str) -> Message:
    settled = _settled(reader, shown)
    if not shown.open:
        return kit.message(settled, [kit.sentence(settled)])
    request = str(shown.request.id)
    give = kit.button(reader.t("Give feedback"), GIVE, request, style="primary")
    no = [
        kit.button(reader.t("Not this time"), DECLINE, request),
        kit.button(reader.t("I have seen too little"), PASS, request),
    ]
    if settled:
        still = reader.t("Should you want to after all, you can.")
        return kit.message(settled, [kit.sentence(settled), kit.actions(give), kit.notes(still)])
    day = reader.day(shown.request.due)
    notes = [reader.t("By {day}, if you can.", day=day), feedback_asks.read_by(reader, shown)]
    blocks = [*feedback_asks.to_answer(reader, shown), kit.actions(give, *no, nudges.why(reader)), kit.notes(*notes)]
    return kit.message(text, blocks)


def _settled(reader: Reader, shown: "Asked") -> str:
    """What became of it, once it waits no longer."""
    name = _asker(shown)
    if shown.mine.said is Said.ANSWERED:
        return reader.t("You have answered the request of {name}. Thank you.", name=name)
    if shown.request.ended is Ended.WITHDRAWN:
        return reader.t("{name} has withdrawn the request for feedback. You need not do anything.", name=name)
    if shown.request.ended_at is not None:
        return reader.t("The request of {name} for feedback is over. You need not do anything.", name=name)
    if shown.mine.said is Said.DECLINED:
        return reader.t("You said: not this time. {name} sees that, without a reason.", name=name)
    if shown.mine.said is Said.PASSED:
        return reader.t("You said that you have seen too little. {name} sees that.", name=name)
    return ""


def progress(reader: Reader, shown: "Progress") -> Message:
    """For whoever asks: one message, edited as answers come."""
    text = reader.t(
        "Your request for feedback: {answered} of {asked} answered.",
        answered=shown.count(Said.ANSWERED),
        asked=len(shown.asked),
    )
    if not shown.about_me:
        text = reader.t(
            "Your request for feedback about {name}: {answered} of {asked} answered.",
            name=kit.cut(shown.subject.name, kit.NAME_MAX),
            answered=shown.count(Said.ANSWERED),
            asked=len(shown.asked),
        )
    blocks = [kit.sentence(text), *kit.words(shown.request.words, reader)]
    blocks.append(kit.notes(*(_said(reader, person, one) for person, one in shown.asked)))
    if shown.request.ended_at is not None:
        return kit.message(text, [*blocks, kit.notes(_ended(reader, shown.request))])
    day = reader.day(shown.request.due)
    confirm = kit.confirm(
        reader.t("Withdraw the request?"),
        reader.t("Who has not answered yet need not any more. Answers that you have stay."),
        reader.t("Withdraw"),
        reader.t("Keep it"),
    )
    withdraw = kit.button(reader.t("Withdraw"), WITHDRAW, str(shown.request.id), confirm=confirm)
    note = reader.t("Due on {day}. Two days before, I remind those who have not answered, once.", day=day)
    return kit.message(text, [*blocks, kit.actions(withdraw), kit.notes(note)])


def _said(reader: Reader, person: "Person", one: "FeedbackAsked") -> str:
    name = kit.cut(person.name, kit.NAME_MAX)
    if one.said is Said.ANSWERED:
        return reader.t("{name}: answered", name=name)
    if one.said is Said.DECLINED:
        return reader.t("{name}: not this time", name=name)
    if one.said is Said.PASSED:
        return reader.t("{name}: has seen too little of it", name=name)
    if one.said is Said.OVER:
        return reader.t("{name}: no answer", name=name)
    return reader.t("{name}: asked", name=name)


def _ended(reader: Reader, request: "FeedbackRequest") -> str:
    if request.ended is Ended.WITHDRAWN:
        return reader.t("You have withdrawn it.")
    if request.ended is Ended.LED:
        return reader.t("It is over: somebody else leads them now.")
    if request.ended is Ended.LEFT:
        return reader.t("It is over: somebody whom it is about no longer takes part.")
    return reader.t("It is over: a week has passed since it was due.")
