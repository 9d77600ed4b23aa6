"""The weights of somebody's goals in one cycle: together 100 per cent. Goals without one share what is left."""

from collections.abc import Mapping

from bot.domain.errors import RuleBroken

ALL = 100


def given(weights: Mapping[int, int | None]) -> int:
    """How much of the 100 is given away by name."""
    return sum(one for one in weights.values() if one is not None)


def shares(weights: Mapping[int, int | None]) -> dict[int, int]:
    """The per cent of each goal, in whole ones. They add up to 100 wherever a goal without a weight can take what is left.

    What cannot be parted evenly goes one by one to the first of those, by id, so that everybody sees the same.
    """
    unassigned = sorted(goal for goal, one in weights.items() if one is None)
    found = {goal: one for goal, one in weights.items() if one is not None}
    left = max(0, ALL - given(weights))
    each, over = divmod(left, len(unassigned)) if unassigned else (0, 0)
    return found | {goal: each + (1 if place < over else 0) for place, goal in enumerate(unassigned)}


def check(weight: int | None, others: Mapping[int, int | None], name: str = "") -> None:
    """Raises RuleBroken at the field "weight" where it and the `others` of the same person and cycle are more than 100.

    `name`: whose goals they are, where they are not the writer's own.
    """
    taken = given(others)
    if weight is None or taken + weight <= ALL:
        return
    values: dict[str, object] = {"given": taken, "left": ALL - min(taken, ALL)}
    if name:
        raise RuleBroken("goal_weights_over_of", values | {"name": name}, field="weight")
    raise RuleBroken("goal_weights_over", values, field="weight")
