"""Settings, read once from the environment and `.env`, and checked before anything starts."""

import base64
import binascii
import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "GROWLOOP_"
SLACK_API = "https://slack.com/api/"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

RETAINED = (
    "checkins",
    "notes",
    "talks",
    "drafts",
    "actions",
    "leave",
    "pulses",
    "upward",
    "recognition",
    "feedback",
    "goals",
    "one_on_ones",
    "observations",
    "competencies",
    "announcements",
    "cycles",
)
"""What can be kept for a time of its own, as bot/domain/retention.py names it."""
MONTHS_MAX = 1_200

REMEDIES = {
    "database_url": "Write sqlite:///growloop.db, or postgresql://user:password@host/database.",
    "port": "Give a free port from 1 to 65535, for example 3000.",
    "slack_bot_token": "Slack shows it under OAuth & Permissions after you installed the app; it begins with xoxb-.",
    "slack_signing_secret": "Slack shows it under Basic Information, App Credentials. "
    "Or set GROWLOOP_SLACK_APP_TOKEN: Socket Mode needs no signing secret.",
    "slack_app_token": "Make one under Basic Information, App-Level Tokens, with the scope connections:write; "
    "it begins with xapp-.",
    "slack_api_url": "Leave it out for Slack itself; else give an https address, or http on this machine.",
    "encryption_key": "Give 32 random bytes in base64 (openssl rand -base64 32); several keys are parted by commas, "
    "the newest first.",
    "hr_emails": "Give e-mail addresses parted by commas.",
    "retention_months": "Write months from 1 to 1200, and others for single kinds after a comma: 36, talks=12. "
    "The kinds are checkins, notes, talks, drafts, actions, leave, pulses, upward, recognition, feedback, goals, "
    "one_on_ones, observations, competencies, announcements and cycles.",
    "guests": "Write true or false.",
    "coach_dir": "Name a folder that is there, with lists such as en/person.txt in it.",
    "log_level": "Write debug, info, warning or error.",
}
"""For each setting that can be missing or wrong: how to get it right."""


