"""One's own settings: the row on Home and the form."""

from datetime import time
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from bot.domain.errors import RuleBroken
from bot.domain.preferences import Chosen, Language
from bot.domain.profiles import Profile
from bot.locales.reader import Reader
from bot.views import inputs, kit, kit_choices
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.preferences import Settings

OPEN = "preferences.open"
SAVE = "preferences.save"
POSTED = "posted"
READ = "read"

E = TypeVar("E", bound=StrEnum)


def section(reader: Reader, shown: "Settings") -> list[Json]:
    """On Home: how it is set now, and the way to change it."""
    most = reader.n("At most {count} message a day that you did not ask for.",
                    "At most {count} messages a day that you did not ask for.", shown.profile.budget)  # fmt: skip
    change = kit.button(reader.t("Change"), OPEN, label=reader.t("Change your settings"))
    return [
        kit.header(reader.t("Your settings")),
        kit.sentence(f"{most} {quiet(reader, shown.quiet_from, shown.quiet_until)}", accessory=change),
    ]


def quiet(reader: Reader, begin: time, end: time) -> str:
    """When somebody is left alone, in a sentence."""
    if begin == end:
        return reader.t("You have no quiet hours.")
    return reader.t("Quiet from {begin} to {end}.", begin=reader.hour(begin), end=reader.hour(end))


def form(reader: Reader, shown: "Settings") -> Json:
    """Language, how many messages, quiet hours; and for managers the hour of the digest."""
    times = reader.t("Equal times mean no quiet hours. What you ask for yourself comes at any time.")
    blocks = [
        kit.select("language", reader.t("Language"), _languages(reader), initial=shown.language, optional=False),
        kit.select(
            "profile",
            reader.t("Messages that you did not ask for"),
            _profiles(reader),
            initial=shown.profile,
            hint=reader.t("What does not fit into a day comes on the next, or not at all when it is too late by then."),
            radio=True,
            optional=False,
        ),
        _time_field("quiet_from", reader.t("Quiet from"), shown.quiet_from),
        _time_field("quiet_until", reader.t("Quiet until"), shown.quiet_until, times),
    ]
    if shown.digest_at is not None:
        hint = reader.t("When the check-ins of your team and its summary come, on the days you work.")
        blocks.append(_time_field("digest_at", reader.t("Digest of your team"), shown.digest_at, hint))
    posted = kit.option(reader.t("Others may post thanks to me in the channel for thanks"), POSTED)
    blocks.append(
        kit_choices.checks("thanks", reader.t("Thanks"), [posted], initial=[POSTED] if shown.thanks_posted else [])
    )
    blocks.append(_tells_read(reader, shown))
    return kit.modal(SAVE, reader.t("Your settings"), blocks, close=reader.t("Cancel"), submit=reader.t("Save"))


def _tells_read(reader: Reader, shown: "Settings") -> Json:
    offered = [kit.option(reader.t("Let the giver see when I have read feedback"), READ)]
    hint = reader.t("What you answer is always seen. Whoever tries to take feedback back notices if it is too late.")
    return kit_choices.checks(
        "tells_read", reader.t("Feedback"), offered, initial=[READ] if shown.tells_read else [], hint=hint
    )


def _time_field(field: str, label: str, initial: time, hint: str | None = None) -> Json:
    element = {"type": "timepicker", "action_id": kit.VALUE, "initial_time": f"{initial:%H:%M}"}
    return kit.input_block(field, label, element, hint=hint, optional=False)


def _languages(reader: Reader) -> list[Json]:
    """Each language by its own name, so that whoever needs it can read it."""
    return [
        kit.option(reader.t("As in Slack"), Language.AUTOMATIC),
        kit.option("English", Language.ENGLISH),
        kit.option("简体中文", Language.SIMPLIFIED),
        kit.option("繁體中文", Language.TRADITIONAL),
    ]


def _profiles(reader: Reader) -> list[Json]:
    named = {
        Profile.LIGHT: reader.t("Light"),
        Profile.STANDARD: reader.t("Standard"),
        Profile.ACTIVE: reader.t("Active"),
    }
    return [
        kit.option(name, one, reader.t("at most {count} a day", count=reader.number(one.budget)))
        for one, name in named.items()
    ]


def read_form(values: Json) -> Chosen:
    """What was filled in. Raises RuleBroken at a field that is missing."""
    return Chosen(
        language=_choice(values, "language", Language),
        profile=_choice(values, "profile", Profile),
        quiet_from=_time(values, "quiet_from"),
        quiet_until=_time(values, "quiet_until"),
        digest_at=_time(values, "digest_at") if "digest_at" in values else None,
        thanks_posted=POSTED in (inputs.held(values, "thanks") or ()) if "thanks" in values else None,
        tells_read=READ in (inputs.held(values, "tells_read") or []) if "tells_read" in values else None,
    )


def _choice(values: Json, field: str, among: type[E]) -> E:
    chosen = (values.get(field) or {}).get(kit.VALUE, {}).get("selected_option") or {}
    try:
        return among(str(chosen.get("value")))
    except ValueError:
        raise RuleBroken("choice_needed", field=field) from None


def _time(values: Json, field: str) -> time:
    chosen = (values.get(field) or {}).get(kit.VALUE, {}).get("selected_time")
    try:
        return time.fromisoformat(str(chosen))
    except ValueError:
        raise RuleBroken("time_needed", field=field) from None
