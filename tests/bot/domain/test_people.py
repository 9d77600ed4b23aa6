"""Who takes part, how somebody is called, and which source is believed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import people
from bot.domain.errors import RuleBroken
from bot.domain.roles import Source
from tests.company import TEAM, user


def read(fields: dict[str, Any], *, guests: bool = False, enterprise_id: str | None = None) -> people.Account:
    return people.account(fields, team_id=TEAM, enterprise_id=enterprise_id, guests=guests)


@pytest.mark.parametrize(
    ("fields", "takes_part"),
    [
        ({}, True),
        ({"deleted": True}, False),
        ({"is_bot": True}, False),
        ({"is_app_user": True}, False),
        ({"is_workflow_bot": True}, False),
        ({"id": "USLACKBOT"}, False),
        ({"is_stranger": True}, False),
        ({"team_id": "T0OTHER"}, False),
        ({"team_id": None}, True),
        ({"team_id": "T0OTHER", "enterprise_user": {"teams": [TEAM]}}, True),
        ({"team_id": "T0OTHER", "enterprise_user": {"enterprise_id": "E0OURS", "teams": []}}, False),
        ({"is_restricted": True}, False),
        ({"is_ultra_restricted": True}, False),
    ],
)
def test_people_of_this_workspace_take_part_and_nobody_else(fields: dict[str, Any], takes_part: bool) -> None:
    assert read(user("mei", **fields)).takes_part is takes_part


def test_guests_take_part_where_the_company_wants_it() -> None:
    assert read(user("mei", is_restricted=True), guests=True).takes_part


def test_people_of_the_same_organisation_take_part() -> None:
    other = user("mei", team_id="T0OTHER", enterprise_user={"enterprise_id": "E0OURS"})
    assert read(other, enterprise_id="E0OURS").takes_part


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "mei"),
        ({"profile_display_name": ""}, "mei Real"),
        ({"profile_display_name": None, "profile_real_name": "  "}, "U0MEI"),
        ({"profile_display_name": " ", "profile_real_name": None, "real_name": "Mei L."}, "Mei L."),
        ({"profile_display_name": "x" * 300}, "x" * 255),
        ({"profile_display_name": "M\x00ei"}, "Mei"),
    ],
)
def test_somebody_is_called_as_they_call_themselves_else_by_their_full_name(fields: dict[str, Any], name: str) -> None:
    assert read(user("mei", **fields)).name == name


def test_an_account_that_says_almost_nothing_is_read_all_the_same() -> None:
    assert read({"id": "U1", "profile": None}) == people.Account("U1", takes_part=True, name="U1")


def test_an_address_is_compared_in_small_letters() -> None:
    assert read(user("Mei")).email == "mei@example.com"


@pytest.mark.parametrize("zone", [None, "", "Mars/Olympus", "Asia", "../etc/passwd", 5, "\x00"])
def test_a_zone_that_cannot_be_computed_with_is_none(zone: object) -> None:
    assert people.known_zone(zone) is None


@given(st.text())
def test_no_name_of_a_zone_is_a_surprise(name: str) -> None:
    people.known_zone(name)


@pytest.mark.parametrize(
    ("known_from", "teller", "believed"),
    [
        (None, Source.SLACK, "new"),
        (Source.SLACK, Source.SLACK, "new"),
        (Source.APP, Source.SLACK, "old"),
        (Source.IMPORT, Source.APP, "old"),
        (Source.APP, Source.IMPORT, "new"),
    ],
)
def test_a_weaker_source_changes_nothing(known_from: Source | None, teller: Source, believed: str) -> None:
    value, source = people.settle("old", known_from, "new", teller)
    assert value == believed
    assert source is (teller if believed == "new" else known_from)


def test_a_source_that_says_nothing_changes_nothing() -> None:
    assert people.settle("old", Source.APP, None, Source.IMPORT) == ("old", Source.APP)


@pytest.mark.parametrize(
    ("manager", "active", "above", "code"),
    [(1, True, [], "manager_self"), (2, False, [], "manager_inactive"), (2, True, [3, 1], "manager_circle")],
)
def test_nobody_can_be_managed_by_themselves_by_who_left_or_in_a_circle(
    manager: int, active: bool, above: list[int], code: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        people.check_manager(1, manager, active=active, above=above)
    assert (broken.value.code, broken.value.field) == (code, "manager")


@pytest.mark.parametrize(
    ("last_day", "zone", "ended"),
    [
        (None, "UTC", False),
        (date(2027, 1, 15), "Europe/Berlin", False),
        (date(2027, 1, 14), "Europe/Berlin", True),
        (date(2027, 1, 14), "America/New_York", False),
        (date(2027, 1, 14), "Asia/Shanghai", True),
    ],
)
def test_employment_ends_with_the_last_day_by_ones_own_clock(last_day: date | None, zone: str, ended: bool) -> None:
    assert people.has_ended(last_day, zone, datetime(2027, 1, 15, 0, 30, tzinfo=UTC)) is ended
