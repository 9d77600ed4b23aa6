"""A team, its days, its series and its figures, for the views of the tests."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.domain import questions as questioning
from bot.domain.actions import WORDS_MAX, ActionState
from bot.domain.checkins import PROMPT, HelpState, Outcome, QuestionKind, SeriesState
from bot.domain.notices import State
from bot.domain.roles import Source
from bot.domain.summaries import Figures
from bot.domain.waiting import What
from bot.domain.wording import Wording
from bot.usecases import leave as leaving
from bot.usecases import waiting as waiting_list
from bot.usecases.actions import ToDo
from bot.usecases.countries import Rest
from bot.usecases.home import Mine
from bot.usecases.numbers import LISTED, Lost
from bot.usecases.series_audience import Named
from bot.usecases.series_dry_run import DryRun, Wave
from bot.usecases.series_editor import Opened as OpenedSeries
from bot.usecases.summaries import Counts, Point, Shown
from bot.usecases.team import PAGE, Glance, Team, TeamRow
from bot.usecases.team import Figures as Below
from bot.usecases.waiting import Waits
from storage.actions import Action
from storage.leave import Leave
from storage.notices import Notice
from storage.reporting import Department
from storage.series import Series
from storage.summaries_team import Member, Standing
from tests.bot.views.data_checkins import NOW, SLOT, CheckinsData, Json


@dataclass(frozen=True)
class TeamData(CheckinsData):
    """What a manager and HR see of those who wrote."""

    def mine(self, **fields: Any) -> Mine:
        given = {"sent": None, "open": True, "at": NOW, **fields}
        return Mine(series=self.a_series(), slot=SLOT, **given)

    def todo(self, number: int = 1, **fields: Any) -> ToDo:
        """Every second one from somebody else, every third one without a date."""
        due = NOW.date() if number % 3 else None
        words = None if self.words is None else self.words[:WORDS_MAX]
        given = {"words": words, "due": due, "owner_id": 1, "made_by": 1 + number % 2, "made_at": NOW, **fields}
        made = Action(id=number, workspace_id=1, about="checkin", about_id=1, source=f"view:{number}", **given)
        return ToDo(made, self.person(), self.person(1 + number % 2))

    def todos(self) -> list[ToDo]:
        return [self.todo(number, state=list(ActionState)[number % 3]) for number in range(1, self.many + 1)]

    def leave(self, number: int = 1, **fields: Any) -> Leave:
        given = {"first": NOW.date(), "last": NOW.date() + timedelta(days=number), "words": self.words, **fields}
        return Leave(id=number, workspace_id=1, person_id=1, noted_at=NOW, **given)

    def my_leave(self) -> leaving.Mine:
        later = NOW.date() + timedelta(days=40)
        coming = [self.leave(n, first=later, last=later, source=Source.IMPORT) for n in range(2, self.many + 2)]
        return leaving.Mine(later, [self.leave(), *coming], NOW.date())

    def rest(self, **fields: Any) -> Rest:
        given = {"country": "GB", "region": "SCT", "guessed": True, "coming": [NOW.date()] * 3, **fields}
        return Rest(**given)

    def row(self, number: int) -> TeamRow:
        states = (
            {"checkin": self.checkin(edited_at=NOW), "read": True, "outcome": Outcome.ANSWERED},
            {"checkin": self.checkin(), "read": False, "outcome": Outcome.LATE},
            {"open": True},
            {"outcome": Outcome.AWAY},
            {"away_until": NOW.date()},
            {"outcome": Outcome.SKIPPED},
            {"outcome": Outcome.SKIPPED, "skip": self.skip(1)},
            {"outcome": Outcome.SKIPPED, "skip": self.skip(2)},
            {"outcome": Outcome.MISSED},
            {"outcome": Outcome.ANSWERED},
            {"checkin": self.checkin(), "read": True, "flagged": True, "outcome": Outcome.ANSWERED},
        )
        plain: Json = {"checkin": None, "read": False, "outcome": None, "open": False}
        below = (None, Below(None, None, None), Below(60, 59, None), Below(60, 59, 3.75))[number % 4]
        return TeamRow(person=self.person(number), below=below, **{**plain, **states[number % len(states)]})

    def team(self, page: int = 0) -> Team:
        rows = [self.row(one) for one in range(min(self.many, PAGE))]
        orphans = [(one, Below(None, None, None)) for one in self.people()]
        pages = max(1, -(-self.many // PAGE))
        return Team(self.many, rows, page, pages, Glance(self.many, 2, 3, 4), orphans)

    def waits(self, number: int, what: What) -> Waits:
        words = self.words if what == What.HELP else None
        return Waits(what, self.person(number), NOW, number % 3, number, words)

    def waiting(self) -> waiting_list.Waiting:
        one, other, third = ([self.waits(number, what) for number in range(self.many)] for what in What)
        return waiting_list.Waiting(one, other, third, 3 * self.many)

    def member(self, number: int) -> Member:
        states = [Outcome.ANSWERED, Outcome.LATE, None, Outcome.AWAY, Outcome.SKIPPED, Outcome.MISSED]
        outcome = states[number % len(states)]
        sent = (number, NOW, None) if number % len(states) < 2 else (None, None, None)
        return Member(number, self.name, outcome, True, *sent)

    def standing(self, number: int) -> Standing:
        state = [HelpState.ASKED, HelpState.ACCEPTED, None][number % 3]
        since = NOW - timedelta(days=number)
        return Standing(number, number, self.name, self.words, since, state, readable=number % 4 != 3)

    def figures(self, **fields: Any) -> Figures:
        given = {"answered": 6, "away": 1, "skipped": 2, "missed": 1, "open": 2, "moods": 5, "mood_sum": 19, **fields}
        return Figures(**{"last_closes_at": NOW + timedelta(hours=3), "questions": 5, "answered_in_time": 4, **given})

    def counts(self, **fields: Any) -> Counts:
        first = date(2027, 1, 11)
        return Counts(self.a_series(), first, first + timedelta(days=6), self.figures(**fields), self.person())

    def summary(self, **fields: Any) -> Shown:
        counts = self.counts()
        several = range(1, self.many * 2 + 1)
        given: Json = {
            "now": NOW,
            "leads": True,
            "trend": [Point(NOW.date(), self.figures(mood_sum=20))],
            "figures": counts.figures,
        }
        given |= {"mine": [self.member(n) for n in several], "blockers": [self.standing(n) for n in several]}
        given |= {"help": [self.standing(n) for n in several], "skips": {n: self.skip(n) for n in several}}
        given |= {"unthanked": [self.name for _ in several], **fields}
        return Shown(series=counts.series, first=counts.first, last=counts.last, manager=counts.manager, **given)

    def lost(self) -> Lost:
        reasons = ("user_not_found", "channel_not_found", "restricted_action", "no_answer", "odd_code", None)
        notice = Notice(
            id=1, workspace_id=1, kind=PROMPT.name, subject_id=1, recipient_id=1, lane=1, due_at=NOW, made_at=NOW
        )
        failed = [
            (notice.model_copy(update={"why": reasons[at % 6], "state": [State.FAILED, State.IN_DOUBT][at % 2]}), one)
            for at, one in enumerate(self.people()[:LISTED])
        ]
        return Lost(failed, self.many, {PROMPT.name: (self.many, NOW), "else": (1, NOW)} if self.many else {})

    def preview(self) -> DryRun:
        names, zone = [one.name for one in self.people()][:3], "America/Argentina/ComodRivadavia"
        waves = [Wave(zone, NOW + timedelta(hours=one), self.many, names) for one in range(self.many)]
        return DryRun(self.a_series(), waves, self.many, names, self.many, 5)

    def opened_series(self, **fields: Any) -> OpenedSeries:
        """A series in the editor, with every kind of question."""
        given: Json = {"state": SeriesState.RUNNING, **fields}
        one = Series(id=7, workspace_id=1, name=self.series[:80], anchor=date(2027, 1, 1), **given)
        rhythms = ["every", "month", "nth:3"]
        asked = [self.question(kind, hidden=n % 3 == 1, rhythm=rhythms[n % 3]) for n, kind in enumerate(QuestionKind)]
        return OpenedSeries(one, asked)

    def named(self, departments: int = 3) -> Named:
        every = [Department(id=n, workspace_id=1, name=f"{n} {self.series}"[:255]) for n in range(1, departments + 1)]
        return Named(self.people(), every[:2], self.people(), self.people(), every)

    def wording(self, kind: QuestionKind = QuestionKind.SINGLE, key: str = "q1") -> Wording:
        said = dict.fromkeys(questioning.LANGUAGES, self.series[:200])
        lines = {name: "\n".join(f"{n} {self.series}"[:75] for n in range(3)) for name in questioning.LANGUAGES}
        return Wording(kind, key, said, lines, "nth:3", True)
