"""When somebody reports to another manager: what the author is asked, and what the new manager is told. And the balance of a log."""

from typing import TYPE_CHECKING

from bot.domain import observations
from bot.domain.observations import Choice
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import inputs, kit, naming, nudges
from bot.views.kit import Json
from bot.views.observations import BEGINNING, good
from bot.views.observations_form import WRITE

if TYPE_CHECKING:
    from bot.usecases.observations_balance import Tilted
    from bot.usecases.observations_moving import Deciding, Handed, Moved
    from storage.observations import Observation

DECIDE = "observations.decide"
DECIDED = "observations.decided"
LIST = "observations.list"
NAMES_ROOM = 1_500


def reasons(reader: Reader) -> dict[str, str]:
    """Why the messages about observations came, by their kind."""
    return {
        observations.SHARED.name: reader.t(
            "Somebody whom you report to shares with you what they saw. You get this once for each time."
        ),
        observations.MOVED.name: reader.t(
            "Somebody you kept observations about reports to another manager now. You get this once for each person."
        ),
        observations.HANDED.name: reader.t(
            "Somebody who reports to you had another manager, who hands observations over to you."
        ),
        observations.BALANCE.name: reader.t(
            "You keep observations. Where they lean to one side, or somebody is left out, you are told of it once."
        ),
    }


def moved(reader: Reader, shown: "Moved") -> Message:
    """For the author: who reports to somebody else, and that each observation can be shared, handed over or kept."""
    name = kit.cut(shown.person.name, kit.NAME_MAX)
    text = reader.t("{name} no longer reports to you.", name=name)
    if shown.manager is not None:
        text = reader.t(
            "{name} now reports to {manager}.", name=name, manager=kit.cut(shown.manager.name, kit.NAME_MAX)
        )
    count = reader.n(
        "You have {count} observation about {name}. You can share it, hand it over or keep it to yourself; until you decide, "
        "only you can read it.",
        "You have {count} observations about {name}. You can share, hand over or keep each of them; until you decide, only "
        "you can read them.",
        shown.count,
        name=name,
    )
    button = kit.button(reader.t("Decide"), DECIDE, str(shown.person.id), style="primary")
    return kit.message(text, [kit.sentence(text), kit.sentence(count), kit.actions(button, nudges.why(reader))])


def deciding(reader: Reader, shown: "Deciding") -> Json:
    """One page of what is to be decided, a choice under each; the first choice is to keep it."""
    name = kit.cut(shown.person.name, kit.NAME_MAX)
    blocks = [kit.notes(_left(reader, shown))]
    options = [
        kit.option(reader.t("Keep to myself"), Choice.KEEP),
        kit.option(reader.t("Share with {name}", name=kit.cut(name, 50)), Choice.SHARE),
    ]
    if shown.manager is not None:
        manager = kit.cut(shown.manager.name, 50)
        options.append(kit.option(reader.t("Hand over to {name}", name=manager), Choice.HAND_OVER))
    for one in shown.rows:
        blocks.append(_row(reader, one))
        label = reader.t("What becomes of it?")
        blocks.append(kit.select(str(one.id), label, options, initial=Choice.KEEP, optional=False))
    named = shown.manager.id if shown.manager is not None else 0
    return kit.modal(
        DECIDED,
        reader.t("Your observations"),
        blocks,
        close=reader.t("Later"),
        submit=reader.t("Save"),
        metadata=f"{shown.person.id} {named}",
    )


def _left(reader: Reader, shown: "Deciding") -> str:
    name = kit.cut(shown.person.name, kit.NAME_MAX)
    return reader.n(
        "{count} observation about {name} to decide about",
        "{count} observations about {name} to decide about",
        shown.count,
        name=name,
    )


def _row(reader: Reader, one: "Observation") -> Json:
    head = f"{reader.full_date(one.day)} · {good(reader, is_good=one.good)}"
    return kit.row(head, kit.cut((one.behaviour or reader.t("These words were erased.")).strip() or "…", BEGINNING))


def read_deciding(view: Json) -> tuple[int, int, dict[int, Choice]]:
    """Whom it is about, which manager the form named (0: none), and what was chosen for each."""
    person, named = view["private_metadata"].split()
    values = view["state"]["values"]
    chosen = {int(field): inputs.held(values, field) for field in values if field.isdecimal()}
    return int(person), int(named), {one: Choice(choice) for one, choice in chosen.items() if choice}


def decided(reader: Reader) -> Json:
    """Nothing is left to be decided."""
    text = reader.t("That is all. What you kept stays yours alone.")
    return kit.modal(
        "observations.all_decided", reader.t("Your observations"), [kit.sentence(text)], close=reader.t("Close")
    )


def handed(reader: Reader, shown: "Handed") -> Message:
    """For the new manager: from whom and about whom, never the words."""
    name, other = (kit.cut(one.name, kit.NAME_MAX) for one in (shown.author, shown.person))
    text = reader.t("{name} hands observations about {other} over to you.", name=name, other=other)
    button = kit.button(reader.t("Read"), LIST, style="primary")
    return kit.message(text, [kit.sentence(text), kit.actions(button, nudges.why(reader))])


def balance(reader: Reader, shown: "Tilted") -> Message:
    """For the author: about whom the log leans to one side, or is silent."""
    text = reader.t("A thought about your observations")
    blocks = [kit.sentence(text)]
    if shown.only_bad:
        names = naming.listed(reader, [one.name for one in shown.only_bad], room=NAMES_ROOM)
        blocks.append(
            kit.sentence(
                reader.t(
                    "What you noted in the last three months about {names} could all go better. Was there something that "
                    "went well? It is easily overlooked.",
                    names=names,
                )
            )
        )
    if shown.silent:
        names = naming.listed(reader, [one.name for one in shown.silent], room=NAMES_ROOM)
        blocks.append(
            kit.sentence(
                reader.t("For six weeks nothing was noted about {names}. Perhaps something comes to mind.", names=names)
            )
        )
    button = kit.button(reader.t("Write one down"), WRITE)
    return kit.message(text, [*blocks, kit.actions(button, nudges.why(reader))])
