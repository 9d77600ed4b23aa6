"""Who is meant: a rule that stays a rule, so that people who join later are meant too."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Audience:
    """Everyone (nothing named), or the union of what is named; always minus `without`. All ids are person or department ids."""

    departments: tuple[int, ...] = ()
    trees: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    without: tuple[int, ...] = field(default=())

    @property
    def everyone(self) -> bool:
        return not (self.departments or self.trees or self.groups or self.people)
