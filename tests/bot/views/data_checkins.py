"""What people wrote in check-ins, and how they are called, for the views of the tests."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from bot.domain import checkins as checkin_rules
from bot.domain import questions as questioning
from bot.domain.checkins import HelpState, ItemKind, Outcome, QuestionKind
from bot.domain.nudges import REASON_MAX, Later
from bot.domain.plans import PLANNED_MOST
from bot.domain.preferences import Language
from bot.domain.profiles import Profile
from bot.domain.replies import Reply
from bot.usecases.checkins_notices import Asked
from bot.usecases.help import Help
from bot.usecases.nudges import Skipping
from bot.usecases.nudges_why import Why
from bot.usecases.preferences import Settings
from bot.usecases.talks import Said
from storage.checkins import Answer, Blocker, CheckIn, CheckInItem
from storage.people import Person
from storage.periods import Period
from storage.series import Question, Series
from storage.skips import Skip
from storage.talks import TalkMessage

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
SLOT = "2027-W02"


@cache
def _person(name: str, number: int) -> Person:
    """Made once: the views of a hundred people have each of them many times."""
    return Person(id=number, workspace_id=1, slack_id=f"U0{number}", name=name)


@dataclass(frozen=True)
class CheckinsData:
    """What people wrote and how they are called. `written` came by message, where a field's limit does not hold."""

    name: str = "Mei Lin"
    series: str = "Weekly check-in"
    words: str | None = "The pump test passed."
    written: str | None = "Tuesday suits me."
    many: int = 3

    def person(self, number: int = 1) -> Person:
        return _person(self.name, number)

    def people(self) -> list[Person]:
        return [self.person(number) for number in range(1, self.many + 1)]

    def a_series(self, number: int = 1) -> Series:
        return Series(id=number, workspace_id=1, name=self.series, anchor=date(2027, 1, 1))

    def period(self) -> Period:
        closes = NOW + timedelta(days=3)
        return Period(id=1, workspace_id=1, series_id=1, person_id=1, slot=SLOT, opens_at=NOW, closes_at=closes)

    def checkin(self, **fields: Any) -> CheckIn:
        given = {"id": 1, "workspace_id": 1, "period_id": 1, "person_id": 1, "sent_at": NOW, **fields}
        return CheckIn(**given)

    def blocker(self, number: int = 1, **fields: Any) -> Blocker:
        given = {"checkin_id": 1, "person_id": 1, "words": self.words, "opened_at": NOW, "help_from": 2, **fields}
        return Blocker(id=number, workspace_id=1, **given)

    def asked(self, checkin: CheckIn | None = None, *, closed: bool = False, **fields: Any) -> Asked:
        readers = [one.name for one in self.people()]
        given = {"series": self.a_series(), "period": self.period(), "later": self.later(), **fields}
        return Asked(checkin=checkin, readers=readers, closed=closed, **given)

    def later(self) -> dict[Later, datetime]:
        hours = (1, 2, 17)
        return {name: NOW + timedelta(hours=each) for name, each in zip(Later, hours, strict=True)}

    def skip(self, number: int = 1) -> Skip:
        words = (self.words or "")[:REASON_MAX] if number % 2 else None
        return Skip(id=number, workspace_id=1, period_id=number, person_id=number, words=words, noted_at=NOW)

    def skipped(self) -> Period:
        period = self.period()
        period.outcome = Outcome.SKIPPED
        return period

    def skipping(self, **fields: Any) -> Skipping:
        given = {"reader": self.person(2), "reason": (self.words or "")[:REASON_MAX], **fields}
        return Skipping(series=self.a_series(), period=self.period(), **given)

    def why(self, kind: str, **fields: Any) -> Why:
        given = {"series": self.a_series(), "period": self.period(), "sent_at": NOW + timedelta(hours=1), **fields}
        given = {"everyone": True, "moved_from": NOW.date(), "zone": "America/Argentina/ComodRivadavia", **given}
        quiet = {"quiet_from": time(19), "quiet_until": time(8)}
        return Why(kind=kind, digest_at=time(16, 30), today=1, profile=Profile.LIGHT, **{**quiet, **given})

    def settings(self, **fields: Any) -> Settings:
        given = {"language": Language.AUTOMATIC, "profile": Profile.ACTIVE, "digest_at": None, **fields}
        return Settings(**{"quiet_from": time(19), "quiet_until": time(8), **given})

    def question(self, kind: QuestionKind, **fields: Any) -> Question:
        """One of HR's questions, or of a built-in kind. Options are numbered, as no two are the same."""
        texts = {"en": self.series[:200]}
        options = [
            {"key": f"o{n}", "texts": {"en": f"{n} {self.series}"[:75]}} for n in range(1, max(self.many, 2) + 1)
        ]
        given = {"id": list(QuestionKind).index(kind) + 1, "texts": texts, "options": options, "since": NOW, **fields}
        return Question(workspace_id=1, series_id=1, key=kind, kind=kind, **given)

    def own(self) -> tuple[Reply, ...]:
        """An answer to each of HR's own questions."""
        said = {QuestionKind.NUMBER: {"number": -1234.5}, QuestionKind.SCALE: {"number": 4.0}}
        chosen = {kind: {"chosen": ("o1",)} for kind in questioning.CHOICES}
        words = {kind: {"words": (self.words or "")[:300]} for kind in (QuestionKind.TEXT, QuestionKind.LONG_TEXT)}
        given: dict[QuestionKind, Any] = {**said, **chosen, **words}
        return tuple(Reply(self.question(kind).id, **values) for kind, values in given.items())

    def answered(self) -> list[tuple[Question, Answer]]:
        """HR's own questions with what was answered, as its reader sees it."""
        kinds = {self.question(kind).id: self.question(kind) for kind in questioning.OWN}
        found = []
        for one in self.own():
            answer = Answer(workspace_id=1, checkin_id=1, question_id=1, number=one.number, words=one.words or None)
            answer.chosen = ",".join(one.chosen) or None
            found.append((kinds[one.question_id], answer))
        return found

    def lines(self, **fields: Any) -> list[CheckInItem]:
        given = {"workspace_id": 1, "checkin_id": 1, "kind": ItemKind.PLAN, "words": self.words, **fields}
        return [CheckInItem(id=one, position=one, **given) for one in range(min(self.many, PLANNED_MOST))]

    def talk(self, many: int) -> list[tuple[Person, TalkMessage]]:
        return [(self.person(), self.said_then(number)) for number in range(1, many + 1)]

    def said_then(self, number: int) -> TalkMessage:
        gone, edited = number % 7 == 3, number % 5 == 2
        return TalkMessage(
            id=number,
            workspace_id=1,
            talk_id=1,
            author_id=1,
            source=f"dm:D:{number}",
            words=None if gone else self.written,
            said_at=NOW,
            edited_at=NOW if edited else None,
            withdrawn_at=NOW if gone else None,
        )

    def said(self, **fields: Any) -> Said:
        given = {
            "words": self.written,
            "withdrawn": False,
            "edited": False,
            "about": checkin_rules.RECORD,
            "record_id": 1,
            "mine": True,
            **fields,
        }
        return Said(author=self.person(), **given)

    def help(self, state: HelpState = HelpState.ASKED, *, closed: bool = False) -> Help:
        return Help(self.blocker(help_state=state), self.person(), self.person(2), closed)
