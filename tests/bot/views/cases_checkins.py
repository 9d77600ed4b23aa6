"""The views of check-ins, in every state, over any people and any words."""

from datetime import timedelta

from bot.domain.actions import ActionState
from bot.domain.checkins import Draft, HelpState, PlanOutcome
from bot.domain.home import ORIGIN
from bot.domain.waiting import What
from bot.usecases.actions import Making
from bot.usecases.checkins_notices import Digest
from bot.usecases.dm import Offer
from bot.views import actions, checkins, checkins_form, digests, dm, kit, reading, talks
from bot.views import help as helping
from tests.bot.views.data import Case
from tests.bot.views.data_checkins import NOW, SLOT

CHECKINS: dict[str, Case] = {
    "checkins.prompt open": lambda r, d: checkins.prompt(r, d.asked()),
    "checkins.prompt closed": lambda r, d: checkins.prompt(r, d.asked(closed=True)),
    "checkins.prompt answered": lambda r, d: checkins.prompt(r, d.asked(d.checkin())),
    "checkins.prompt put off": lambda r, d: checkins.prompt(r, d.asked(back_at=NOW + timedelta(hours=1))),
    "checkins.prompt put off for days": lambda r, d: checkins.prompt(r, d.asked(back_at=NOW + timedelta(days=2))),
    "checkins.prompt skipped": lambda r, d: checkins.prompt(r, d.asked(period=d.skipped())),
    "checkins.prompt with no time left": lambda r, d: checkins.prompt(r, d.asked(later={})),
    "checkins.reminder put off": lambda r, d: checkins.reminder(r, d.asked(back_at=NOW, later={})),
    "checkins.reminder open": lambda r, d: checkins.reminder(r, d.asked()),
    "checkins.reminder closed": lambda r, d: checkins.reminder(r, d.asked(closed=True)),
    "checkins.reminder answered": lambda r, d: checkins.reminder(r, d.asked(d.checkin())),
    "checkins.receipt": lambda r, d: checkins.receipt(r, d.asked(d.checkin())),
    "checkins.receipt edited": lambda r, d: checkins.receipt(r, d.asked(d.checkin(edited_at=NOW))),
    "checkins.receipt late": lambda r, d: checkins.receipt(r, d.asked(d.checkin(late=True), closed=True)),
    "checkins.receipt of nothing": lambda r, d: checkins.receipt(r, d.asked()),
    "checkins_form.form": lambda r, d: checkins_form.form(r, d.form()),
    "checkins_form.form sent": lambda r, d: checkins_form.form(r, d.form(sent=True), ORIGIN),
    "checkins_form.form empty": lambda r, d: checkins_form.form(
        r, d.form(draft=Draft(), planned=[], blockers=[], helper=None, readers=[], period=None)
    ),
    "checkins_form.form overtaken": lambda r, d: checkins_form.form(r, d.form(overtaken=True, sent=True), ORIGIN),
    "checkins_form.form renamed": lambda r, d: checkins_form.form(r, d.form(renamed=True), ORIGIN),
    "checkins_form.form written": lambda r, d: checkins_form.form(r, d.form(), "", d.written or "", 7),
    "checkins_form.kept": lambda r, d: checkins_form.kept(r, 7, d.form().readers),
    "checkins_form.kept renamed": lambda r, d: checkins_form.kept(r, 7, [], renamed=True),
    "checkins.answers": lambda r, d: kit.home(checkins.answers(r, d.opened())),
    "checkins.answers settled": lambda r, d: kit.home(
        checkins.answers(
            r,
            d.opened(
                plan=d.lines(became=PlanOutcome.CARRIED, words=(d.words or "")[:350]),
                settled=d.lines(became=PlanOutcome.DONE, words=(d.words or "")[:350]),
            ),
        )
    ),
    "checkins.answers erased": lambda r, d: kit.home(
        checkins.answers(r, d.opened(erased=frozenset({"progress", "plan", "idea", "mood_words"})))
    ),
    "checkins_form.form of few lines": lambda r, d: checkins_form.form(r, d.form(planned=d.lines()[:3], blockers=[])),
    "checkins.moods": lambda r, d: checkins_form.form(r, d.form(draft=Draft(mood=1))),
    "reading.opened": lambda r, d: reading.opened(r, d.opened()),
    "reading.opened late": lambda r, d: reading.opened(r, d.opened(checkin=d.checkin(late=True))),
    "reading.opened erased": lambda r, d: reading.opened(
        r, d.opened(answers=Draft(), blocker=d.blocker(words=None, closed_at=NOW), helper=None)
    ),
    "reading.opened accepted": lambda r, d: reading.opened(
        r, d.opened(blocker=d.blocker(help_state=HelpState.ACCEPTED))
    ),
    "reading.opened flagged": lambda r, d: reading.opened(r, d.opened(flagged=True, actions=d.todos())),
    "reading.opened waiting": lambda r, d: reading.opened(r, d.opened(waits=True, talk=d.talk(1)), ORIGIN),
    "reading.opened mine": lambda r, d: reading.opened(r, d.opened(mine=True)),
    "reading.opened mine with a note": lambda r, d: reading.opened(r, d.opened(mine=True, note=d.words)),
    "reading.opened mine unread": lambda r, d: reading.opened(r, d.opened(mine=True, readers=[], blocker=None)),
    "reading.opened mine talked": lambda r, d: reading.opened(r, d.opened(mine=True, talk=d.talk(d.many))),
    "reading.opened talked": lambda r, d: reading.opened(r, d.opened(talk=d.talk(d.many)), ORIGIN),
    "reading.opened earlier": lambda r, d: reading.opened(r, d.opened(talk=d.talk(d.many)), ORIGIN, back=1),
    "reading.opened before all": lambda r, d: reading.opened(r, d.opened(talk=d.talk(d.many)), "", back=9_999),
    "talks.message": lambda r, d: talks.message(r, d.said()),
    "talks.message to the reader": lambda r, d: talks.message(r, d.said(mine=False, edited=True)),
    "talks.message withdrawn": lambda r, d: talks.message(r, d.said(withdrawn=True, words=None)),
    "talks.message erased": lambda r, d: talks.message(r, d.said(words=None)),
    "digests.digest": lambda r, d: digests.digest(r, Digest([(d.checkin(id=p.id), p) for p in d.people()])),
    "digests.digest with skips": lambda r, d: digests.digest(
        r, Digest([(d.checkin(), d.person())], [(d.skip(one.id), one) for one in d.people()[:20]])
    ),
    "digests.digest of skips": lambda r, d: digests.digest(r, Digest([], [(d.skip(), d.person())])),
    "digests.digest of one": lambda r, d: digests.digest(r, Digest([(d.checkin(edited_at=NOW), d.person())])),
    "actions.form": lambda r, d: actions.form(r, Making(1, d.person(), NOW.date()), ORIGIN),
    "actions.given": lambda r, d: actions.given(r, d.todo()),
    "actions.given done": lambda r, d: actions.given(r, d.todo(state=ActionState.DONE)),
    "actions.given dropped": lambda r, d: actions.given(r, d.todo(state=ActionState.DROPPED)),
    "actions.section": lambda r, d: kit.home([kit.divider(), *actions.section(r, d.todos())]),
    "actions.lines": lambda r, d: kit.home([kit.divider(), *actions.lines(r, d.todos())]),
    "digests.digest of what waits": lambda r, d: digests.digest(r, Digest([], waiting=[d.waits(1, What.HELP)])),
    "digests.digest of orphans": lambda r, d: digests.digest(r, Digest([], orphans=d.team().orphans)),
    "digests.digest of all": lambda r, d: digests.digest(
        r,
        Digest(
            [(d.checkin(id=p.id), p) for p in d.people()],
            waiting=[*d.waiting().help, d.waits(1, What.MESSAGE)],
            days={1: 1, 2: 2},
            orphans=d.team().orphans,
        ),
    ),
    "dm.offer": lambda r, d: dm.offer(r, Offer(7, d.a_series(), SLOT, used=False, answered=False)),
    "dm.offer that asks for more": lambda r, d: dm.offer(
        r, Offer(7, d.a_series(), SLOT, used=False, answered=False, asks=True)
    ),
    "dm.offer to add": lambda r, d: dm.offer(r, Offer(7, d.a_series(), SLOT, used=False, answered=True)),
    "dm.offer of a file": lambda r, d: dm.offer(r, Offer(7, None, "", used=False, answered=False, wordless=True)),
    "dm.offer to nobody": lambda r, d: dm.offer(r, Offer(7, None, "", used=False, answered=False, left=d.person())),
    "dm.offer given": lambda r, d: dm.offer(r, Offer(7, None, "", used=True, answered=False, given=True)),
    "dm.offer used": lambda r, d: dm.offer(r, Offer(7, d.a_series(), SLOT, used=True, answered=True)),
    "dm.offer taken back": lambda r, d: dm.offer(r, Offer(7, None, "", used=False, answered=False, withdrawn=True)),
    "dm.offer of nothing": lambda r, d: dm.offer(r, Offer(7, None, "", used=False, answered=False)),
    "help.request": lambda r, d: helping.request(r, d.help()),
    "help.request accepted": lambda r, d: helping.request(r, d.help(HelpState.ACCEPTED)),
    "help.request closed": lambda r, d: helping.request(r, d.help(closed=True)),
    "help.accepted": lambda r, d: helping.accepted(r, d.help(HelpState.ACCEPTED)),
    "help.whole": lambda r, d: helping.whole(r, d.help()),
}
