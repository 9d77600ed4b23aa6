"""What HR is told of people who have no manager."""

from typing import TYPE_CHECKING

from bot.domain.unled import NAMED
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit, nudges, people

if TYPE_CHECKING:
    from bot.usecases.unled import WithoutManager


def told(reader: Reader, shown: "WithoutManager") -> Message:
    count = len(shown.people)
    head = reader.n("{count} person has no manager here", "{count} people have no manager here", count)
    names = [kit.cut(one.name, kit.NAME_MAX) for one in shown.people[:NAMED]]
    text = reader.t(
        "Until they have one, only they can read their check-ins: {names}", names=reader.names(names, of=count)
    )
    button = kit.button(reader.t("Set manager"), people.SET_MANAGER, shown.people[0].slack_id)
    return kit.message(head, [kit.row(head, text), kit.actions(button, nudges.why(reader))])
