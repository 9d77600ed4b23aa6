"""What must hold after a simulated year, whatever was drawn."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from bot.domain import cadence, checkins, leave, nudges
from bot.domain.cadence import CadenceKind, Rule
from bot.domain.checkins import ItemKind, Outcome
from bot.domain.notices import State
from storage.checkins import CheckIn, CheckInItem
from storage.notices import Notice
from storage.periods import Period
from tests.year.humans import DAY, Human
from tests.year.slack import Post
from tests.year.story import Story

ANSWERED = (Outcome.ANSWERED, Outcome.LATE)
AT_WORK = (checkins.PROMPT.name, checkins.REMINDER.name, leave.CATCH_UP.name)
ASKING = (checkins.PROMPT.name, checkins.REMINDER.name, nudges.AGAIN.name)
AROUND = DAY
"""A slot's days are local: this much earlier and later the whole Earth is in it."""
UNTIL_NEW_RHYTHM = timedelta(days=70)
"""A new rhythm begins when the turn that waits is over: a month, and the one behind it."""
EARLY = timedelta(days=23)
"""How long before its slot a period can be answered: from the turn before, in a rhythm of two weeks."""
PENDING = timedelta(days=2)


@dataclass(frozen=True)
class Records:
    """All that the bot remembers of the year."""

    periods: Sequence[Period]
    notices: dict[int, Notice]
    checkins: dict[int, CheckIn]
    words: dict[int, str]
    now: datetime


async def records(story: Story) -> Records:
    async with story.world.deps.transaction(reading=True) as tx:
        progress = select(CheckInItem).where(CheckInItem.kind == ItemKind.PROGRESS)
        items = await tx.exec(progress.order_by(col(CheckInItem.position).desc()))
        return Records(
            periods=list(await tx.exec(select(Period).order_by(col(Period.id)))),
            notices={one.id: one for one in await tx.exec(select(Notice))},
            checkins={one.period_id: one for one in await tx.exec(select(CheckIn))},
            words={one.checkin_id: one.words or "" for one in items},
            now=story.world.clock.now(),
        )


def broken(story: Story, kept: Records) -> list[str]:
    """A line for everything that is not as it should be."""
    checks = (outcomes, slots, told_once, budget, moments, nothing_waits, reproaches, words)
    return [line for check in checks for line in check(story, kept)]


def outcomes(_story: Story, kept: Records) -> Iterator[str]:
    """Each period that is over has one outcome, and a check-in if it says so."""
    for one in kept.periods:
        checkin = kept.checkins.get(one.id)
        if one.closes_at <= kept.now and one.outcome is None:
            yield f"{_name(one)} has no outcome"
        if (one.outcome in ANSWERED) != (checkin is not None):
            yield f"{_name(one)} is {one.outcome} with{'out' if checkin is None else ''} a check-in"
        if checkin is not None and checkin.late != (one.outcome is Outcome.LATE):
            yield f"{_name(one)} is {one.outcome}, its check-in late: {checkin.late}"
    keys = Counter((one.series_id, one.person_id, one.slot) for one in kept.periods)
    yield from (f"{key} has {number} periods" for key, number in keys.items() if number > 1)


def slots(story: Story, kept: Records) -> Iterator[str]:
    """Whoever took part all through a turn of the rule has its period; there is none between turns, and none of who was not there."""
    found = {(one.series_id, one.person_id, one.slot) for one in kept.periods}
    for series_id, ran in story.company.ran.items():
        meant = story.company.meant.get(series_id, set(story.world.humans))
        people = [one for one in story.world.humans.values() if one.slack_id in meant]
        for slot, begin, end in _slots(story):
            rule = _steady(ran, begin, end)
            if rule is None:
                continue
            asks = ("W" in slot) == (rule.kind is CadenceKind.WEEKLY) and cadence.is_turn(rule, slot)
            for human in people:
                there = (series_id, human.person_id, slot) in found
                if asks != there and _present(human, begin, end):
                    yield f"{human.slack_id} ({human.zone}) has {'no' if asks else 'a'} period of {series_id} for {slot}"
    for one in kept.periods:
        human = story.world.human(one.person_id)
        first, last = _span(one.slot)
        if not _ever_present(human, _moment(first) - EARLY, _moment(last) + 2 * DAY):
            yield f"{_name(one)} is of somebody who was not there"


def _slots(story: Story) -> Iterator[tuple[str, datetime, datetime]]:
    """Every week and every month of the story, and from when to when it is that somewhere."""
    for kind in (CadenceKind.WEEKLY, CadenceKind.MONTHLY_DATE):
        rule = Rule(story.start.date(), kind)
        slot = cadence.slot_at(rule, story.start.date())
        while (end := _moment(cadence.span(rule, slot)[1]) + DAY + AROUND) <= story.end:
            yield slot, _moment(cadence.span(rule, slot)[0]) - AROUND, end
            slot = cadence.slot_after(rule, slot)


