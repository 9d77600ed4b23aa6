"""What somebody gives to one of HR's own questions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    """What somebody gave to one question. `chosen` are keys of options; all empty: nothing was given."""

    question_id: int
    number: float | None = None
    chosen: tuple[str, ...] = ()
    words: str = ""

    @property
    def empty(self) -> bool:
        return self.number is None and not self.chosen and not self.words.strip()
