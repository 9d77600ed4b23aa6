"""Inputs of which several can be ticked, and a menu whose choice acts at once."""

from collections.abc import Collection, Sequence

from bot.views import kit
from bot.views.kit import Json

CHECKS_MOST = 10
"""What Slack takes in one group of checkboxes (SLACK.md §4.1)."""
MENU_MOST = 100


def checks(
    field: str, label: str, options: Sequence[Json], *, initial: Collection[str] = (), hint: str | None = None
) -> Json:
    """Up to ten boxes; `initial` are the values of those that are ticked. None need be."""
    offered = list(options[:CHECKS_MOST])
    element: Json = {"type": "checkboxes", "action_id": kit.VALUE, "options": offered}
    if ticked := [one for one in offered if one["value"] in initial]:
        element["initial_options"] = ticked
    return kit.input_block(field, label, element, hint=hint)


def menu(action_id: str, options: Sequence[Json], chosen: str, placeholder: str) -> Json:
    """A menu beside buttons, of up to a hundred options; `chosen` is the value of the one that is on the screen."""
    offered = list(options[:MENU_MOST])
    element: Json = {"type": "static_select", "action_id": action_id, "options": offered}
    element["placeholder"] = kit.plain(placeholder, kit.PLACEHOLDER_MAX)
    if picked := [one for one in offered if one["value"] == chosen]:
        element["initial_option"] = picked[0]
    return element
