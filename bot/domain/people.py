"""Who takes part, how somebody is called, and which of two sources is believed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain import cadence
from bot.domain.errors import RuleBroken
from bot.domain.roles import Source

T = TypeVar("T")

ROSTER = "people.roster"
"""The task that reads the roster, and the tick that asks for it."""
SLACKBOT = "USLACKBOT"
"""Slack's own assistant; the one bot whose account says that it is none."""
NAME_MAX = 255
EMAIL_MAX = 320
LOCALE_MAX = 16


@dataclass(frozen=True)
class Account:
    """What Slack says about one account. None: Slack did not say."""

    slack_id: str
    takes_part: bool
    name: str
    email: str | None = None
    title: str | None = None
    zone: str | None = None
    locale: str | None = None
    owner: bool = False
    guest: bool = False


def account(user: Mapping[str, Any], *, team_id: str, enterprise_id: str | None, guests: bool) -> Account:
    """Slack's user object in our words. Every field of it may be missing, null or empty (SLACK.md §6.1)."""
    profile = user.get("profile") or {}
    email = _text(profile.get("email"), EMAIL_MAX)
    return Account(
        slack_id=str(user["id"]),
        takes_part=takes_part(user, team_id=team_id, enterprise_id=enterprise_id, guests=guests),
        name=_name(user, profile),
        email=email.lower() if email else None,
        title=_text(profile.get("title"), NAME_MAX),
        zone=known_zone(user.get("tz")),
        locale=_text(user.get("locale"), LOCALE_MAX),
        owner=bool(user.get("is_owner") or user.get("is_primary_owner")),
        guest=is_guest(user),
    )


def has_ended(last_day: date | None, zone: str, now: datetime) -> bool:
    """Whether the last day of somebody's employment is over by their own clock; None: no end is known."""
    return last_day is not None and last_day < now.astimezone(cadence.zone_of(zone)).date()


def takes_part(user: Mapping[str, Any], *, team_id: str, enterprise_id: str | None, guests: bool) -> bool:
    """Whether this account is a person of ours: no bot, nobody who left, nobody from outside, guests by setting."""
    if user.get("deleted") or user.get("is_bot") or user.get("is_app_user") or user.get("is_workflow_bot"):
        return False
    if user.get("id") == SLACKBOT or user.get("is_stranger"):
        return False
    return is_ours(user, team_id, enterprise_id) and (guests or not is_guest(user))


def is_ours(user: Mapping[str, Any], team_id: str, enterprise_id: str | None) -> bool:
    """Whether the account belongs to this workspace or to its organisation; where Slack names no team, it does."""
    enterprise = user.get("enterprise_user") or {}
    if enterprise_id and enterprise.get("enterprise_id") == enterprise_id:
        return True
    return user.get("team_id") in (None, "", team_id) or team_id in (enterprise.get("teams") or ())


def is_guest(user: Mapping[str, Any]) -> bool:
    return bool(user.get("is_restricted") or user.get("is_ultra_restricted"))


def known_zone(name: object) -> str | None:
    """The name, if it is a zone that can be computed with; Slack may send none, or one that we do not know."""
    if not isinstance(name, str) or not name:
        return None
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # A name like "Asia" is a folder of the zone database, which is an error of its own.
        return None


def settle(known: T, known_from: Source | None, told: T | None, teller: Source) -> tuple[T, Source | None]:
    """The value to believe and where it is from: a weaker source, or one that says nothing, changes nothing."""
    if told is None or not teller.beats(known_from):
        return known, known_from
    return told, teller


def check_manager(person_id: int, manager_id: int, *, active: bool, above: list[int]) -> None:
    """Refuse a manager who cannot be one. `above` are the people whom the manager reports to, the nearest first.

    Raises RuleBroken at the field "manager".
    """
    if manager_id == person_id:
        raise RuleBroken("manager_self", field="manager")
    if not active:
        raise RuleBroken("manager_inactive", field="manager")
    if person_id in above:
        raise RuleBroken("manager_circle", field="manager")


def _name(user: Mapping[str, Any], profile: Mapping[str, Any]) -> str:
    said = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"))
    return next((name for one in said if (name := _text(one, NAME_MAX))), str(user["id"]))


def _text(value: object, most: int) -> str | None:
    """A text with something in it. NUL is left out: PostgreSQL cannot keep it."""
    return value.replace("\x00", "").strip()[:most] or None if isinstance(value, str) else None
