"""Whom a figure about anonymous answers must speak for: no visible result, and no difference of two, is about one to four people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.privacy import ANONYMOUS_FROM

Group = TypeVar("Group")


@dataclass(frozen=True)
class Turnout:
    """How many people of a group were asked, and how many of them answered."""

    asked: int
    answered: int

    @property
    def silent(self) -> int:
        return self.asked - self.answered

    def without(self, other: "Turnout") -> "Turnout":
        """The group without a smaller one in it."""
        return Turnout(self.asked - other.asked, self.answered - other.answered)


def hides(people: int, least: int = ANONYMOUS_FROM) -> bool:
    """Whether so many people are none, or enough that nobody among them can be picked out."""
    return people == 0 or people >= least


def may_show(group: Turnout, least: int = ANONYMOUS_FROM) -> bool:
    """Whether results may speak for this group: `least` answers or more, and the others in it are none, or as many."""
    return group.answered >= least and hides(group.silent, least)


def visible(whole: Turnout, groups: Mapping[Group, Turnout], least: int = ANONYMOUS_FROM) -> frozenset[Group]:
    """Of groups that do not overlap, those whose results may stand beside the whole's.

    What is left of the whole without them can be computed by whoever sees all, so that it is held to the same rule: while it
    would speak for one to four people, the smallest group joins it. Every figure that can be put together from visible ones
    is then about a union of visible groups and that rest, each of them none, or `least` people or more.
    """
    if not may_show(whole, least):
        return frozenset()
    shown = {name: one for name, one in groups.items() if may_show(one, least)}
    while shown:
        rest = whole
        for one in shown.values():
            rest = rest.without(one)
        if hides(rest.answered, least) and hides(rest.silent, least):
            break
        del shown[min(shown, key=lambda name: shown[name].answered)]
    return frozenset(shown)


def visible_counts(groups: Mapping[Group, int], others: int = 0, least: int = ANONYMOUS_FROM) -> frozenset[Group]:
    """The same for answers to one question: how many there are in each group, and how many of people in none of them."""
    whole = sum(groups.values()) + others
    return visible(Turnout(whole, whole), {name: Turnout(count, count) for name, count in groups.items()}, least)
