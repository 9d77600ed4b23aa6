"""The form of an observation: about whom, when, good or bad, in three parts, and what it is linked with."""

import json
from datetime import date
from typing import TYPE_CHECKING

from bot.domain import checkins
from bot.domain.feedback import Part
from bot.domain.feedback_form import Message
from bot.domain.observations import PARTS, WORDS_MAX, Draft
from bot.locales.reader import Reader
from bot.views import errors, feedback_form, feedback_form_parts, feedback_form_review, inputs, kit
from bot.views.feedback_form_read import QUOTE, quotable
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.domain.feedback_review import Review
    from bot.usecases.observations_form import Form
    from bot.usecases.observations_links import Link

WRITE = "observations.write"
ABOUT_CHECKIN = "observations.about_checkin"
SUBMIT = "observations.submit"
PERSON = "observations.person"
GOOD, BAD = "good", "bad"
LINKS = "links"


def form(reader: Reader, shown: "Form", *, told: "Collection[str]" = (), message: str | None = None) -> Json:
    """The form as far as it is filled in. `told`: what has to be known first. `message`: the text of the message it is begun from."""
    message = None if len(message or "") > feedback_form.QUOTED_MAX else message
    blocks: list[Json] = [kit.sentence(one) for one in (*told, *_told(reader, shown.found))]
    blocks += [kit.notes(errors.sentence(reader, shown.refused))] if shown.refused is not None else []
    blocks += _person(reader, shown)
    blocks += _when(reader, shown)
    below = feedback_form_review.below(reader, shown.found)
    for part in PARTS:
        blocks += _part(reader, part, shown.draft.said.get(part, ""))
        blocks += [kit.notes(*below[part])] if part in below else []
    blocks += _links(reader, shown.choices, shown.draft)
    blocks += _quote(reader, shown.draft, message)
    blocks.append(
        kit.notes(
            reader.t("Only you can read it, until you share it, hand it over or use it in a review."),
            reader.t("What you type reaches us when you press the button; if you close the form before, it is gone."),
        )
    )
    return kit.modal(
        SUBMIT,
        reader.t("Observation"),
        [*blocks, *feedback_form.message(message)],
        close=reader.t("Cancel"),
        submit=reader.t("Keep it as it is") if shown.draft.reviewed else reader.t("Keep"),
        metadata=_metadata(shown.draft),
    )


def _told(reader: Reader, found: "Review") -> list[str]:
    """That nothing is kept yet, and why."""
    if found.hits:
        return [reader.t("Nothing is kept yet. Some of these words judge a person: what happened carries further.")]
    if found.findings:
        return [
            reader.t("Nothing is kept yet. The questions below can make it clearer; you can also keep it as it is.")
        ]
    return []


def _person(reader: Reader, shown: "Form") -> list[Json]:
    """About whom. Of one that is changed, and of one begun from what somebody wrote, that stands."""
    notes = []
    if shown.draft.message is not None:
        notes.append(reader.t("A link to the message is kept with it."))
    if any(kind == checkins.RECORD for kind, _ in shown.draft.about):
        notes.append(reader.t("The check-in is linked with it."))
    fixed = shown.draft.editing is not None or shown.draft.message is not None or shown.draft.about
    if fixed and shown.person is not None:
        notes.insert(0, reader.t("About {name}", name=kit.cut(shown.person.name, kit.NAME_MAX)))
        return [kit.notes(*notes)]
    hint = reader.t("Somebody who reports to you, directly or over others.")
    block = kit.person_input("person", reader.t("About whom?"), initial=shown.draft.to, hint=hint, optional=False)
    block["element"]["action_id"] = PERSON
    return [block | {"dispatch_action": True}]


def _when(reader: Reader, shown: "Form") -> list[Json]:
    options = [
        kit.option(reader.t("It went well"), GOOD),
        kit.option(reader.t("It could go better"), BAD),
    ]
    good = shown.draft.good
    initial = None if good is None else GOOD if good else BAD
    return [
        kit.date_input("day", reader.t("On which day?"), initial=shown.draft.day or shown.today),
        kit.select("good", reader.t("How did it go?"), options, initial=initial, optional=False, radio=True),
    ]


def _part(reader: Reader, part: Part, text: str) -> list[Json]:
    label, example = feedback_form_parts.FIELDS[part](reader)
    field = kit.text_input(
        part,
        label,
        initial=text,
        placeholder=reader.t("For example: {example}", example=example),
        optional=part is Part.IMPACT,
        multiline=part is not Part.SITUATION or "\n" in text,
        most=WORDS_MAX,
    )
    missing = reader.t("A text is too long for its field here: its end is missing, and what you keep replaces it.")
    return [field] if kit.fits(text) else [field, kit.notes(missing)]


def _links(reader: Reader, choices: "Mapping[str, list[Link]]", draft: Draft) -> list[Json]:
    labels = {
        "goal": reader.t("A goal that it has to do with"),
        "competency": reader.t("A competency that it shows"),
    }
    chosen = dict(draft.links)
    return [
        kit.select(
            kind,
            labels[kind],
            [kit.option(one.name, str(one.record_id)) for one in choices[kind]],
            initial=str(chosen[kind]) if kind in chosen else None,
        )
        for kind in labels
        if choices.get(kind)
    ]


def _quote(reader: Reader, draft: Draft, message: str | None) -> list[Json]:
    if not message:
        return []
    options = [kit.option(reader.t("Quote the message's text, which stands below"), QUOTE)]
    hint = reader.t("Without a tick the link alone is kept.")
    element = inputs.choice(options, [QUOTE] if draft.quoted else [], several=True, open_=True)
    return [kit.input_block(QUOTE, reader.t("The message"), element, hint=hint)]


def _metadata(draft: Draft) -> str:
    """What the fields do not hold: ids alone."""
    made: Json = {"to": draft.to, "about": draft.about, "editing": draft.editing}
    made |= {"message": vars(draft.message) if draft.message else None, LINKS: draft.links}
    made |= {"reviewed": draft.reviewed, "reviews": draft.reviews}
    return json.dumps({name: one for name, one in made.items() if one})


def read(view: Json) -> Draft:
    """The form as it is on the screen. What it has no field for is what it was opened with."""
    carried = json.loads(view.get("private_metadata") or "{}")
    values = (view.get("state") or {}).get("values") or {}
    day, good = inputs.held(values, "day"), inputs.held(values, "good")
    links = {kind: int(record_id) for kind, record_id in carried.get(LINKS, ()) if kind not in values}
    links |= {kind: int(one) for kind in ("goal", "competency") if (one := inputs.held(values, kind))}
    message = carried.get("message")
    return Draft(
        to=(inputs.held(values, "person") if "person" in values else carried.get("to")) or None,
        day=date.fromisoformat(day) if day else None,
        good=None if good is None else good == GOOD,
        said={part: str(inputs.held(values, part) or "") for part in PARTS if part in values},
        links=tuple(links.items()),
        about=tuple((kind, int(record)) for kind, record in carried.get("about", ())),
        message=Message(**message) if message else None,
        quoted=quotable(view) if inputs.held(values, QUOTE) else None,
        editing=carried.get("editing"),
        reviewed=carried.get("reviewed", ""),
        reviews=int(carried.get("reviews", 0)),
    )


def unknown(reader: Reader, names: "Collection[str]") -> str:
    """Somebody was named with a plain @, which Slack did not make a person of."""
    return reader.t("Slack did not say who is meant by {names}. Please choose below.", names=reader.names(list(names)))
