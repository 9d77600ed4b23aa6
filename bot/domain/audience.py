"""Who is meant: a rule that stays a rule, so that people who join later are meant too."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Audience:
    """Everyone, or the `people` named, those in the `departments`, and those in the `trees` of these managers, the managers
    included; always minus `without`. Ids of people and departments. Nothing named: everyone."""

    people: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    trees: tuple[int, ...] = ()
    without: tuple[int, ...] = ()

    @property
    def everyone(self) -> bool:
        return not (self.people or self.departments or self.trees)

    def means(self, person_id: int, department_id: int | None = None, above: Collection[int] = ()) -> bool:
        """Whether somebody is meant who belongs to that department and reports, directly or not, to those `above`."""
        if person_id in self.without:
            return False
        led = person_id in self.trees or any(one in self.trees for one in above)
        return self.everyone or person_id in self.people or department_id in self.departments or led
