"""A simulated quarter, short enough for every run of the tests; `make quarter` has the long one, and the one on PostgreSQL."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import select

from bot.domain.cycles_people import PHASE
from bot.domain.goals import GoalState, Level, ProgressFrom
from bot.domain.notices import State
from bot.domain.one_on_ones import TalkState
from storage.database import Database
from storage.notices import Notice
from storage.observations import Observation
from storage.readers import Reader, Why
from tests.quarter import checks, checks_cycle, checks_goals, checks_kept, checks_talks, checks_told
from tests.quarter.eyes import wrong_eyes
from tests.quarter.ledger import Page
from tests.quarter.rows import Rows, rows
from tests.quarter.slack import Told
from tests.quarter.story import START, Quarter, told
from tests.year.slack import Post

SEED, PEOPLE, WEEKS, GRAIN = 2027, 15, 4, timedelta(hours=3)


async def test_after_weeks_of_everything_each_promise_of_goals_and_talks_is_kept(sqlite: Database) -> None:
    """And each check finds what was planted for it to be found: else it would prove nothing."""
    async with told(sqlite, SEED, people=PEOPLE, weeks=WEEKS, start=START, grain=GRAIN) as story:
        kept = await rows(story)
        print(f"seed {SEED}\n{checks.figures(story, kept)}")  # noqa: T201 - shown where it fails
        wrong = await checks.broken(story, kept)
        assert wrong == [], "\n".join(wrong)
        for planted in PLANTED:
            before = set(planted.check(story, kept))
            planted.plants(story, kept)
            assert set(planted.check(story, kept)) - before, planted.check.__doc__
        await _found_by_the_wrong_eyes(story)


async def _found_by_the_wrong_eyes(story: Quarter) -> None:
    """Somebody is made a reader of an observation that is its author's alone; and one who should read it is not found any more."""
    hr = story.company.hr_id
    async with story.world.deps.transaction() as tx:
        one = (await tx.exec(select(Observation).order_by(Observation.id))).all()[-1]  # type: ignore[arg-type]
        key: dict[str, Any] = {"workspace_id": one.workspace_id, "kind": "observation", "record_id": one.id}
        tx.add(Reader(**key, person_id=hr, why=Why.HANDOVER, granted_at=story.world.clock.now()))
    kept = _emptied(await rows(story))
    kept.observations.append(one)
    found = [line for line in await wrong_eyes(story, kept) if line.startswith(f"observation {one.id} is read by")]
    assert len(found) == 1
    may = story.ledger.observers[one.id]
    may.add(hr)
    may.add(next(each.person_id for each in story.world.humans.values() if each.here and each.person_id not in may))
    assert any("is not read by" in line for line in await wrong_eyes(story, kept))
    await _whose_summary(story)


async def _whose_summary(story: Quarter) -> None:
    """A manager's summary stands in another one's name."""
    kept = await rows(story)
    one = next(each for each in kept.summaries if story.world.human(each.manager_id).here)
    one.manager_id = next(
        each.person_id for each in story.company.leads if each.here and each.person_id != one.manager_id
    )
    _emptied(kept).summaries.append(one)
    found = [line for line in await wrong_eyes(story, kept) if line.startswith(f"summary {one.id} is ")]
    assert any("is not read by" in line for line in found)


def _emptied(kept: Rows) -> Rows:
    """Whoever looks for one record needs no other."""
    for held in vars(kept).values():
        if isinstance(held, list):
            held.clear()
    return kept


@dataclass(frozen=True)
class Planted:
    """Something wrong, and the check that has to find it."""

    check: checks.Check
    plants: Callable[[Quarter, Rows], None]


def _another_title(_: Quarter, kept: Rows) -> None:
    kept.versions[-1].title = "Something else"


def _no_reason(story: Quarter, kept: Rows) -> None:
    source = next(iter(story.ledger.updates))
    next(one for one in kept.updates if one.source == source).words = "Something else"


