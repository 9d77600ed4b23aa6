"""What is open on people's screens: stacks of modals, and Homes."""

import copy
import secrets
from typing import Any

from bot.sandbox.errors import SlackError
from bot.sandbox.inputs import elements, initial_values
from bot.sandbox.limits import check_view, view_is_too_large
from bot.sandbox.model import Json, OpenView, Person
from bot.sandbox.text import kept_blocks
from bot.sandbox.workspace import Workspace

STACK_DEPTH = 3


def with_ids(blocks: list[Json]) -> list[Json]:
    """A copy of blocks as Slack keeps them, with the block and action ids that the sender left out."""
    made: list[Json] = kept_blocks(copy.deepcopy(blocks))
    for block in made:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        if block["type"] == "input":
            block.setdefault("optional", False)
            block.setdefault("dispatch_action", False)
    for _, element in elements(made):
        element.setdefault("action_id", secrets.token_urlsafe(4))
    return made


class Screens:
    """Opens, stacks, changes and closes views by the rules of SLACK.md §1.2, §1.4 and §5.1."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def open(self, trigger: str, view: Any) -> OpenView:
        """A new modal for the person whose trigger it is; a modal that was open is gone."""
        self._check(view, "modal")
        use = self._workspace.check_trigger(trigger)
        self._check_external(view)
        use.used = True
        stack: list[OpenView] = []
        self._workspace.modals[use.user] = stack
        return self._put(use.user, view, stack)

    def push(self, trigger: str, view: Any) -> OpenView:
        """A modal on top of the one in which the trigger arose."""
        self._check(view, "modal")
        use = self._workspace.check_trigger(trigger)
        stack = self._workspace.modals.get(use.user, [])
        if use.view_id is None or use.view_id not in [opened.id for opened in stack]:
            raise SlackError("invalid_trigger_id")
        if len(stack) >= STACK_DEPTH:
            raise SlackError("push_limit_reached")
        self._check_external(view)
        use.used = True
        return self._put(use.user, view, stack)

    def push_answer(self, below: OpenView, view: Any) -> OpenView:
        """A modal pushed as the answer to a submission of `below`."""
        self._check(view, "modal")
        if len(below.stack) >= STACK_DEPTH:
            raise SlackError("push_limit_reached")
        self._check_external(view)
        return self._put(below.user, view, below.stack)

    def update(self, view: Any, view_id: str = "", external_id: str = "", hash_: str = "") -> OpenView:
        """Another content for an open view; what is typed stays where block and action ids stay."""
        opened = self.find(view_id, external_id)
        if opened is None:
            raise SlackError("not_found")
        self._check(view, str(opened.view["type"]))
        if hash_ and hash_ != opened.hash:
            raise SlackError("hash_conflict")
        self._check_external(view, opened)
        self._fill(opened, view)
        return opened

    def publish(self, person: Person, view: Any, hash_: str = "") -> OpenView:
        """The whole Home of a person."""
        self._check(view, "home")
        home = self._workspace.homes.get(person.id)
        if hash_ and (home is None or hash_ != home.hash):
            raise SlackError("hash_conflict")
        self._check_external(view, home)
        if home is None:
            view_id = self._workspace.ids.next("V")
            home = OpenView(id=view_id, root_id=view_id, user=person.id, hash="", view={}, values={})
            self._workspace.homes[person.id] = home
        self._fill(home, view)
        return home

    def close(self, opened: OpenView) -> None:
        """Take a modal, and what lies above it, off the screen."""
        if opened in opened.stack:
            del opened.stack[opened.stack.index(opened) :]
            self._workspace.changed()

    def clear(self, opened: OpenView) -> None:
        """Take the whole stack off the screen."""
        opened.stack.clear()
        self._workspace.changed()

    def find(self, view_id: str = "", external_id: str = "") -> OpenView | None:
        """An open modal or a Home by its id or external id."""
        for opened in [
            *(v for stack in self._workspace.modals.values() for v in stack),
            *self._workspace.homes.values(),
        ]:
            if (view_id and opened.id == view_id) or (external_id and opened.external_id == external_id):
                return opened
        return None

    def _put(self, user: str, view: Json, stack: list[OpenView]) -> OpenView:
        view_id = self._workspace.ids.next("V")
        below = stack[-1] if stack else None
        opened = OpenView(
            id=view_id, root_id=below.root_id if below else view_id, user=user, hash="", view={}, values={},
            stack=stack, previous=below.id if below else None,
        )  # fmt: skip
        self._fill(opened, view)
        stack.append(opened)
        return opened

    def _fill(self, opened: OpenView, view: Json) -> None:
        filled = {**copy.deepcopy(view), "blocks": with_ids(view["blocks"])}
        filled.setdefault("private_metadata", "")
        filled.setdefault("callback_id", "")
        opened.values = initial_values(filled["blocks"], opened.values)
        opened.view = filled
        opened.external_id = view.get("external_id") or ""
        opened.hash = f"{int(self._workspace.clock.now().timestamp())}.{secrets.token_hex(4)}"
        self._workspace.changed()

    def _check(self, view: Any, surface: str) -> None:
        if isinstance(view, dict) and view.get("type") not in (surface, None) and view.get("type") in ("modal", "home"):
            raise SlackError("invalid_arguments", f"[ERROR] expected a {surface} view [json-pointer:/view/type]")
        problems = [problem.replace("[json-pointer:", "[json-pointer:/view", 1) for problem in check_view(view)]
        if problems:
            raise SlackError("invalid_arguments", *problems)
        if view_is_too_large(view):
            raise SlackError("view_too_large")

    def _check_external(self, view: Json, itself: OpenView | None = None) -> None:
        external_id = view.get("external_id")
        if external_id and self.find(external_id=external_id) not in (None, itself):
            raise SlackError("duplicate_external_id")
