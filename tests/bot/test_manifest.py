"""The manifest asks for what the code uses and for nothing more, within Slack's limits."""

import ast
import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot import manifest
from bot.main import NEEDED_SCOPES
from bot.manifest import ManifestWrong
from handlers import registry
from handlers.commands import named

METHOD = re.compile(r"(chat|conversations|users|usergroups|team|views|auth|files|reactions|dnd|bots|pins)\.[A-Za-z.]+")
URL = "https://growloop.example.com"
ENDPOINT = f"{URL}/slack/events"


class Recorder:
    """Stands where Bolt's app would and writes down what is registered."""

    def __init__(self) -> None:
        self.registered: list[tuple[str, Any]] = []

    def __getattr__(self, kind: str) -> Callable[..., Callable[[object], object]]:
        def note(what: Any = None, *_: object) -> Callable[[object], object]:
            self.registered.append((kind, what))
            return lambda listener: listener

        return note

    def all_of(self, kind: str) -> list[Any]:
        return [what for one, what in self.registered if one == kind]


@pytest.fixture(scope="module")
def code() -> Recorder:
    recorder = Recorder()
    registry.register(recorder)  # type: ignore[arg-type]
    return recorder


def methods_called() -> set[str]:
    """Slack's methods that the one client names."""
    tree = ast.parse(Path("bot/slack.py").read_text(encoding="utf-8"))
    said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in said if METHOD.fullmatch(text)}


def test_every_event_that_is_handled_is_asked_for_and_no_other(code: Recorder) -> None:
    handled = {"message.im" if event == "message" else event for event in code.all_of("event")}
    asked = manifest.manifest()["settings"]["event_subscriptions"]["bot_events"]
    assert handled == set(asked) == set(manifest.EVENTS)


def test_every_command_that_is_handled_is_in_the_manifest_and_no_other(code: Recorder) -> None:
    names = manifest.command_names()
    patterns = code.all_of("command")
    assert len(patterns) == len(names)
    for name in names:
        assert [bool(pattern.search(name)) for pattern in patterns].count(True) == 1


def test_every_shortcut_that_is_handled_is_in_the_manifest_and_no_other(code: Recorder) -> None:
    kinds = {"global": "global_shortcut", "message": "message_shortcut"}
    asked = manifest.manifest()["features"]["shortcuts"]
    for kind, handled in kinds.items():
        assert [one["callback_id"] for one in asked if one["type"] == kind] == code.all_of(handled)
    assert code.all_of("shortcut") == []
    assert len(asked) <= 10
    for one in asked:
        assert 1 <= len(one["name"]) <= 24
        assert 1 <= len(one["description"]) <= 150


def test_a_command_is_understood_with_any_prefix() -> None:
    for name in manifest.command_names("x-"):
        words = ("checkin", "give-feedback", "one-on-one", "thanks", "goals", "note", "summary", "growloop")
        assert sum(bool(named(word).search(name)) for word in words) == 1
    assert not named("checkin").search("/checkins")


def test_every_method_that_is_called_has_its_scope_and_no_other_is_listed() -> None:
    listed = [method for scope in manifest.SCOPES.values() for method in scope.methods]
    assert sorted([*listed, *manifest.WITHOUT_SCOPE]) == sorted(methods_called())


def test_every_event_that_needs_a_scope_has_it() -> None:
    needed = {"message.im": "im:history", "team_join": "users:read", "user_change": "users:read"}
    listed = {event: name for name, scope in manifest.SCOPES.items() for event in scope.events}
    assert listed == {event: scope for event, scope in needed.items() if event in manifest.EVENTS}


@pytest.mark.parametrize("name", manifest.SCOPES)
def test_every_scope_has_a_reason_and_a_use_that_is_there(name: str) -> None:
    scope = manifest.SCOPES[name]
    assert scope.reason.endswith(".")
    module, _, attributes = scope.code.partition(":")
    found: Any = importlib.import_module(module)
    for attribute in attributes.split("."):
        found = getattr(found, attribute)
    assert callable(found)


def test_what_the_start_needs_is_asked_for() -> None:
    assert set(manifest.SCOPES) >= NEEDED_SCOPES


def test_the_bot_asks_for_no_rights_of_people() -> None:
    assert list(manifest.manifest()["oauth_config"]["scopes"]) == ["bot", "bot_optional"]


def test_what_may_be_left_out_is_marked_and_the_start_does_not_need_it() -> None:
    scopes = manifest.manifest()["oauth_config"]["scopes"]
    assert scopes["bot_optional"] == ["files:write"]
    assert not NEEDED_SCOPES & set(scopes["bot_optional"])


@pytest.mark.parametrize(("url", "prefix"), [(None, ""), (URL, ""), (URL, "x" * 16)])
def test_it_keeps_to_slacks_limits(url: str | None, prefix: str) -> None:
    made = manifest.manifest(url, prefix)
    shown = made["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4_000
    commands = made["features"]["slash_commands"]
    assert 1 <= len(commands) <= 50
    for command in commands:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert 1 <= len(command["description"]) <= 2_000
        assert len(command.get("usage_hint", "")) <= 1_000
        assert command["should_escape"] is True
    assert len(made["features"]["bot_user"]["display_name"]) <= 80
    assert len(made["oauth_config"]["scopes"]["bot"]) <= 255
    assert len(made["settings"]["event_subscriptions"]["bot_events"]) <= 100
    assert all(made["features"]["app_home"][key] for key in ("home_tab_enabled", "messages_tab_enabled"))
    assert made["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def addresses(made: object) -> list[str]:
    """Every address in the manifest, wherever it stands."""
    if isinstance(made, dict):
        here = [value for key, value in made.items() if key in ("url", "request_url")]
        return here + [found for value in made.values() for found in addresses(value)]
    return [found for value in made for found in addresses(value)] if isinstance(made, list) else []


def test_over_http_every_address_is_the_one_endpoint() -> None:
    for url in (URL, f"{URL}/", ENDPOINT):
        made = manifest.manifest(url)
        assert set(addresses(made)) == {ENDPOINT}
        assert len(addresses(made)) == 2 + len(manifest.command_names())
        assert made["settings"]["socket_mode_enabled"] is False


def test_in_socket_mode_there_is_no_address() -> None:
    made = manifest.manifest()
    assert addresses(made) == []
    assert made["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize("url", ["http://growloop.example.com", "growloop.example.com", "https://", "https://a.b/?x=1"])
def test_an_address_that_slack_would_refuse_is_refused(url: str) -> None:
    with pytest.raises(ManifestWrong, match="https"):
        manifest.manifest(url)


@pytest.mark.parametrize("prefix", ["X-", "a b", "/", "x" * 17])
def test_a_prefix_that_slack_would_refuse_is_refused(prefix: str) -> None:
    with pytest.raises(ManifestWrong, match="prefix"):
        manifest.manifest(None, prefix)
