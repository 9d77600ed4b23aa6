"""Slack in a simulated quarter: as in a year, and it remembers every word that it was told."""

import json
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

from bot.slack import Json
from tests.year.slack import YearSlack


@dataclass(frozen=True)
class Told:
    """What was sent to Slack in one call, as one text."""

    method: str
    text: str


class QuarterSlack(YearSlack):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.told: list[Told] = []

    @override
    def _do(self, method: str, args: dict[str, Any]) -> Json:
        self.told.append(Told(method, json.dumps(args, ensure_ascii=False, default=str)))
        return super()._do(method, args)
