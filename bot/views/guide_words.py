"""What a guide says, on one screen."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What helps in this talk, and for each step its name and what to ask or do."""

    helps: str
    steps: Mapping[str, tuple[str, str]]
