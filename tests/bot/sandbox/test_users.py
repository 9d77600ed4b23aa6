"""People as Slack shows them, gaps included."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import START


async def test_slackbot_is_listed_and_says_it_is_no_bot(slack: AsyncWebClient) -> None:
    members = (await slack.users_list(limit=100))["members"]
    assert {m["id"]: m["is_bot"] for m in members}["USLACKBOT"] is False


async def test_a_locale_is_given_only_when_it_is_asked_for(slack: AsyncWebClient, mei: Person) -> None:
    assert "locale" not in (await slack.users_info(user=mei.id))["user"]
    user = (await slack.users_info(user=mei.id, include_locale=True))["user"]
    assert (user["locale"], user["tz"], user["tz_offset"]) == ("zh-CN", "Asia/Shanghai", 8 * 3600)


async def test_a_deactivated_person_stays_in_the_list_with_little_said_about_them(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    sandbox.workspace.deactivate(mei)
    user = (await slack.users_info(user=mei.id))["user"]
    assert user["deleted"] is True
    assert "tz" not in user
    assert mei.id in {m["id"] for m in (await slack.users_list())["members"]}


async def test_outsiders_are_not_listed_but_can_be_looked_at(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    outsider = sandbox.workspace.add_person("Olaf", "olaf@else.com", is_stranger=True)
    assert outsider.id not in {m["id"] for m in (await slack.users_list())["members"]}
    user = (await slack.users_info(user=outsider.id, include_locale=True))["user"]
    assert user["is_stranger"] is True
    assert user["team_id"] != sandbox.team_id
    assert "locale" not in user


async def test_people_are_found_by_address_or_not_at_all(slack: AsyncWebClient, mei: Person) -> None:
    assert (await slack.users_lookupByEmail(email="MEI@example.com"))["user"]["id"] == mei.id
    with pytest.raises(SlackApiError, match="users_not_found"):
        await slack.users_lookupByEmail(email="nobody@example.com")
    with pytest.raises(SlackApiError, match="user_not_found"):
        await slack.users_info(user="U0NOBODY")


async def test_custom_fields_are_defined_once_and_filled_in_by_person(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person, max_: Person
) -> None:
    manager = sandbox.workspace.add_profile_field("Manager", "user")
    sandbox.workspace.update_person(mei, profile_fields={manager: max_.id})
    [field] = (await slack.team_profile_get())["profile"]["fields"]
    assert (field["id"], field["label"], field["type"]) == (manager, "Manager", "user")
    assert (await slack.users_profile_get(user=mei.id))["profile"]["fields"][manager]["value"] == max_.id


async def test_user_groups_need_a_paid_plan(sandbox: Sandbox, slack: AsyncWebClient, mei: Person) -> None:
    group = sandbox.workspace.add_usergroup("Leads", "leads", [mei])
    assert (await slack.usergroups_list())["usergroups"][0]["handle"] == "leads"
    assert (await slack.usergroups_users_list(usergroup=group["id"]))["users"] == [mei.id]
    sandbox.workspace.plan = "free"
    with pytest.raises(SlackApiError, match="plan_upgrade_required"):
        await slack.usergroups_list()


async def test_the_workspace_tells_its_name(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    team = (await slack.team_info())["team"]
    assert (team["id"], team["name"]) == (sandbox.team_id, "Sandbox")


def test_the_same_workspace_gives_the_same_ids_again() -> None:
    clock = MovableClock(START, running=False)
    one, two = (Sandbox(clock, name="Lumen", with_page=False) for _ in range(2))
    other = Sandbox(clock, name="Another", with_page=False)
    assert one.team_id == two.team_id != other.team_id
    assert one.bot_token != two.bot_token
    people = [s.workspace.add_person("Mei", "mei@example.com").id for s in (one, two, other)]
    assert people[0] == people[1] != people[2]


def test_an_address_belongs_to_one_person(sandbox: Sandbox, mei: Person) -> None:
    with pytest.raises(ValueError, match="already"):
        sandbox.workspace.add_person("Another Mei", "mei@example.com")
