"""Thanks: what those who are thanked get, what the channel gets, and the row on Home."""

from typing import TYPE_CHECKING

from bot.domain.recognition import Where
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit, naming, nudges
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.recognition import Mine
    from bot.usecases.recognition_notices import Thanked
    from storage.people import Person
    from storage.recognition import Given

OPEN = "recognition.open"
SHOW = "recognition.show"
NAMES_LENGTH = 1_000
"""Characters of names in one sentence: twenty of any usual length."""


def thanks(reader: Reader, shown: "Thanked") -> Message:
    """For one of those who are thanked. Its notification says who, never what for."""
    name = kit.cut(shown.given.author.name, kit.NAME_MAX)
    text = reader.t("{name} thanks you.", name=name)
    if shown.others:
        text = reader.t("{name} thanks you, together with {others}.", name=name, others=_names(reader, shown.others))
    blocks = [kit.sentence(text), *_what_for(reader, shown.given), kit.notes(_readers(reader, shown))]
    return kit.message(text, [*blocks, kit.actions(nudges.why(reader))])


def post(reader: Reader, shown: "Given") -> Message:
    """What the channel gets. Names in it are names: nobody is called."""
    text = headline(reader, shown)
    return kit.message(text, [kit.sentence(text), *_what_for(reader, shown)])


def unposted(reader: Reader, shown: "Given") -> Message:
    """For their author: the channel did not take them."""
    text = reader.t(
        "Your thanks to {people} have reached them, but could not be posted: the channel was archived, or I am not in it any "
        "more. HR can invite me, or choose another channel.",
        people=_names(reader, shown.to),
    )
    return kit.message(text, [kit.sentence(text)])


def headline(reader: Reader, shown: "Given") -> str:
    """Who thanks whom."""
    name = kit.cut(shown.author.name, kit.NAME_MAX)
    return reader.t("{name} thanks {people}.", name=name, people=_names(reader, shown.to))


def _what_for(reader: Reader, shown: "Given") -> list[Json]:
    value = [kit.notes(reader.t("Company value: {value}", value=shown.value.name))] if shown.value else []
    return [*kit.words(kit.beginning(shown.recognition.words), reader), *value]


def _readers(reader: Reader, shown: "Thanked") -> str:
    """Who else reads it."""
    if shown.given.recognition.where is Where.ONLY_THEM:
        return reader.t("Not posted anywhere: those who lead you and HR can read it too.")
    if shown.me.thanks_posted:
        return reader.t(
            "It may stand in the channel for thanks as well. Your settings say whether you are named there."
        )
    return reader.t("The channel for thanks does not name you, as you have chosen.")


def _names(reader: Reader, people: "list[Person]") -> str:
    return naming.listed(reader, [one.name for one in people], room=NAMES_LENGTH)


def section(reader: Reader, mine: "Mine") -> list[Json]:
    """On Home: how often one was thanked lately, and the way to thank somebody. Two blocks."""
    line = reader.t("Did somebody do something well? A word is quickly said.")
    if mine.this_month:
        line = reader.n(
            "You were thanked once this month.", "You were thanked {count} times this month.", mine.this_month
        )
    give = kit.button(reader.t("Thank somebody"), OPEN)
    show = kit.button(reader.t("Show"), SHOW, label=reader.t("Show thanks"))
    return [kit.row(reader.t("Thanks"), line), kit.actions(give, show, block_id="recognition")]
