"""What the host of a sandbox may tell those who look at its page: hints to try, and how people belong together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.sandbox.model import Person
from bot.sandbox.page_texts import Said

Groups = Mapping[str, Iterable[Person | str]] | Iterable[tuple[Said, Iterable[Person | str]]]
"""A title and the people under it (objects, e-mails or handles), in the order of the page."""


@dataclass(frozen=True)
class Note:
    """One thing to try, as whom, and where: `messages`, `home` or `channels/<name>`.

    `text` is one string, or one by language (`en`, `zh_CN`, `zh_TW`).
    """

    text: Said
    person: Person | str = ""
    place: str = "messages"


def group_pairs(groups: Groups | None) -> list[tuple[Said, list[Person | str]]]:
    """Groups as pairs, whichever form the host chose."""
    pairs = groups.items() if isinstance(groups, Mapping) else groups or []
    return [(title, list(people)) for title, people in pairs]
