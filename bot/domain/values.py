"""The company's values: what HR calls them, one a line, few enough to choose from."""

from bot.domain.errors import RuleBroken

RECORD = "value"
"""The name of a company value among evidence."""

NAME_MAX = 60
"""Characters: a name that is seen whole in a list."""
MOST = 20
"""More, and nobody knows them."""

EDIT = "values.edit"
"""What the audit log calls a change of the list."""


def check(text: str) -> list[str]:
    """The names as they are kept, in their order: a line each, without empty ones. Raises RuleBroken at "values"."""
    names = [" ".join(line.split()) for line in text.splitlines()]
    names = [name for name in names if name]
    if len(names) > MOST:
        raise RuleBroken("values_too_many", {"count": len(names), "most": MOST}, field="values")
    if any(len(name) > NAME_MAX for name in names):
        raise RuleBroken("value_too_long", {"most": NAME_MAX}, field="values")
    if len({name.casefold() for name in names}) < len(names):
        raise RuleBroken("value_twice", field="values")
    return names
