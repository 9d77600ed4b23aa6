"""Who is meant by a rule, among people that are at hand."""

from collections.abc import Sequence
from typing import Any

from bot.domain.audience import Audience
from storage.people import Person


def among(kept: dict[str, Any], people: Sequence[Person]) -> list[Person]:
    """Those of these people who are meant by the rule as it is kept with its series."""
    rule = Audience(**{name: tuple(values) for name, values in kept.items()})
    return [one for one in people if rule.means(one.id)]
