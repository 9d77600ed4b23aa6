"""What came back from the bot."""

import json
from dataclasses import dataclass

from bot.sandbox.model import Json


@dataclass
class Answer:
    """What the bot said: `status` 0 when nothing came in time, `reason` the name of the failure, `body` parsed where it is JSON."""

    status: int
    text: str
    ms: float
    reason: str = ""
    final: bool = False

    @property
    def ok(self) -> bool:
        """Whether it was a 200."""
        return self.status == 200 and not self.reason

    @property
    def body(self) -> Json | str:
        """The answer, parsed where it is a JSON object."""
        try:
            parsed = json.loads(self.text)
        except ValueError:
            return self.text
        return parsed if isinstance(parsed, dict) else self.text
