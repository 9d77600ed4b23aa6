"""Keep a workspace from one run to the next, so that a demo goes on where it stopped."""

import pickle
from pathlib import Path

from bot.sandbox.sandbox import Sandbox

WORKSPACE = ("people", "channels", "messages", "homes", "usergroups", "profile_fields", "files", "version", "ids")
APP = ("bot_token", "app_token", "signing_secret")


def keep(sandbox: Sandbox, path: Path) -> None:
    """Write down the workspace, its secrets and the time. Open modals are not kept: no client keeps them either."""
    kept = {
        "at": sandbox.clock.now(),
        "app": {name: getattr(sandbox, name) for name in APP},
        "workspace": {name: getattr(sandbox.workspace, name) for name in WORKSPACE},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(kept))


def take(sandbox: Sandbox, path: Path) -> bool:
    """Go on with what was kept; the file is used up, so that a run which ends hard is not continued from a stale one.

    False: there is nothing that this version can read.
    """
    try:
        kept = pickle.loads(path.read_bytes())  # noqa: S301 - written by `keep` on this machine
        path.unlink()
        for name, value in kept["app"].items():
            setattr(sandbox, name, value)
        for name, value in kept["workspace"].items():
            setattr(sandbox.workspace, name, value)
        sandbox.bot_user = sandbox.workspace.people[sandbox.bot_user_id]
        sandbox.clock.start_at(kept["at"])
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, KeyError, TypeError, ValueError):
        return False
    return True
