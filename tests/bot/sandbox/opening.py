"""Opening a view, and the word with which that is refused."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox


async def refusal(work: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await work
    return str(caught.value.response["error"])


def trigger(sandbox: Sandbox, person: Person) -> str:
    inside = sandbox.as_(person).modal
    return sandbox.workspace.give_trigger(person.id, inside.id if inside else None)
