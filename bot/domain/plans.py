"""The plan for next week: its lines, and what is carried over from the last one."""

from collections.abc import Iterable

PLANNED_MOST = 8
"""Lines of a plan that are asked about one by one a week later: with more, the form would be a list to work off."""


def lines(plan: str) -> list[str]:
    """The plan line by line; joined by line breaks they are the plan again. A blank line stays with the one before it.

    A plan of more lines than can be asked about stays one.
    """
    found: list[str] = []
    for line in plan.split("\n"):
        if found and not (line.strip() and found[-1].strip()):
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found if len(found) <= PLANNED_MOST else [plan]


def with_carried(plan: str, carried: Iterable[str]) -> str:
    """The plan with what is carried over, each line once."""
    there = {line.strip() for line in plan.split("\n")}
    more = [line.strip() for line in carried if not all(part.strip() in there for part in line.strip().split("\n"))]
    return "\n".join([*([plan] if plan.strip() else []), *dict.fromkeys(more)])
