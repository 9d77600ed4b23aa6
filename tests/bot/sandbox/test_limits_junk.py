"""Junk in place of blocks is refused and breaks nothing."""

from typing import Any

import pytest

from bot.sandbox.limits import check_message, check_view
from tests.bot.sandbox.blocks import CONFIRM, image, leaf, option, options, select, table
from tests.bot.sandbox.conftest import actions, button, field_of, modal, section, text


@pytest.mark.parametrize("junk", [None, 1, "x", [], [1], {"type": 3}, {"type": "section", "text": 3}])
def test_junk_is_refused_and_breaks_nothing(junk: Any) -> None:
    assert check_view(junk)
    assert check_message({"blocks": junk if junk is not None else "x"}) or junk == []


def mutations(node: Any, junk: Any) -> list[Any]:
    """Copies of a tree with one node each replaced."""
    made: list[Any] = [junk]
    if isinstance(node, dict):
        made += [{**node, key: other} for key, value in node.items() for other in mutations(value, junk)]
    elif isinstance(node, list):
        made += [
            [*node[:at], other, *node[at + 1 :]] for at, value in enumerate(node) for other in mutations(value, junk)
        ]
    return made


@pytest.mark.parametrize("junk", [None, 3, True, "", "x", [], [None], {}, {"type": []}, {"type": "image"}])
def test_no_shape_of_junk_inside_a_view_breaks_the_check(junk: Any) -> None:
    view = modal(
        section("x", accessory=select(options=options(2), initial_option=option("1"))),
        actions(button("a", confirm=CONFIRM), {"type": "overflow", "action_id": "o", "options": options(2)}),
        {"type": "context", "elements": [image(), text("x")]},
        leaf(text="x", style={"bold": True}),
        field_of("f", {"type": "checkboxes", "options": options(2), "initial_options": options(2)}),
        field_of("g", select(option_groups=[{"label": text("x"), "options": options(1)}])),
        field_of(
            "h", {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}
        ),
    )
    for changed in mutations(view, junk):
        assert isinstance(check_view(changed), list)
    for changed in mutations([table(1)], junk):
        assert isinstance(check_message({"blocks": changed}), list)