class SettingsWrong(Exception):
    """Settings are missing or wrong: one sentence each, with the remedy, and never with a secret in it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """Every setting. DATABASE_URL and PORT are understood without the prefix as well, because platforms set them."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///growloop.db"),
        validation_alias=AliasChoices("GROWLOOP_DATABASE_URL", "DATABASE_URL"),
    )
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=1, le=65_535, validation_alias=AliasChoices("GROWLOOP_PORT", "PORT"))
    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = SLACK_API
    encryption_key: SecretStr | None = None
    hr_emails: Annotated[frozenset[str], NoDecode] = frozenset()
    retention_months: Annotated[dict[str, int], NoDecode] = {"": 36}
    guests: bool = False
    coach_dir: Path | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @classmethod
    def load(cls, *, slack: bool = True, **given: Any) -> Self:
        """The settings, complete and right; `given` go before the environment. Without `slack`, its tokens may be missing.

        Raises SettingsWrong with a sentence for each problem.
        """
        if given.get("host") is None and "GROWLOOP_HOST" not in os.environ and "PORT" in os.environ:
            given["host"] = "0.0.0.0"  # noqa: S104 - a platform that sets PORT sends its requests from outside
        try:
            settings = cls(**{name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            raise SettingsWrong([_sentence(problem["loc"], problem["msg"]) for problem in error.errors()]) from None
        except UnicodeDecodeError:
            raise SettingsWrong(["The file .env here is not UTF-8 text. Save it as UTF-8, then start again."]) from None
        missing = settings.missing() if slack else []
        if missing:
            raise SettingsWrong([f"{_variable(name)} is missing. {REMEDIES[name]}" for name in missing])
        return settings

    def missing(self) -> list[str]:
        """The names of what talking to Slack needs and is not set."""
        names = [] if self.slack_bot_token else ["slack_bot_token"]
        if not (self.slack_app_token or self.slack_signing_secret):
            names.append("slack_signing_secret")
        return names

    @property
    def socket_mode(self) -> bool:
        """Slack's requests come through a socket that the bot opens; HTTP serves only the machine's own questions."""
        return self.slack_app_token is not None

    @property
    def slack_is_slack(self) -> bool:
        """Whether the bot talks to Slack itself, and not to something that stands in for it."""
        return self.slack_api_url == SLACK_API

    @property
    def slack_is_here(self) -> bool:
        """Whether what stands in for Slack runs on this machine: no proxy is asked for the way there."""
        return urlsplit(self.slack_api_url).hostname in LOOPBACK

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_token(cls, token: SecretStr | None) -> SecretStr | None:
        return _begins(token, "xoxb-")

    @field_validator("slack_app_token")
    @classmethod
    def _app_token(cls, token: SecretStr | None) -> SecretStr | None:
        return _begins(token, "xapp-")

    @field_validator("slack_api_url")
    @classmethod
    def _api_url(cls, url: str) -> str:
        parts = urlsplit(url)
        if not (
            parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))
        ):
            raise ValueError("not an address that may be used")
        return url if url.endswith("/") else f"{url}/"

    @field_validator("encryption_key")
    @classmethod
    def _key(cls, keys: SecretStr | None) -> SecretStr | None:
        for key in keys.get_secret_value().split(",") if keys else ():
            if len(_decoded(key.strip())) != 32:
                raise ValueError("not 32 bytes in base64")
        return keys

    @field_validator("hr_emails", mode="before")
    @classmethod
    def _emails(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        emails = frozenset(part.strip().lower() for part in given.split(",") if part.strip())
        if not all("@" in email.strip("@") for email in emails):
            raise ValueError("not an e-mail address")
        return emails

    @field_validator("retention_months", mode="before")
    @classmethod
    def _months(cls, given: object) -> object:
        """By kind; under the empty name, of all that are not named."""
        if not isinstance(given, str):
            return given
        months = {"": 36}
        for part in given.split(","):
            name, named, number = part.partition("=")
            kind, number = (name.strip().lower(), number) if named else ("", part)
            if (named and kind not in RETAINED) or not number.strip().isdecimal() or not 1 <= int(number) <= MONTHS_MAX:
                raise ValueError("not months")
            months[kind] = int(number)
        return months

    @field_validator("coach_dir")
    @classmethod
    def _folder(cls, folder: Path | None) -> Path | None:
        if folder is not None and not folder.is_dir():
            raise ValueError("not a folder")
        return folder

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, given: object) -> object:
        return given.lower() if isinstance(given, str) else given


def unknown_variables() -> list[str]:
    """Variables with our prefix that are no settings: a slip of the pen that would otherwise go unnoticed."""
    known = {_variable(name) for name in Settings.model_fields}
    ours = (name for name in {*os.environ, *_names_in_env_file()} if name.startswith(PREFIX))
    return sorted(name for name in ours if name not in known and not name.startswith(f"{PREFIX}TEST_"))


def _names_in_env_file() -> list[str]:
    file = Path(".env")
    if not file.is_file():
        return []
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line.partition("=")[0].strip().removeprefix("export ").strip() for line in lines if "=" in line]


def _begins(token: SecretStr | None, prefix: str) -> SecretStr | None:
    if token is not None and not token.get_secret_value().startswith(prefix):
        raise ValueError(f"does not begin with {prefix}")
    return token


def _decoded(key: str) -> bytes:
    """The bytes of a key in either alphabet of base64; none where it is not base64."""
    plain = key.replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        return b""


def _variable(field: str) -> str:
    return PREFIX + field.upper()


def _sentence(where: tuple[int | str, ...], said: str) -> str:
    field = str(where[0] if where else "").removeprefix(PREFIX).lower()
    named = _variable(field)
    without_prefix = field.upper()
    if named not in os.environ and without_prefix in os.environ:
        named = without_prefix
    return f"{named} is wrong. {REMEDIES.get(field, said)}"
