"""Roles and where facts about people come from."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody may do beyond their own record. Managers need no role: the reporting line says it."""

    HR = "hr"


class Source(StrEnum):
    """Where a fact about a person comes from; `import` beats `profile` beats `app` beats `slack`."""

    IMPORT = "import"
    PROFILE = "profile"
    APP = "app"
    SLACK = "slack"

    def beats(self, other: "Source | None") -> bool:
        """Whether a fact from here may replace one from there; equals replace equals."""
        order = list(Source)
        return other is None or order.index(self) <= order.index(other)
