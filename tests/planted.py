"""Records as tests of summaries lay them down, each with who may read it, without the way in which people make them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from bot.domain.checkins import ItemKind, Outcome
from bot.domain.feedback import Aim, Form, Part
from bot.domain.goals import Confidence, GoalState, Level, Measure
from bot.domain.one_on_ones import TalkState
from bot.domain.recognition import Where
from storage.checkins import Blocker, CheckIn, CheckInItem, Mood
from storage.feedback import Feedback, FeedbackPart
from storage.goals import Goal, GoalUpdate, GoalVersion
from storage.observations import Observation
from storage.one_on_ones import OneOnOne
from storage.periods import Period
from storage.readers import Reader, Why
from storage.recognition import Recognition, RecognitionOf
from tests import talks
from tests.team import Team

Json = dict[str, Any]

_numbers = count(1)


def moment(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), UTC)


@dataclass(frozen=True)
class Planted:
    """What happens in somebody's weeks."""

    team: Team

    async def _put(self, **rows: Any) -> None:
        async with self.team.transaction() as tx:
            tx.add_all(rows.values())

    def _at(self) -> dict[str, Any]:
        return {"workspace_id": self.team.workspace_id}

    def _id(self, name: str) -> int:
        return self.team.ids[name]

    async def _reads(self, kind: str, record_id: int, name: str | None, why: Why = Why.MANAGER) -> None:
        if name is not None:
            row: Json = {"kind": kind, "record_id": record_id, "person_id": self._id(name), "why": why}
            await self._put(one=Reader(**self._at(), **row, granted_at=talks.MADE))

    async def week(
        self, name: str, day: date, *, mood: int | None = None, reads: str | None = "Tom", blocker: str | None = None,
        solved: date | None = None, help_from: str | None = None, progress: str | None = None, **more: Any
    ) -> CheckIn | None:  # fmt: skip
        """Asked on that day, and answered unless an `outcome` says something else; `reads`: who may read it."""
        at, who = moment(day), self._id(name)
        outcome = more.get("outcome", Outcome.ANSWERED)
        async with self.team.transaction() as tx:
            slot: Json = {"slot": f"{day:%G-W%V}", "series_id": self.team.series_id}
            times: Json = {"opens_at": at, "closes_at": at + timedelta(days=2), "outcome": outcome}
            period = Period(**self._at(), person_id=who, **slot, **times)
            tx.add(period)
            await tx.flush()
            if outcome is not Outcome.ANSWERED:
                return None
            made = CheckIn(**self._at(), period_id=period.id, person_id=who, sent_at=at)
            tx.add(made)
            await tx.flush()
            if progress is not None:
                tx.add(CheckInItem(**self._at(), checkin_id=made.id, kind=ItemKind.PROGRESS, words=progress))
            if mood is not None:
                tx.add(Mood(**self._at(), checkin_id=made.id, value=mood, words=""))
            if blocker is not None:
                given: Json = {"words": blocker, "opened_at": at, "closed_at": moment(solved) if solved else None}
                asked: Json = (
                    {"help_from": self._id(help_from), "help_state": "asked", "help_asked_at": at} if help_from else {}
                )
                tx.add(Blocker(**self._at(), checkin_id=made.id, person_id=who, **given, **asked))
        await self._reads("checkin", made.id, reads)
        return made

    async def feedback(
        self, giver: str, to: str, day: date, *, reads: str | None = None, aim: Aim | None = None, words: str | None = "Well done"
    ) -> Feedback:  # fmt: skip
        """A sandwich, or with an aim a behaviour description; `reads`: the manager who may read it too."""
        form, at = (Form.BEHAVIOUR if aim else Form.SANDWICH), moment(day)
        async with self.team.transaction() as tx:
            both: Json = {
                "author_id": self._id(giver),
                "subject_id": self._id(to),
                "source": f"planted:{next(_numbers)}",
            }
            made = Feedback(**self._at(), **both, form=form, aim=aim, given_at=at, due_at=at)
            tx.add(made)
            await tx.flush()
            part = Part.BEHAVIOUR if aim else Part.PRAISE
            tx.add(FeedbackPart(**self._at(), feedback_id=made.id, part=part, words=words))
        await self._reads("feedback", made.id, to, Why.SUBJECT)
        await self._reads("feedback", made.id, reads)
        return made

    async def thanks(
        self, giver: str, to: str, day: date, *, reads: str | None = "Tom", words: str = "Stayed late"
    ) -> int:
        at = moment(day)
        async with self.team.transaction() as tx:
            made = Recognition(
                **self._at(), author_id=self._id(giver), source=f"planted:{next(_numbers)}", words=words,
                where=Where.ONLY_THEM, day=day, said_at=at,
            )  # fmt: skip
            tx.add(made)
            await tx.flush()
            row = RecognitionOf(**self._at(), recognition_id=made.id, person_id=self._id(to), said_at=at)
            tx.add(row)
            await tx.flush()
        await self._reads("recognition", row.id, reads)
        return int(row.id)

    async def talk(self, name: str, manager: str, day: date, state: TalkState = TalkState.HELD) -> OneOnOne:
        async with self.team.transaction() as tx:
            who, leads = [await self.team.person(tx, one) for one in (name, manager)]
            return await talks.talk(tx, who, leads, moment(day), f"{day:%G-W%V}", state=state)

    async def goal(
        self, name: str, made: date, *said: tuple[date, Confidence], title: str = "Sell more", state: GoalState = GoalState.CONFIRMED,
        **more: Any
    ) -> Goal:  # fmt: skip
        """Agreed on the day that it was made; then what was said of it."""
        at, who = moment(made), self._id(name)
        async with self.team.transaction() as tx:
            source, due = f"planted:{next(_numbers)}", made + timedelta(days=90)
            goal = Goal(
                **self._at(), source=source, level=Level.PERSON, owner_id=who, due=due, state=state, made_by=who, made_at=at,
                confidence=said[-1][1] if said else None, told_at=moment(said[-1][0]) if said else None, **more,
            )  # fmt: skip
            tx.add(goal)
            await tx.flush()
            agreed: Json = {} if state is GoalState.PROPOSED else {"owner_agreed_at": at, "other_agreed_at": at}
            given: Json = {"goal_id": goal.id, "number": 1, "source": source, "title": title, "measure": Measure.YES_NO}
            tx.add(GoalVersion(**self._at(), **given, due=due, written_by=who, written_at=at, proposed_at=at, **agreed))
            for number, (day, sure) in enumerate(said):
                tx.add(
                    GoalUpdate(
                        **self._at(),
                        goal_id=goal.id,
                        source=f"{source}:{number}",
                        confidence=sure,
                        progress=10.0 * number,
                        words="The belt is late",
                        said_by=who,
                        said_at=moment(day),
                    )
                )
        return goal

    async def observed(
        self, author: str, of: str, day: date, *, good: bool = True, words: str = "Helped a colleague"
    ) -> None:
        both: Json = {"author_id": self._id(author), "subject_id": self._id(of), "source": f"planted:{next(_numbers)}"}
        said: Json = {"situation": "In the hall", "behaviour": words, "impact": "We were done early"}
        await self._put(one=Observation(**self._at(), **both, day=day, good=good, **said, made_at=moment(day)))
