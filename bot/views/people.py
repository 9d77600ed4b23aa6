"""HR's part of Home about people: who is missing a manager or a zone, and the forms that set them."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.core import get_global

from bot.locales.reader import Reader
from bot.views import countries, kit, leave
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.people import Gaps
    from storage.people import Person

SET_MANAGER = "people.set_manager"
SET_ZONE = "people.set_zone"
SET_HR = "people.set_hr"
TAKE_HR = "people.take_hr"
GROUP_MAX = 100
"""Options in one group, and groups in one list: Slack's limits (SLACK.md §4.3)."""


def section(reader: Reader, gaps: "Gaps") -> list[Json]:
    """What HR can set about people; first, who waits for it."""
    blocks: list[Json] = []
    if gaps.manager_count:
        head = reader.n("{count} person has no manager here", "{count} people have no manager here", gaps.manager_count)
        names = _names(reader, gaps.without_manager, gaps.manager_count)
        text = reader.t("Until they have one, only they can read their check-ins: {names}", names=names)
        blocks.append(kit.row(head, text))
    if gaps.zone_count:
        head = reader.n(
            "{count} person has no time zone in Slack", "{count} people have no time zone in Slack", gaps.zone_count
        )
        names = _names(reader, gaps.without_zone, gaps.zone_count)
        text = reader.t("Until somebody sets it, the workspace's zone is used: {names}", names=names)
        blocks.append(kit.row(head, text))
    manager = kit.button(reader.t("Set manager"), SET_MANAGER, _first(gaps.without_manager))
    zone = kit.button(reader.t("Set time zone"), SET_ZONE, _first(gaps.without_zone))
    hr = kit.button(reader.t("Who is in HR"), SET_HR)
    country = kit.button(reader.t("Set public holidays"), countries.SET_FOR)
    away = kit.button(reader.t("Who is away"), leave.WHO)
    return [*blocks, kit.actions(manager, zone, country, away, hr, block_id="people")]


def _names(reader: Reader, people: "Sequence[Person]", count: int) -> str:
    return reader.names([kit.cut(person.name, kit.NAME_MAX) for person in people], of=count)


def _first(people: "Sequence[Person]") -> str:
    return people[0].slack_id if people else ""


def offer(reader: Reader) -> list[Json]:
    """For a workspace owner, while nobody looks after HR."""
    confirm = kit.confirm(
        reader.t("Look after HR here?"),
        reader.t("You can hand it on later. What you do in this role is written down."),
        reader.t("Yes"),
        reader.t("Not now"),
    )
    return [
        kit.section(
            reader.t(
                "*Nobody looks after HR here yet.* HR starts the check-ins, says who reports to whom, and sees numbers,"
                " not people's private words. You own this workspace, so you can take it on."
            )
        ),
        kit.actions(kit.button(reader.t("Look after HR"), TAKE_HR, confirm=confirm), block_id="people_offer"),
    ]


def manager_form(reader: Reader, person: str | None = None) -> Json:
    """Who reports to whom. `person` is the Slack id of somebody to begin with."""
    return kit.modal(
        SET_MANAGER,
        reader.t("Set manager"),
        [
            kit.person_input("person", reader.t("Person"), initial=person or None, optional=False),
            kit.person_input(
                "manager",
                reader.t("Reports to"),
                hint=reader.t("Leave this empty for somebody who reports to nobody."),
            ),
            kit.context(
                reader.t("This holds from today on. The new manager reads what comes from now on, not what was.")
            ),
        ],
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
    )


def zone_form(reader: Reader, person: str | None = None) -> Json:
    """In which zone somebody lives. `person` is the Slack id of somebody to begin with."""
    element = {
        "type": "static_select",
        "action_id": kit.VALUE,
        "option_groups": zone_groups(reader),
        "placeholder": kit.plain(reader.t("Type a city"), kit.PLACEHOLDER_MAX),
    }
    return kit.modal(
        SET_ZONE,
        reader.t("Set time zone"),
        [
            kit.person_input("person", reader.t("Person"), initial=person or None, optional=False),
            kit.input_block("zone", reader.t("Time zone"), element, optional=False),
            kit.context(reader.t("It stays as you set it, whatever Slack says. What comes next moves with it.")),
        ],
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
    )


