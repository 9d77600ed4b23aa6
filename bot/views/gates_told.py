"""What those concerned are told of gates: that HR lets somebody pass or no longer, and that gates were switched on."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import gates, kit, nudges

if TYPE_CHECKING:
    from bot.usecases.gates_overriding import Told
    from bot.usecases.gates_switching import Switched


def told(reader: Reader, shown: "Told") -> Message:
    """For the person and for whoever leads them. The reason stands in the message, never on a lock screen."""
    one, cycle = shown.override, kit.cut(shown.cycle.name, kit.NAME_MAX)
    name = None if shown.me.id == shown.person.id else kit.cut(shown.person.name, kit.NAME_MAX)
    said = {"gate": gates.label(reader, one.gate), "cycle": cycle}
    if one.taken_back_at is None:
        if name is None:
            text = reader.t("HR lets you pass “{gate}” in {cycle}.", **said)
        else:
            text = reader.t("HR lets {name} pass “{gate}” in {cycle}.", name=name, **said)
    elif name is None:
        text = reader.t("“{gate}” in {cycle} is for you again: HR took back that you may pass.", **said)
    else:
        text = reader.t("“{gate}” in {cycle} is for {name} again: HR took back that they may pass.", name=name, **said)
    words = gates.override(reader, one, name, kit.cut(shown.by.name, kit.NAME_MAX))
    return kit.message(text, [kit.sentence(text), *words, kit.actions(nudges.why(reader))])


def switched(reader: Reader, shown: "Switched") -> Message:
    """For those whom they are for, and for whoever leads them: all that HR switched on together."""
    names = reader.names([gates.label(reader, one) for one in shown.gates])
    text = reader.n(
        "HR switched on a gate in {cycle}: {names}.",
        "HR switched on {count} gates in {cycle}: {names}.",
        len(shown.gates),
        cycle=kit.cut(shown.cycle.name, kit.NAME_MAX),
        names=names,
    )
    notes = [reader.t("No gate looks back: whoever is in the phase behind it already is not held by it.")]
    if shown.mine and shown.leads:
        notes.append(reader.t("This is for you, and for people whom you lead."))
    elif shown.leads:
        notes.append(reader.t("This is for people whom you lead."))
    notes.append(reader.t("What is missing, and whose turn it is, stands on your page of the cycle."))
    meanings = [kit.row(gates.label(reader, one), gates.meaning(reader, one)) for one in shown.gates]
    return kit.message(text, [kit.sentence(text), *meanings, kit.notes(*notes), kit.actions(nudges.why(reader))])


def reasons(reader: Reader) -> dict[str, str]:
    """Why somebody got one of these, by its kind."""
    let_pass = reader.t("HR decided something about a gate for you, or for somebody whom you lead. You get this once.")
    on = reader.t("You are in a cycle, or lead somebody who is. You get this once when gates are switched on.")
    return {"gates.overridden": let_pass, "gates.taken_back": let_pass, "gates.switched": on}
