"""Home: what is yours to do first, then your record, your team, and HR's part. Text alone."""

from typing import TYPE_CHECKING

from bot.domain.checkins import HelpState
from bot.domain.home import ORIGIN
from bot.locales.reader import Reader
from bot.views import (
    actions,
    announcements_read,
    checkins,
    competencies,
    countries,
    cycles_mine,
    feedback_history,
    goals_lists,
    history,
    kit,
    leave,
    moods,
    numbers,
    one_on_ones_list,
    people,
    preferences,
    pulses,
    recognition,
    team,
    upward,
    waiting,
)
from bot.views import help as helping
from bot.views import series as series_views
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.home import Home, Mine


LISTED_MOST = 2
"""Blockers and requests with their words: a view takes 100 blocks."""


def home(reader: Reader, shown: "Home", more: list[Json] | None = None) -> Json:
    """The whole tab. `more` are the blocks that other capabilities add at the end."""
    blocks = [kit.header(reader.t("Hello {name}", name=shown.me.name))]
    blocks += announcements_read.section(reader, shown.pinned)
    blocks += _mine(reader, shown.mine)
    blocks += cycles_mine.section(reader, shown.cycle)
    if shown.days is not None and shown.days.until is not None:
        blocks += leave.section(reader, shown.days)
    blocks += one_on_ones_list.section(reader, shown.talks)
    blocks += waiting.section(reader, shown.waiting)
    blocks += _asked(reader, shown)
    blocks += feedback_history.section(reader, shown.feedback_unread)
    blocks += actions.section(reader, shown.actions)
    blocks += goals_lists.section(reader, shown.goals) if shown.goals is not None else []
    blocks += team.section(reader, shown.team)
    blocks += competencies.section(reader, shown.competencies)
    if shown.pulses is not None:
        blocks += pulses.section(reader, shown.pulses)
    blocks += upward.section(reader, shown.upward)
    blocks += _blockers(reader, shown)
    blocks += _history(reader, shown)
    blocks += moods.section(reader, shown.moods) if shown.moods is not None else []
    blocks += recognition.section(reader, shown.thanks) if shown.thanks is not None else []
    blocks += _days(reader, shown)
    blocks += preferences.section(reader, shown.settings) if shown.settings is not None else []
    if shown.hr:
        blocks += [kit.header(reader.t("For HR"))]
        blocks += series_views.section(reader, shown.paused, shown.running)
    if shown.pulses is not None:
        blocks += pulses.for_hr(reader, shown.pulses)
    if shown.lost is not None:
        blocks += numbers.section(reader, shown.lost)
    if shown.gaps is not None:
        blocks += people.section(reader, shown.gaps)
    if shown.may_take_hr:
        blocks += people.offer(reader)
    return kit.home(blocks + (more or []))


def _mine(reader: Reader, mine: "Mine | None") -> list[Json]:
    if mine is None:
        return [kit.sentence(reader.t("Nothing is asked of you at the moment."))]
    title = checkins.name(reader, mine.series)
    value = checkins.slot_value(mine.series.id, mine.slot, ORIGIN)
    at = reader.moment(mine.at)
    if mine.sent is not None:
        text = reader.t("{series}: your answer is in. You can change it until {at}.", series=title, at=at)
        if not mine.open:
            text = reader.t("{series}: your early answer is in, so no prompt will come on {at}.", series=title, at=at)
        buttons = [
            kit.button(reader.t("Edit"), checkins.ANSWER, value),
            kit.button(reader.t("Show"), checkins.SHOW, str(mine.sent.id)),
        ]
    elif mine.open:
        text = reader.t("{series}: open until {at}. It takes about two minutes.", series=title, at=at)
        if mine.skipped:
            text = reader.t("{series}: not this time. Should you want to after all, it is open until {at}.",
                            series=title, at=at)  # fmt: skip
        buttons = [kit.button(reader.t("Answer"), checkins.ANSWER, value, style="primary")]
    else:
        text = reader.t("{series}: the next one comes on {at}. You can answer early.", series=title, at=at)
        buttons = [kit.button(reader.t("Answer early"), checkins.ANSWER, value)]
    return [kit.sentence(text), kit.actions(*buttons, block_id="mine")]


def _asked(reader: Reader, shown: "Home") -> list[Json]:
    """Whom I said that I will help."""
    blocks: list[Json] = []
    for one in shown.asked[:LISTED_MOST]:
        text = reader.t("You said that you will help {name}.", name=one.asker.name)
        blocks += [kit.sentence(text), *kit.words(one.blocker.words, reader)]
    return [kit.header(reader.t("Help")), *blocks, *_more(reader, len(shown.asked) - LISTED_MOST)] if blocks else []


def _more(reader: Reader, left: int) -> list[Json]:
    """That a list goes on."""
    return [kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else []


def _blockers(reader: Reader, shown: "Home") -> list[Json]:
    if not shown.blockers:
        return []
    blocks = [kit.header(reader.t("In your way"))]
    for blocker, helper in shown.blockers[:LISTED_MOST]:
        day = reader.day(reader.local(blocker.opened_at).date())
        since = reader.t("Since {day}", day=day)
        if helper is not None and blocker.help_state == HelpState.ASKED:
            since = reader.t("Since {day}. {name} was asked for help.", day=day, name=helper.name)
        elif helper is not None:
            since = reader.t("Since {day}. {name} will help.", day=day, name=helper.name)
        solved = kit.button(reader.t("It is solved"), helping.SOLVED, f"{blocker.id} {ORIGIN}")
        blocks += [*kit.words(blocker.words, reader), kit.sentence(since, accessory=solved)]
    return blocks + _more(reader, len(shown.blockers) - LISTED_MOST)


def _days(reader: Reader, shown: "Home") -> list[Json]:
    """The days on which nothing is asked."""
    blocks = []
    if shown.days is not None and shown.days.until is None:
        blocks += leave.section(reader, shown.days)
    if shown.rest is not None:
        blocks.append(countries.row(reader, shown.rest))
    return [kit.header(reader.t("Your days off")), *blocks] if blocks else []


def _history(reader: Reader, shown: "Home") -> list[Json]:
    if not shown.history:
        return []
    blocks = [kit.header(reader.t("Your last check-ins"))]
    for checkin, named in shown.history:
        when = reader.moment(checkin.edited_at or checkin.sent_at)
        read = [one.person.name for one in named if one.read_at]
        line = reader.t("Read by {names}", names=reader.names(read)) if read else reader.t("Not opened yet")
        line = line if named else reader.t("Only you can read it")
        show = kit.button(
            reader.t("Show"), checkins.SHOW, str(checkin.id), label=reader.t("Show the check-in of {when}", when=when)
        )
        blocks.append(kit.row(when, line, accessory=show))
    return [*blocks, *history.way(reader)]
