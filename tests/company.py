"""A small company for tests: a workspace, people in it, and Slack's user objects about them."""

from typing import Any

from storage.database import Tx
from storage.people import Person
from storage.workspaces import Workspace

TEAM = "T0COMPANY"


async def workspace(tx: Tx, **fields: Any) -> Workspace:
    made = Workspace(**{"team_id": TEAM, "name": "Company", "bot_user_id": "U0BOT", **fields})
    tx.add(made)
    await tx.flush()
    return made


async def person(tx: Tx, at: Workspace, name: str, **fields: Any) -> Person:
    """Somebody active, with an e-mail made from their name."""
    given = {"slack_id": f"U0{name.upper()}", "name": name, "email": f"{name.lower()}@example.com", **fields}
    made = Person(workspace_id=at.id, **given)
    tx.add(made)
    await tx.flush()
    return made


def user(name: str, **fields: Any) -> dict[str, Any]:
    """Slack's user object of somebody, with `fields` over it; those that begin with `profile_` go into the profile."""
    profile = {"display_name": name, "real_name": f"{name} Real", "email": f"{name}@Example.com", "title": ""}
    profile |= {key.removeprefix("profile_"): fields.pop(key) for key in list(fields) if key.startswith("profile_")}
    return {
        "id": f"U0{name.upper()}",
        "team_id": TEAM,
        "tz": "Asia/Shanghai",
        "locale": "zh-CN",
        "profile": profile,
        **fields,
    }
