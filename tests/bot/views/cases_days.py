"""The views of leave, holidays, nudges and preferences, in every state, over any people and any words."""

from datetime import time, timedelta

from bot.domain import actions as action_rules
from bot.domain import checkins as checkin_rules
from bot.domain import pulses as pulse_rules
from bot.domain import recognition as recognition_rules
from bot.domain import summaries as summary_rules
from bot.domain import unled as unled_rules
from bot.domain import upward as upward_rules
from bot.domain.home import ORIGIN
from bot.domain.leave import CATCH_UP
from bot.domain.nudges import AGAIN, Later
from bot.domain.preferences import Language
from bot.domain.profiles import Profile
from bot.usecases import leave as leaving
from bot.views import countries, kit, leave, nudges, nudges_forms, preferences
from tests.bot.views.data import Case
from tests.bot.views.data_checkins import NOW, SLOT

DAYS: dict[str, Case] = {
    "leave.section": lambda r, d: kit.home(leave.section(r, d.my_leave())),
    "leave.section of nothing": lambda r, d: kit.home(leave.section(r, leaving.Mine(None, [], NOW.date()))),
    "leave.form": lambda r, d: leave.form(r, NOW.date(), d.leave(words=(d.words or "")[:500]), ORIGIN),
    "leave.form new": lambda r, d: leave.form(r, NOW.date()),
    "leave.away": lambda r, d: leave.away(r, [leaving.Dates(one, NOW.date(), NOW.date()) for one in d.people()]),
    "leave.catch_up": lambda r, d: leave.catch_up(r, leaving.Back(d.a_series(), SLOT, True, NOW)),
    "leave.catch_up coming": lambda r, d: leave.catch_up(r, leaving.Back(d.a_series(), SLOT, False, NOW)),
    "countries.row": lambda r, d: kit.home([countries.row(r, d.rest())]),
    "countries.row of nowhere": lambda r, d: kit.home([countries.row(r, d.rest(country=None, region="", coming=[]))]),
    "countries.row without days": lambda r, d: kit.home([countries.row(r, d.rest(coming=[]))]),
    "countries.form": lambda r, d: countries.form(r, "DE", "BY", {"BY": "Bayern", "BE": "Berlin"}, [NOW.date()]),
    "countries.form for others": lambda r, d: countries.form(r, None, "", {}, for_others=True),
    "nudges.settled": lambda r, d: nudges.settled(r, d.asked(back_at=NOW), d.series, kit.button("x", "x")),
    "nudges.skipped": lambda r, d: kit.home(
        [kit.divider(), *nudges.skipped(r, [(d.skip(one.id), one) for one in d.people()])]
    ),
    "nudges.why": lambda r, d: kit.home([kit.actions(nudges.why(r))]),
    "nudges_forms.skip": lambda r, d: nudges_forms.skip(r, d.skipping()),
    "nudges_forms.skip renamed": lambda r, d: nudges_forms.skip(r, d.skipping(renamed=True)),
    "nudges_forms.skip without a manager": lambda r, d: nudges_forms.skip(r, d.skipping(reader=None)),
    "nudges_forms.why": lambda r, d: nudges_forms.why(r, d.why(checkin_rules.PROMPT.name)),
    "nudges_forms.why on time": lambda r, d: nudges_forms.why(
        r, d.why(checkin_rules.PROMPT.name, sent_at=NOW, moved_from=None, everyone=False)
    ),
    "nudges_forms.why of a reminder": lambda r, d: nudges_forms.why(r, d.why(checkin_rules.REMINDER.name)),
    "nudges_forms.why again": lambda r, d: nudges_forms.why(r, d.why(AGAIN.name)),
    "nudges_forms.why of a digest": lambda r, d: nudges_forms.why(r, d.why(checkin_rules.DIGEST.name, period=None)),
    "nudges_forms.why of people without a manager": lambda r, d: nudges_forms.why(
        r, d.why(unled_rules.UNLED.name, series=None, period=None)
    ),
    "nudges_forms.why of results": lambda r, d: nudges_forms.why(
        r, d.why(pulse_rules.CLOSED.name, series=None, period=None)
    ),
    "nudges_forms.why of a summary": lambda r, d: nudges_forms.why(
        r, d.why(summary_rules.SUMMARY.name, series=None, period=None)
    ),
    "nudges_forms.why of an action": lambda r, d: nudges_forms.why(
        r, d.why(action_rules.GIVEN.name, series=None, period=None)
    ),
    "nudges_forms.why of anonymous words": lambda r, d: nudges_forms.why(
        r, d.why(upward_rules.DELIVERED.name, series=None, period=None)
    ),
    "nudges_forms.why of thanks": lambda r, d: nudges_forms.why(
        r, d.why(recognition_rules.THANKS.name, series=None, period=None)
    ),
    "nudges_forms.why after leave": lambda r, d: nudges_forms.why(r, d.why(CATCH_UP.name, series=None, period=None)),
    "nudges_forms.why of something else": lambda r, d: nudges_forms.why(
        r, d.why("other", series=None, quiet_from=time(8))
    ),
    "nudges.actions over days": lambda r, d: kit.home(
        [nudges.actions(r, d.asked(later={Later.MORNING: NOW}), kit.button("x", "x"))]
    ),
    "nudges.actions by night": lambda r, d: kit.home(
        [
            nudges.actions(
                r,
                d.asked(later={Later.HOUR: NOW, Later.MORNING: NOW + timedelta(days=1)}),
                kit.button("x", "x"),
            )
        ]
    ),
    "preferences.section": lambda r, d: kit.home(preferences.section(r, d.settings())),
    "preferences.section never quiet": lambda r, d: kit.home(
        preferences.section(r, d.settings(quiet_from=time(8), profile=Profile.LIGHT))
    ),
    "preferences.form": lambda r, d: preferences.form(r, d.settings(language=Language.TRADITIONAL)),
    "preferences.form of a manager": lambda r, d: preferences.form(r, d.settings(digest_at=time(16, 30))),
}