def hr_form(reader: Reader, holders: "Sequence[Person]") -> Json:
    """Who is in HR: those who are chosen when it is saved."""
    element = {
        "type": "multi_users_select",
        "action_id": kit.VALUE,
        "initial_users": [person.slack_id for person in holders],
    }
    return kit.modal(
        SET_HR,
        reader.t("Who is in HR"),
        [
            kit.input_block("people", reader.t("People in HR"), element, optional=False),
            kit.context(
                reader.t("HR starts check-ins, sets managers and sees numbers, not people's private words."),
                reader.t("Who joins and who leaves HR is written down."),
            ),
        ],
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
    )


def read_hr_form(view: Json) -> list[str]:
    """The Slack ids of those who were chosen."""
    return list(_value(view, "people", "selected_users") or ())


def read_manager_form(view: Json) -> tuple[str, str | None]:
    """The Slack ids of the person and of their manager; None: they report to nobody."""
    return str(_value(view, "person", "selected_user") or ""), _value(view, "manager", "selected_user") or None


def read_zone_form(view: Json) -> tuple[str, str]:
    """The Slack id of the person, and the zone."""
    option = _value(view, "zone", "selected_option") or {}
    return str(_value(view, "person", "selected_user") or ""), str(option.get("value") or "")


def _value(view: Json, field: str, key: str) -> Any:
    found = view["state"]["values"].get(field, {}).get(kit.VALUE, {}).get(key)
    return found or None


def zone_groups(reader: Reader) -> list[Json]:
    """Every zone of the world by its city, in groups that Slack can take."""
    return [
        {"label": kit.plain(_label(reader, region, cities), kit.OPTION_MAX), "options": _options(cities)}
        for region, cities in _regions(reader.language)
    ]


def _label(reader: Reader, region: str, cities: Sequence[tuple[str, str]]) -> str:
    names = {
        "Africa": reader.t("Africa"),
        "America": reader.t("America"),
        "Antarctica": reader.t("Antarctica"),
        "Arctic": reader.t("Arctic"),
        "Asia": reader.t("Asia"),
        "Atlantic": reader.t("Atlantic Ocean"),
        "Australia": reader.t("Australia"),
        "Europe": reader.t("Europe"),
        "Indian": reader.t("Indian Ocean"),
        "Pacific": reader.t("Pacific Ocean"),
    }
    name = names.get(region, region)
    return name if region != "America" else f"{name} ({cities[0][0]} – {cities[-1][0]})"


def _options(cities: Sequence[tuple[str, str]]) -> list[Json]:
    return [kit.option(city, zone) for city, zone in cities]


@cache
def _regions(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Regions with their cities and zones, by name in that language; a region too large for one group comes in parts."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    zones = [line.split("\t")[2] for line in table.splitlines() if line and not line.startswith("#")]
    regions: dict[str, list[tuple[str, str]]] = {}
    for zone in zones:
        regions.setdefault(zone.partition("/")[0], []).append((_city(zone, language), zone))
    parts = []
    for region, cities in sorted(regions.items()):
        cities.sort()
        parts += [(region, cities[at : at + GROUP_MAX]) for at in range(0, len(cities), GROUP_MAX)]
    return parts


def _city(zone: str, language: str) -> str:
    """The city's name in that language. Babel keeps some under the older name of their zone, as Asia/Calcutta."""
    known = Locale.parse(language).time_zones
    older = (old for old, new in get_global("zone_aliases").items() if new == zone)
    found = (known[name]["city"] for name in (zone, *older) if "city" in known.get(name, {}))
    return next(found, zone.rpartition("/")[2].replace("_", " "))
