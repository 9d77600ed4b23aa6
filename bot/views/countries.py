"""Whose public holidays hold for somebody: the row on Home, and the small form."""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale

from bot.domain.countries import COUNTRIES
from bot.domain.home import ORIGIN
from bot.locales.reader import Reader
from bot.views import kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.usecases.countries import Rest

SET = "countries.set"
SET_FOR = "countries.set_for"
SAVE = "countries.save"
CHOSEN = "countries.chosen"
NOWHERE = "--"
REGION = "region_"


def row(reader: Reader, rest: "Rest") -> Json:
    """On Home: the country, the days that come next, and the button that corrects it."""
    return kit.sentence(_line(reader, rest), accessory=kit.button(reader.t("Change"), SET, ORIGIN))


def _line(reader: Reader, rest: "Rest") -> str:
    if rest.country is None:
        return reader.t("Public holidays: none are known for you.")
    where = _name(reader, rest.country) + (f" ({rest.region})" if rest.region else "")
    if not rest.coming:
        return reader.t("Public holidays: {country}.", country=where)
    days = reader.names([reader.short_day(day) for day in rest.coming])
    return reader.t("Public holidays: {country}. The next: {days}.", country=where, days=days)


def form(
    reader: Reader,
    country: str | None,
    region: str,
    regions: "Mapping[str, str]",
    coming: "Sequence[date]" = (),
    *,
    for_others: bool = False,
) -> Json:
    """The country, and its region where regions have holidays of their own. `for_others`: HR also chooses the person."""
    element: Json = {"type": "static_select", "action_id": CHOSEN, "option_groups": _groups(reader)}
    chosen = _option(reader, country or NOWHERE)
    blocks: list[Json] = []
    if for_others:
        blocks.append(kit.person_input("person", reader.t("Person"), optional=False))
    picker = kit.input_block("country", reader.t("Country"), {**element, "initial_option": chosen}, optional=False)
    blocks.append({**picker, "dispatch_action": True})
    if regions:
        options = [kit.option(name, code) for code, name in list(regions.items())[:100]]
        blocks.append(kit.select(f"{REGION}{country}", reader.t("Region"), options, initial=region or None))
    if coming:
        days = reader.names([reader.short_day(day) for day in coming])
        blocks.append(kit.notes(reader.t("The next: {days}.", days=days)))
    blocks.append(
        kit.notes(reader.t("On public holidays nothing is asked; what falls on one comes the working day before."))
    )
    return kit.modal(
        SAVE,
        reader.t("Public holidays"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=ORIGIN,
    )


def read_form(view: Json) -> tuple[str | None, str, str]:
    """The Slack id of the person HR chose (None: it is one's own form), the country, and the region or nothing."""
    values = view["state"]["values"]
    person = values.get("person", {}).get(kit.VALUE, {}).get("selected_user") if "person" in values else None
    option = values.get("country", {}).get(CHOSEN, {}).get("selected_option") or {}
    country = str(option.get("value") or "")
    region = values.get(f"{REGION}{country}", {}).get(kit.VALUE, {}).get("selected_option") or {}
    return ("" if "person" in values and not person else person), country, str(region.get("value") or "")


def _name(reader: Reader, country: str) -> str:
    return _names(reader.language).get(country, country)


def _option(reader: Reader, country: str) -> Json:
    return kit.option(reader.t("None") if country == NOWHERE else _name(reader, country), country)


def _groups(reader: Reader) -> list[Json]:
    """Every country by its name, in groups that Slack can take; none at all first."""
    countries = list(_names(reader.language))
    groups = [{"label": kit.plain("–", kit.OPTION_MAX), "options": [_option(reader, NOWHERE)]}]
    for at in range(0, len(countries), 100):
        part = countries[at : at + 100]
        label = f"{_name(reader, part[0])} – {_name(reader, part[-1])}"
        groups.append({"label": kit.plain(label, kit.OPTION_MAX), "options": [_option(reader, one) for one in part]})
    return groups


@cache
def _names(language: str) -> dict[str, str]:
    """The countries' names by code, in the order of the names."""
    territories = Locale.parse(language).territories
    names = {country: str(territories.get(country, country)) for country in COUNTRIES}
    return dict(sorted(names.items(), key=lambda one: one[1]))