def _struck(_: Quarter, kept: Rows) -> None:
    one = next(one for one in kept.points if not one.by_itself)
    one.struck_at = None if one.struck_at else kept.now


def _other_notes(_: Quarter, kept: Rows) -> None:
    kept.private[0].words = "What somebody else wrote"


def _deleted(_: Quarter, kept: Rows) -> None:
    del kept.observations[0]


def _lost_checkin(_: Quarter, kept: Rows) -> None:
    kept.year.checkins.clear()


def _second_talk(_: Quarter, kept: Rows) -> None:
    kept.talks.append(kept.talks[0])


def _second_message(story: Quarter, _: Rows) -> None:
    story.world.slack.posts.append(story.world.slack.posts[0])


def _both_sides(_: Quarter, kept: Rows) -> None:
    goal, version = next(checks_goals.standing(kept))
    version.other_id = goal.owner_id


def _somebody_elses_side(story: Quarter, kept: Rows) -> None:
    goal, version = next(checks_goals.standing(kept))
    sides = {one.person_id for one in story.ledger.agreed[goal.id, version.number]}
    version.other_id = next(one.person_id for one in story.world.humans.values() if one.person_id not in sides)


def _quietly_later(_: Quarter, kept: Rows) -> None:
    goal, _version = next(checks_goals.standing(kept))
    goal.due = goal.due.replace(year=goal.due.year + 1)


def _round(_: Quarter, kept: Rows) -> None:
    one = next(one for one in kept.goals if one.parent_id is not None)
    next(above for above in kept.goals if above.id == one.parent_id).parent_id = one.id


def _heavy(_: Quarter, kept: Rows) -> None:
    next(one for one, _ in checks_goals.standing(kept) if one.level is Level.PERSON and one.ended is None).weight = 101


def _wrong_sum(_: Quarter, kept: Rows) -> None:
    told = [one for one, _ in checks_goals.standing(kept) if one.progress_from is not ProgressFrom.BELOW]
    next(one for one in told if one.state is GoalState.CONFIRMED and one.progress is not None).progress = 101


def _wrong_sum_above(_: Quarter, kept: Rows) -> None:
    below = [one for one in kept.goals if one.progress_from is ProgressFrom.BELOW]
    next(one for one in below if one.state is GoalState.CONFIRMED).progress = -1


def _open_for_ever(_: Quarter, kept: Rows) -> None:
    next(one for one in kept.talks if one.state is TalkState.HELD).state = TalkState.AGREED


def _no_turn(_: Quarter, kept: Rows) -> None:
    kept.talks.clear()


def _too_many(story: Quarter, kept: Rows) -> None:
    unasked = next(one for one in story.world.slack.posts if kept.year.notices[one.notice_id].unasked)
    story.world.slack.posts.extend([unasked] * 6)


def _at_night(story: Quarter, kept: Rows) -> None:
    post = next(one for one in story.world.slack.posts if kept.year.notices[one.notice_id].kind == "checkins.prompt")
    held = type(post.held)(**{**vars(post.held), "working": False})
    story.world.slack.posts.append(Post(post.notice_id, post.slack_id, post.at, held))


def _still_waiting(_: Quarter, kept: Rows) -> None:
    min(kept.year.notices.values(), key=lambda one: one.due_at).state = State.IN_DOUBT


def _whispered(_: Quarter, kept: Rows) -> None:
    kept.told.append(Told("chat.postMessage", f'{{"text": "{kept.weekly[0].words}"}}'))


def _written_down(_: Quarter, kept: Rows) -> None:
    kept.logged.append(f"bot refused {kept.weekly[0].words}")


def _reminded(_: Quarter, kept: Rows) -> None:
    one = next(one for one in kept.notices if one.kind.startswith("goals."))
    kept.notices.append(Notice(**{**one.model_dump(), "kind": "goals.stale"}))


