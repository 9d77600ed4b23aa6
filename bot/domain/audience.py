"""Who is meant: a rule that stays a rule, so that people who join later are meant too."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Audience:
    """Everyone, or the `people` named; always minus `without`. All are person ids."""

    people: tuple[int, ...] = ()
    without: tuple[int, ...] = ()

    def means(self, person_id: int) -> bool:
        return person_id not in self.without and (not self.people or person_id in self.people)
