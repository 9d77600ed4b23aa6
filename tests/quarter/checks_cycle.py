"""A cycle's phases are told to each person where they are, its summaries to each manager, once; and nobody's to anybody else."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import cycle_summaries_told as told_rules
from bot.domain import own_summaries as own_rules
from bot.domain.cycle_summaries import Of
from bot.domain.cycles import Phase
from bot.domain.cycles_people import PHASE
from bot.domain.notices import State
from bot.domain.own_summaries import Part
from storage.cycles import CyclePhase
from storage.notices import Notice
from tests.quarter.rows import Rows
from tests.quarter.story import Quarter
from tests.year.humans import DAY, Human
from tests.year.slack import Post

SOON = 5 * DAY
"""In so much time whatever was due is done, though the process be dead over a weekend."""
ENOUGH = 4
"""On so many good days in the week after a phase begins there is time for one message more."""


def phases(story: Quarter, rows: Rows) -> Iterator[str]:
    """Each phase is told to everybody in it once: on one of its days where they are, while they work; and nobody is left out."""
    owed = defaultdict[tuple[int, str], list[Notice]](list)
    for one in rows.notices:
        if one.kind == PHASE.name:
            owed[one.recipient_id, one.occurrence].append(one)
    posts, full = _posts(story, rows, PHASE.name), _full_days(story, rows)
    for phase in rows.phases:
        occurrence = f"{phase.phase}:{phase.starts}"
        for human in story.world.humans.values():
            name = f"“{phase.phase}” to {human.slack_id} ({human.zone})"
            mine = posts[human.person_id, occurrence]
            if len(mine) > 1:
                yield f"{name} was told {len(mine)} times"
            for post in mine:
                if not phase.starts <= post.held.day <= phase.ends:
                    yield f"{name} was told on {post.held.day}, and it is from {phase.starts} to {phase.ends}"
                if not post.held.working:
                    yield f"{name} was told at {post.held.day} {post.held.at}: {post.held.why_not}"
            if _there(human, phase.starts, phase.ends + DAY):
                good = len(_good_days(human, phase) - full[human.slack_id])
                yield from _owed(name, owed[human.person_id, occurrence], len(mine), good)


def _owed(name: str, found: list[Notice], told: int, good_days: int) -> Iterator[str]:
    if len(found) != 1:
        yield f"{name} was owed {len(found)} times"
        return
    [one] = found
    if one.state is State.SENT and not told:
        yield f"{name} is said to be sent, and never came"
    if one.state is State.DROPPED and good_days >= ENOUGH:
        yield f"{name} was not told ({one.why}), though there were days for it"


def _good_days(human: Human, phase: CyclePhase) -> set[date]:
    """Days of the first week on which they could be written to; none for whom nobody knows what they chose in the meantime."""
    if human.quiet is not None:
        return set()
    days = [phase.starts + number * DAY for number in range(min(7, (phase.ends - phase.starts).days + 1))]
    begins = [datetime.combine(day, human.starts, ZoneInfo(human.zone)) + timedelta(hours=2) for day in days]
    held = [human.holds(one) for one in begins]
    return {one.day for one in held if one.working and not one.quiet}


def _full_days(story: Quarter, rows: Rows) -> Mapping[str, set[date]]:
    """Days on which somebody got as many unasked messages as they take: one more waits for another day."""
    found, got = defaultdict[str, set[date]](set), Counter[tuple[str, date]]()
    for post in story.world.slack.posts:
        if rows.year.notices[post.notice_id].unasked:
            got[post.slack_id, post.held.day] += 1
            if got[post.slack_id, post.held.day] >= post.held.budget:
                found[post.slack_id].add(post.held.day)
    return found


def summed(story: Quarter, rows: Rows) -> Iterator[str]:
    """Every manager has one summary of each part that ended, told once, of nobody but those whom they have led."""
    made = Counter((one.manager_id, one.part) for one in rows.summaries)
    yield from (f"{key} has {number} summaries" for key, number in made.items() if number > 1)
    posts = _posts(story, rows, told_rules.READY.name)
    told = Counter(
        (recipient, occurrence.split()[0]) for recipient, occurrence in posts for _ in posts[recipient, occurrence]
    )
    yield from (f"{key} was told {number} times" for key, number in told.items() if number > 1)
    yield from (f"{key} was told without a summary" for key in told if key not in made)
    [cycle] = rows.cycles
    parts = {one.phase.value: one.ends for one in rows.phases if one.ends < cycle.ends} | {told_rules.END: cycle.ends}
    for part, last in parts.items():
        for human in story.world.humans.values():
            boss = story.company.boss_on(human.person_id, last)
            if boss is None or (boss, part) in made:
                continue
            if all(_there(one, last - DAY, last + SOON) for one in (human, story.world.human(boss))):
                yield f"{boss}, who led {human.person_id} on {last}, has no summary of “{part}”"
    whose = _whose(rows)
    for one in rows.summaries:
        for record in _records(one.records, whose):
            if one.manager_id not in story.company.led.get(record[2], []):
                yield f"summary {one.id} counts {record[0]} {record[1]} of {record[2]}, whom {one.manager_id} never led"


def own(story: Quarter, rows: Rows) -> Iterator[str]:
    """Whoever is in the cycle has a summary of their own as "check" begins, told once, and one of the whole; of what is theirs."""
    posts = _posts(story, rows, own_rules.READY.name)
    told = Counter(person_id for person_id, occurrence in posts for _ in posts[person_id, occurrence])
    yield from (f"person {one} was told {number} times of their summary" for one, number in told.items() if number > 1)
    kept = {(one.person_id, one.part) for one in rows.own}
    check = next(one for one in rows.phases if one.phase is Phase.CHECK)
    for human in story.world.humans.values():
        if _there(human, check.starts, check.starts + SOON) and (human.person_id, Part.CHECK) not in kept:
            yield f"{human.slack_id} has no summary of what was before “check”"
    for mine in rows.parts:
        if mine.left_on is None:
            yield f"the cycle is over, and not for {mine.person_id}"
        elif mine.left_on >= mine.joined_on and (mine.person_id, Part.END) not in kept:
            yield f"{mine.person_id} has no summary of their cycle"
    whose = _whose(rows)
    for one in rows.own:
        for record in _records(one.records, whose):
            if record[2] != one.person_id:
                yield f"the summary of {one.person_id} counts {record[0]} {record[1]} of {record[2]}"


def pages(story: Quarter, _: Rows) -> Iterator[str]:
    """The page of a cycle, and the summary of a team, name those whom their reader leads, and nobody else."""
    for page in story.ledger.pages:
        if strangers := page.named - page.led:
            yield f"{page.name} saw {sorted(strangers)}, whom they do not lead"


def additions(story: Quarter, rows: Rows) -> Iterator[str]:
    """What somebody added to their summary stands there as they typed it."""
    found = {one.id: one.words for one in rows.additions}
    for addition_id, words in story.ledger.additions.items():
        if found.get(addition_id) != words:
            yield f"addition {addition_id} is {found.get(addition_id)!r}, and was typed as {words!r}"


def _posts(story: Quarter, rows: Rows, kind: str) -> Mapping[tuple[int, str], list[Post]]:
    """Messages of that kind, by who got them and what they were about."""
    found = defaultdict[tuple[int, str], list[Post]](list)
    for post in story.world.slack.posts:
        notice = rows.year.notices[post.notice_id]
        if notice.kind == kind:
            found[notice.recipient_id, notice.occurrence].append(post)
    return found


def _there(human: Human, first: date, before: date) -> bool:
    """Whether somebody was there from the beginning of the one day to the beginning of the other, where they live."""
    begin, end = (datetime.combine(day, time(), ZoneInfo(human.zone)) for day in (first, before))
    return any(since <= begin and (until is None or until >= end) for since, until in human.present)


def _whose(rows: Rows) -> dict[str, Callable[[int], int]]:
    """Whose a record is, by the figure that counts it."""
    goals = {one.id: one.owner_id for one in rows.goals}
    talks = {one.id: one.person_id for one in rows.talks}
    checkins = {one.id: one.person_id for one in rows.checkins}
    actions = {one.id: one.owner_id for one in rows.actions}
    return {
        Of.GOALS: goals.__getitem__,
        Of.TALKS: talks.__getitem__,
        Of.CHECKINS: checkins.__getitem__,
        own_rules.Sort.ACTIONS: actions.__getitem__,
    }


def _records(
    kept: Mapping[str, Iterable[int]], whose: Mapping[str, Callable[[int], int]]
) -> Iterator[tuple[str, int, int]]:
    """Figure, record and whose it is."""
    for figure, owner in whose.items():
        yield from ((figure, one, owner(one)) for one in kept.get(figure, ()))
