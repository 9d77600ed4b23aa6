"""Settings: what is missing or wrong is named with its remedy, and no secret is ever shown."""

from pathlib import Path

import pytest

from bot.settings import REMEDIES, SLACK_API, Settings, SettingsWrong, unknown_variables

KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
TOKENS = {"GROWLOOP_SLACK_BOT_TOKEN": "xoxb-1", "GROWLOOP_SLACK_SIGNING_SECRET": "shh"}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the machine's own environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("PORT", "DATABASE_URL", *(f"GROWLOOP_{field.upper()}" for field in Settings.model_fields)):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in TOKENS.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_with_the_two_tokens_the_rest_has_defaults(environment: pytest.MonkeyPatch) -> None:
    settings = Settings.load()

    assert settings.database_url.get_secret_value() == "sqlite:///growloop.db"
    assert (settings.host, settings.port, settings.slack_api_url) == ("127.0.0.1", 3000, SLACK_API)
    assert not settings.socket_mode
    assert settings.slack_is_slack


def test_what_is_missing_is_named_with_where_to_get_it() -> None:
    with pytest.raises(SettingsWrong) as wrong:
        Settings.load()

    assert [problem.split(". ")[0] for problem in wrong.value.problems] == [
        "GROWLOOP_SLACK_BOT_TOKEN is missing",
        "GROWLOOP_SLACK_SIGNING_SECRET is missing",
    ]
    assert "OAuth & Permissions" in wrong.value.problems[0]


def test_what_needs_no_slack_starts_without_tokens() -> None:
    assert Settings.load(slack=False).slack_bot_token is None