def _phase_post(story: Quarter, kept: Rows) -> Post:
    return next(one for one in story.world.slack.posts if kept.year.notices[one.notice_id].kind == PHASE.name)


def _again(story: Quarter, kept: Rows) -> None:
    story.world.slack.posts.append(_phase_post(story, kept))


def _on_the_day_before(story: Quarter, kept: Rows) -> None:
    post = _phase_post(story, kept)
    post.held.__dict__["day"] -= timedelta(days=1)


def _out_of_hours(story: Quarter, kept: Rows) -> None:
    _phase_post(story, kept).held.__dict__["working"] = False


def _never_owed(_: Quarter, kept: Rows) -> None:
    kept.notices[:] = [one for one in kept.notices if one.kind != PHASE.name]


def _second_summary(_: Quarter, kept: Rows) -> None:
    kept.summaries.append(kept.summaries[0])


def _of_another_team(story: Quarter, kept: Rows) -> None:
    one = kept.summaries[0]
    led = story.company.led
    one.records = {"goals": [next(goal.id for goal in kept.goals if one.manager_id not in led.get(goal.owner_id, []))]}


def _no_summary(_: Quarter, kept: Rows) -> None:
    kept.summaries.clear()


def _not_theirs(_: Quarter, kept: Rows) -> None:
    one = kept.own[0]
    one.records = {"goals": [next(goal.id for goal in kept.goals if goal.owner_id != one.person_id)]}


def _none_of_their_own(_: Quarter, kept: Rows) -> None:
    kept.own.clear()


def _a_stranger(story: Quarter, _: Rows) -> None:
    story.ledger.pages.append(Page("U0001", frozenset({"U0002"}), frozenset()))


def _not_added(_: Quarter, kept: Rows) -> None:
    kept.additions.clear()


PLANTED = (
    Planted(checks_cycle.phases, _again),
    Planted(checks_cycle.phases, _on_the_day_before),
    Planted(checks_cycle.phases, _out_of_hours),
    Planted(checks_cycle.phases, _never_owed),
    Planted(checks_cycle.summed, _second_summary),
    Planted(checks_cycle.summed, _of_another_team),
    Planted(checks_cycle.summed, _no_summary),
    Planted(checks_cycle.own, _not_theirs),
    Planted(checks_cycle.own, _none_of_their_own),
    Planted(checks_cycle.pages, _a_stranger),
    Planted(checks_cycle.additions, _not_added),
    Planted(checks_kept.versions, _another_title),
    Planted(checks_kept.told_of_goals, _no_reason),
    Planted(checks_kept.agendas, _struck),
    Planted(checks_kept.notes, _other_notes),
    Planted(checks_kept.observations, _deleted),
    Planted(checks_kept.checkins, _lost_checkin),
    Planted(checks_kept.twice, _second_talk),
    Planted(checks_goals.agreed, _both_sides),
    Planted(checks_goals.agreed, _somebody_elses_side),
    Planted(checks_goals.changed, _quietly_later),
    Planted(checks_goals.progress, _wrong_sum),
    Planted(checks_goals.progress, _wrong_sum_above),
    Planted(checks_goals.loops, _round),
    Planted(checks_goals.weights, _heavy),
    Planted(checks_talks.outcomes, _open_for_ever),
    Planted(checks_talks.turns, _no_turn),
    Planted(checks_told.settled, _still_waiting),
    Planted(checks_told.private_words, _whispered),
    Planted(checks_told.private_words, _written_down),
    Planted(checks_told.stale, _reminded),
    Planted(checks_told.moments, _at_night),
    Planted(checks_told.budget, _too_many),
    Planted(checks_kept.told_twice, _second_message),
)
"""One after the other: what one of them spoils, the next one leaves alone."""


def test_each_check_was_seen_to_fail() -> None:
    assert {one.check for one in PLANTED} == set(checks.EACH)