def _steady(ran: Sequence[tuple[datetime, bool, Rule]], begin: datetime, end: datetime) -> Rule | None:
    """The rule by which the series asked all the time, in a rhythm that it had had for long enough before."""
    before, during = [one for one in ran if one[0] <= begin], [one for one in ran if begin < one[0] < end]
    if not before or not all(asks for _, asks, _ in [before[-1], *during]):
        return None
    months = any(rule.kind is not CadenceKind.WEEKLY for at, _, rule in ran if at < end)
    settled = begin - (UNTIL_NEW_RHYTHM if months else EARLY)
    since = max(number for number, one in enumerate(before) if one[0] <= settled or number == 0)
    rhythms = {(rule.kind, rule.every, rule.anchor) for _, _, rule in [*before[since:], *during]}
    return before[-1][2] if len(rhythms) == 1 else None


def told_once(story: Story, kept: Records) -> Iterator[str]:
    posts = Counter(one.notice_id for one in story.world.slack.posts)
    for notice_id, number in posts.items():
        if number > 1:
            yield f"{_told(kept.notices[notice_id])} came {number} times"


def budget(story: Story, kept: Records) -> Iterator[str]:
    """No unasked message beyond what its reader takes in a day, and none in their quiet hours."""
    days: Counter[tuple[str, date]] = Counter()
    for post in story.world.slack.posts:
        notice = kept.notices[post.notice_id]
        if notice.unasked:
            key = (post.slack_id, post.held.day)
            if days[key] >= post.held.budget:
                yield f"{_told(notice)} was number {days[key] + 1} of {post.held.budget} on {post.held.day}"
            if post.held.quiet:
                yield f"{_told(notice)} came at {post.held.at} in the quiet hours of {post.slack_id}"
            days[key] += 1


def moments(story: Story, kept: Records) -> Iterator[str]:
    """People are asked while they work: not on leave, on holidays, at weekends, before or after their hours."""
    for post in story.world.slack.posts:
        notice = kept.notices[post.notice_id]
        if notice.kind in AT_WORK and not post.held.working:
            yield f"{_told(notice)} came at {post.held.day} {post.held.at}: {post.held.why_not} ({post.at})"


def nothing_waits(_story: Story, kept: Records) -> Iterator[str]:
    done = (State.SENT, State.DROPPED, State.FAILED)
    for one in kept.notices.values():
        if one.state not in done and one.due_at < kept.now - PENDING:
            yield f"{_told(one)} is still {one.state}, due at {one.due_at}"
        if (one.why or "").startswith("bug:"):
            yield f"{_told(one)} could not be rendered"


def reproaches(story: Story, kept: Records) -> Iterator[str]:
    """Only who was asked, on a day of work, has missed anything; whose slot was all leave was away."""
    asked = {kept.notices[one.notice_id].subject_id for one in _of(story.world.slack.posts, kept, ASKING)}
    for one in kept.periods:
        if one.outcome is Outcome.MISSED and one.id not in asked:
            yield f"{_name(one)} was missed by somebody who was never asked"


def _of(posts: Sequence[Post], kept: Records, kinds: Sequence[str]) -> Iterator[Post]:
    return (one for one in posts if kept.notices[one.notice_id].kind in kinds)


def words(story: Story, kept: Records) -> Iterator[str]:
    """What somebody sent last is what is there."""
    by_key = {(one.person_id, one.series_id, one.slot): one for one in kept.periods}
    for human in story.world.humans.values():
        for (series_id, slot), said in human.said.items():
            period = by_key.get((human.person_id, series_id, slot))
            checkin = kept.checkins.get(period.id) if period else None
            if checkin is None or kept.words.get(checkin.id) != said:
                yield f"{human.slack_id} said {said!r} for {slot}, and it is not there"


def figures(story: Story, kept: Records) -> str:
    """What the year was made of."""
    outcomes: Counter[str] = Counter(one.outcome or "open" for one in kept.periods)
    kinds: Counter[str] = Counter(kept.notices[one.notice_id].kind for one in story.world.slack.posts)
    ends: Counter[str] = Counter(
        f"{one.state} {one.why or ''}".strip() for one in kept.notices.values() if one.state is not State.SENT
    )
    lines = {
        "people": len(story.world.humans),
        "steps": story.world.steps,
        "clock set back": story.world.set_backs,
        "periods": _sorted(outcomes),
        "messages": _sorted(kinds),
        "not sent": _sorted(ends),
        "trouble at Slack": _sorted(story.world.slack.troubles),
        "refused": _sorted(story.world.refused),
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items())


def _sorted(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counted.most_common())


def _name(one: Period) -> str:
    return f"period {one.id} ({one.slot} of series {one.series_id} for person {one.person_id})"


def _told(one: Notice) -> str:
    return f"{one.kind} {one.id} about {one.subject_id} to person {one.recipient_id}"


def _span(slot: str) -> tuple[date, date]:
    return cadence.span(Rule(date(2026, 1, 5)), slot)


def _moment(day: date) -> datetime:
    return cadence.moment(day, cadence.NOON.replace(hour=0), cadence.zone_of("UTC"))


def _present(human: Human, begin: datetime, end: datetime) -> bool:
    return any(since <= begin and (until is None or until >= end) for since, until in human.present)


def _ever_present(human: Human, begin: datetime, end: datetime) -> bool:
    return any(since <= end and (until is None or until >= begin) for since, until in human.present)
