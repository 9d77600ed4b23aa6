"""What people set for themselves: the language they read, how many messages a day, their quiet hours, the digest's hour."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.domain import cadence, checkins
from bot.domain import preferences as rules
from bot.domain.preferences import Chosen, Language
from bot.domain.profiles import Profile
from bot.domain.roles import Source
from bot.locales.reader import language
from bot.usecases import delivery
from storage import notices, reporting, workspaces
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class Settings:
    """How somebody has it now. The quiet hours are those in force; `digest_at` None: nobody reports to them."""

    language: Language
    profile: Profile
    quiet_from: time
    quiet_until: time
    digest_at: time | None
    thanks_posted: bool = True
    tells_read: bool = True


async def access_settings(tx: Tx, me: Person, now: datetime) -> Settings:
    """One's own settings."""
    today = now.astimezone(cadence.zone_of(me.zone)).date()
    leads = await reporting.leads(tx, me.id, today)
    quiet_from, quiet_until = quiet_hours(me)
    return Settings(
        language=_language(me),
        profile=me.profile,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        digest_at=me.digest_at if leads else None,
        thanks_posted=me.thanks_posted,
        tells_read=me.tells_read,
    )


def quiet_hours(person: Person) -> tuple[time, time]:
    """The quiet hours in force for somebody; equal: they have none."""
    habits = delivery.habits(person)
    return habits.quiet_from, habits.quiet_until


def _language(person: Person) -> Language:
    if person.locale_from is not Source.APP:
        return Language.AUTOMATIC
    return next(one for one in Language if one is not Language.AUTOMATIC and language(one) == language(person.locale))


async def choose(tx: Tx, me: Person, chosen: Chosen, now: datetime) -> None:
    """Keep what somebody has chosen. What they left as it was stays what others know: quiet hours follow their working hours.

    Raises RuleBroken at the field that is wrong.
    """
    quiet_changed = (chosen.quiet_from, chosen.quiet_until) != quiet_hours(me)
    digest_changed = chosen.digest_at is not None and chosen.digest_at != me.digest_at
    if quiet_changed or digest_changed:
        rules.check(chosen)
    await _set_language(tx, me, chosen.language)
    me.profile = chosen.profile
    if chosen.thanks_posted is not None:
        me.thanks_posted = chosen.thanks_posted
    if quiet_changed:
        me.quiet_from, me.quiet_until, me.quiet_own = chosen.quiet_from, chosen.quiet_until, True
    if chosen.digest_at is not None and digest_changed:
        me.digest_at = chosen.digest_at
        await _move_digest(tx, me, now)
    if chosen.tells_read is not None:
        me.tells_read = chosen.tells_read
    tx.add(me)
    await tx.flush()


async def _set_language(tx: Tx, me: Person, chosen: Language) -> None:
    """The person's own choice goes before Slack's, until they give it back."""
    if chosen is Language.AUTOMATIC:
        if me.locale_from is Source.APP:
            slack = me.slack_locale
            me.locale = slack or (await workspaces.get(tx, me.workspace_id)).locale
            me.locale_from = Source.SLACK if slack else None
        return
    me.locale, me.locale_from = chosen.value, Source.APP
    # Slack's own variety of the same language says more: how dates are written.
    slack = me.slack_locale or ""
    if slack.partition("-")[0] == chosen.partition("-")[0] and language(slack) == language(chosen):
        me.locale = slack


async def _move_digest(tx: Tx, me: Person, now: datetime) -> None:
    """The digest that is on its way follows to the new hour of its day, where that is still to come."""
    zone = cadence.zone_of(me.zone)
    for notice in await notices.waiting(tx, checkins.DIGEST.name, me.id):
        at = cadence.moment(notice.due_at.astimezone(zone).date(), me.digest_at, zone)
        if at > now and notice.due_at > now:
            late = notice.not_after - notice.due_at if notice.not_after else None
            notice.due_at, notice.not_after, notice.batched_at = at, at + late if late else None, None
            tx.add(notice)
