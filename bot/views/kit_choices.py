"""Inputs of which several can be ticked."""

from collections.abc import Collection, Sequence

from bot.views import kit
from bot.views.kit import Json

CHECKS_MOST = 10
"""What Slack takes in one group of checkboxes (SLACK.md §4.1)."""


def checks(
    field: str, label: str, options: Sequence[Json], *, initial: Collection[str] = (), hint: str | None = None
) -> Json:
    """Up to ten boxes; `initial` are the values of those that are ticked. None need be."""
    offered = list(options[:CHECKS_MOST])
    element: Json = {"type": "checkboxes", "action_id": kit.VALUE, "options": offered}
    if ticked := [one for one in offered if one["value"] in initial]:
        element["initial_options"] = ticked
    return kit.input_block(field, label, element, hint=hint)
