"""A cycle as the people in it see it: what they are told when a phase begins, the line on Home, and the page behind it."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import cycles_words as words
from bot.views import kit, nudges

if TYPE_CHECKING:
    from bot.usecases.cycles_phases import Begun
    from storage.cycles import Cycle


def begun(reader: Reader, shown: "Begun") -> Message:
    """A phase begins: what it is for, and until when."""
    until = reader.day(shown.phase.ends)
    phase = words.phase(reader, shown.phase.phase)
    text = reader.t("{cycle}: the phase “{phase}” is on, until {day}.", cycle=shown.cycle.name, phase=phase, day=until)
    blocks = [kit.sentence(text), kit.notes(words.purpose(reader, shown.phase.phase)), kit.actions(nudges.why(reader))]
    return kit.message(text, blocks)


def empty(reader: Reader, cycle: "Cycle") -> Message:
    """For whoever made it: it runs, and means nobody."""
    text = reader.t("Nobody is in the cycle {cycle} at the moment. You can change whom it is for: {command}",
                    cycle=cycle.name, command="/growloop cycle")  # fmt: skip
    return kit.message(text, [kit.sentence(text), kit.actions(nudges.why(reader))])
