"""HR's part of Home about people, and its forms: with the worst data, in three languages, as Slack would take them."""

from zoneinfo import available_timezones

import pytest
from slack_sdk.models.views import View

from bot.locales.reader import Reader
from bot.sandbox.limits import check_view
from bot.usecases.people import SHOWN, Gaps
from bot.views import kit, people
from storage.people import Person

READERS = [Reader(locale) for locale in ("en-US", "zh-CN", "zh-TW")]
NOBODY = Gaps([], 0, [], 0)


def somebody(name: str) -> Person:
    return Person(id=1, workspace_id=1, slack_id="U0LONG", name=name)


WORST = Gaps([somebody("<&>" * 85)] * SHOWN, 100_000, [somebody("*_~`" + "名" * 250)] * SHOWN, 100_000)


@pytest.fixture(params=READERS, ids=lambda reader: reader.language)
def reader(request: pytest.FixtureRequest) -> Reader:
    found: Reader = request.param
    return found


@pytest.mark.parametrize("gaps", [NOBODY, WORST], ids=["nobody is missing anything", "everybody is"])
def test_hrs_part_of_home_is_taken_by_slack(reader: Reader, gaps: Gaps) -> None:
    view = kit.home([*people.section(reader, gaps), *people.offer(reader)])
    assert check_view(view) == []
    View(**view).to_dict()


def test_the_forms_are_taken_by_slack(reader: Reader) -> None:
    for view in (
        people.manager_form(reader, "U0LONG"),
        people.manager_form(reader),
        people.zone_form(reader, ""),
        people.hr_form(reader, [somebody("名")] * 1),
    ):
        assert check_view(view) == []
        View(**view).to_dict()


def test_names_are_shown_as_typed(reader: Reader) -> None:
    gaps = Gaps([somebody("<!channel> & *Mei*")], 1, [], 0)
    [block, _] = people.section(reader, gaps)
    assert block["text"]["type"] == "plain_text"
    assert "<!channel> & *Mei*" in block["text"]["text"]


def test_nothing_is_said_where_nothing_is_missing(reader: Reader) -> None:
    assert [block["type"] for block in people.section(reader, NOBODY)] == ["actions"]


def test_every_zone_on_offer_can_be_computed_with_and_is_offered_once(reader: Reader) -> None:
    zones = [option["value"] for group in people.zone_groups(reader) for option in group["options"]]
    assert len(zones) == len(set(zones)) > 400
    assert set(zones) <= available_timezones()
    assert {"Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata"} <= set(zones)


def test_cities_are_named_in_the_readers_language() -> None:
    options = [option for group in people.zone_groups(Reader("zh-CN")) for option in group["options"]]
    names = {option["value"]: option["text"]["text"] for option in options}
    assert (names["Asia/Shanghai"], names["Asia/Kolkata"]) == ("上海", "加尔各答")


def test_every_sentence_is_translated(reader: Reader) -> None:
    if reader.language == "en":
        return
    gaps = Gaps([somebody("名")] * 2, 3, [somebody("名")], 1)
    shown = str(
        [people.section(reader, gaps), people.offer(reader), people.manager_form(reader), people.hr_form(reader, [])]
    )
    for english in ("have no", "has no", "Nobody", "Save", "Cancel", "Reports", "Person", "today"):
        assert english not in shown


def test_a_form_is_read_as_it_was_filled_in() -> None:
    view = {
        "state": {
            "values": {
                "person": {"value": {"selected_user": "U1"}},
                "manager": {"value": {"selected_user": None}},
                "people": {"value": {"selected_users": ["U1", "U2"]}},
                "zone": {"value": {"selected_option": {"value": "Asia/Tokyo"}}},
            }
        }
    }
    assert people.read_manager_form(view) == ("U1", None)
    assert people.read_hr_form(view) == ["U1", "U2"]
    assert people.read_zone_form(view) == ("U1", "Asia/Tokyo")