def test_an_app_token_stands_for_the_signing_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROWLOOP_SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("GROWLOOP_SLACK_APP_TOKEN", "xapp-1")

    assert Settings.load().socket_mode


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GROWLOOP_SLACK_BOT_TOKEN", "xoxp-user-token"),
        ("GROWLOOP_SLACK_APP_TOKEN", "xoxb-1"),
        ("GROWLOOP_SLACK_API_URL", "http://example.com/api/"),
        ("GROWLOOP_SLACK_API_URL", "slack.com"),
        ("GROWLOOP_ENCRYPTION_KEY", "too short"),
        ("GROWLOOP_ENCRYPTION_KEY", f"{KEY},x"),
        ("GROWLOOP_HR_EMAILS", "ana@example.com, nobody"),
        ("GROWLOOP_RETENTION_MONTHS", "0"),
        ("GROWLOOP_RETENTION_MONTHS", "for ever"),
        ("GROWLOOP_RETENTION_MONTHS", "36, moods=12"),
        ("GROWLOOP_RETENTION_MONTHS", "36, talks=-1"),
        ("GROWLOOP_RETENTION_MONTHS", "36,"),
        ("GROWLOOP_RETENTION_MONTHS", "1201"),
        ("GROWLOOP_GUESTS", "perhaps"),
        ("GROWLOOP_LOG_LEVEL", "loud"),
        ("GROWLOOP_PORT", "0"),
        ("PORT", "http"),
    ],
)
def test_what_is_wrong_is_named_with_the_remedy_and_not_repeated(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    environment.setenv(name, value)

    with pytest.raises(SettingsWrong) as wrong:
        Settings.load()

    remedy = REMEDIES[name.removeprefix("GROWLOOP_").lower()]
    assert wrong.value.problems == [f"{name} is wrong. {remedy}"]


@pytest.mark.parametrize(
    ("value", "months"),
    [
        ("12", {"": 12}),
        ("24, talks=12, Drafts = 6", {"": 24, "talks": 12, "drafts": 6}),
        ("notes=120", {"": 36, "notes": 120}),
    ],
)
def test_months_are_given_for_all_and_for_single_kinds(
    environment: pytest.MonkeyPatch, value: str, months: dict[str, int]
) -> None:
    environment.setenv("GROWLOOP_RETENTION_MONTHS", value)

    assert Settings.load().retention_months == months


def test_every_problem_is_told_at_once(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("GROWLOOP_SLACK_BOT_TOKEN", "x")
    environment.setenv("PORT", "x")

    with pytest.raises(SettingsWrong) as wrong:
        Settings.load()

    assert len(wrong.value.problems) == 2


def test_an_empty_variable_is_the_same_as_none(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("GROWLOOP_SLACK_APP_TOKEN", "")
    environment.setenv("GROWLOOP_HR_EMAILS", "")

    assert not Settings.load().socket_mode
    assert Settings.load().hr_emails == frozenset()


def test_platforms_names_are_understood_and_ours_go_first(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORT", "8080")
    environment.setenv("DATABASE_URL", "postgresql://db/one")
    assert (Settings.load().port, Settings.load().host) == (8080, "0.0.0.0")  # noqa: S104
    assert Settings.load().database_url.get_secret_value() == "postgresql://db/one"

    environment.setenv("GROWLOOP_PORT", "9090")
    environment.setenv("GROWLOOP_DATABASE_URL", "postgresql://db/two")
    environment.setenv("GROWLOOP_HOST", "127.0.0.1")
    assert (Settings.load().port, Settings.load().host) == (9090, "127.0.0.1")
    assert Settings.load().database_url.get_secret_value() == "postgresql://db/two"


def test_what_is_given_goes_before_the_environment(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORT", "8080")

    assert Settings.load(port=7000).port == 7000
    assert Settings.load(port=None).port == 8080


def test_a_file_named_env_is_read_and_the_environment_goes_before_it(environment: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("GROWLOOP_GUESTS=true\nGROWLOOP_SLACK_BOT_TOKEN=xoxb-file\n", encoding="utf-8")

    settings = Settings.load()

    assert settings.guests
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-1"


def test_hr_emails_are_a_list_in_lower_case(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("GROWLOOP_HR_EMAILS", "Ana@Example.com, bo@example.com ,")

    assert Settings.load().hr_emails == {"ana@example.com", "bo@example.com"}


@pytest.mark.parametrize("key", [KEY, KEY.rstrip("="), f"{KEY},{KEY}", "__-_" * 10 + "_-8"])
def test_a_key_is_32_bytes_in_either_base64_and_there_may_be_several(environment: pytest.MonkeyPatch, key: str) -> None:
    environment.setenv("GROWLOOP_ENCRYPTION_KEY", key)

    assert Settings.load().encryption_key is not None


def test_slacks_own_variables_do_not_matter(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_BOT_TOKEN", "xoxb-other")
    environment.setenv("SLACK_SIGNING_SECRET", "other")

    settings = Settings.load()

    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-1"


def test_no_secret_is_printed(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("GROWLOOP_SLACK_APP_TOKEN", "xapp-hidden")
    environment.setenv("GROWLOOP_SLACK_BOT_TOKEN", "xoxb-hidden")
    environment.setenv("GROWLOOP_SLACK_SIGNING_SECRET", "hidden")
    environment.setenv("GROWLOOP_ENCRYPTION_KEY", KEY)
    environment.setenv("DATABASE_URL", "postgresql://user:hidden@db/one")

    settings = Settings.load()

    assert "hidden" not in repr(settings) + str(settings)
    assert KEY not in repr(settings)


def test_a_stand_in_for_slack_is_told_from_slack(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("GROWLOOP_SLACK_API_URL", "http://127.0.0.1:8000/api")

    settings = Settings.load()

    assert settings.slack_api_url == "http://127.0.0.1:8000/api/"
    assert not settings.slack_is_slack
    assert settings.slack_is_here


def test_a_misspelt_setting_is_noticed_wherever_it_stands(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("GROWLOOP_HR_EMAIL", "ana@example.com")
    environment.setenv("GROWLOOP_TEST_POSTGRES", "")
    Path(".env").write_text("# a note\nGROWLOOP_TOKEN=x\nGROWLOOP_GUESTS=1\n", encoding="utf-8")

    assert unknown_variables() == ["GROWLOOP_HR_EMAIL", "GROWLOOP_TOKEN"]


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_bytes(b"GROWLOOP_HR_EMAILS=jos\xe9@example.com\n")
    with pytest.raises(SettingsWrong, match="not UTF-8"):
        Settings.load(slack=False)
