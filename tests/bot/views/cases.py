"""Every view the bot can build, in every state, over any people and any words."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from bot.domain import actions as action_rules
from bot.domain import checkins as checkin_rules
from bot.domain import pulses as pulse_rules
from bot.domain import questions as questioning
from bot.domain import recognition as recognition_rules
from bot.domain import summaries as summary_rules
from bot.domain import unled as unled_rules
from bot.domain import upward as upward_rules
from bot.domain.actions import WORDS_MAX, ActionState
from bot.domain.checkins import (
    PROMPT,
    Draft,
    HelpState,
    ItemKind,
    Outcome,
    PlanOutcome,
    QuestionKind,
    SeriesKind,
    SeriesState,
)
from bot.domain.errors import RuleBroken
from bot.domain.history import Place as PageBeside
from bot.domain.home import ORIGIN
from bot.domain.leave import CATCH_UP
from bot.domain.moods import Trend
from bot.domain.notices import State
from bot.domain.nudges import AGAIN, REASON_MAX, Later
from bot.domain.numbers import Group
from bot.domain.plans import PLANNED_MOST
from bot.domain.preferences import Language
from bot.domain.profiles import Profile
from bot.domain.replies import Reply
from bot.domain.roles import Source
from bot.domain.searching import WORD_MAX, parts
from bot.domain.summaries import Figures
from bot.domain.waiting import What
from bot.domain.wording import Wording
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases import leave as leaving
from bot.usecases import waiting as waiting_list
from bot.usecases.actions import Making, ToDo
from bot.usecases.checkins import Form, Waiting
from bot.usecases.checkins_notices import Asked, Digest
from bot.usecases.checkins_read import Opened, ReadBy
from bot.usecases.competencies import Row as Competencies
from bot.usecases.countries import Rest
from bot.usecases.dm import Offer
from bot.usecases.help import Help
from bot.usecases.history import Exported, History
from bot.usecases.home import HISTORY, Home, Mine
from bot.usecases.moods import Moods
from bot.usecases.nudges import Skipping
from bot.usecases.nudges_why import Why
from bot.usecases.numbers import LISTED, Lost, Numbers, Participation, Turn
from bot.usecases.people import SHOWN, Gaps
from bot.usecases.preferences import Settings
from bot.usecases.recognition import Mine as ThanksOfMine
from bot.usecases.series_as_seen import AsSeen
from bot.usecases.series_audience import Named
from bot.usecases.series_dry_run import DryRun, Wave
from bot.usecases.series_editor import Opened as OpenedSeries
from bot.usecases.summaries import Counts, Place, Point, Shown
from bot.usecases.talks import Said
from bot.usecases.team import PAGE, Glance, Team, TeamRow
from bot.usecases.team import Figures as Below
from bot.usecases.unled import WithoutManager
from bot.usecases.waiting import Waits
from bot.views import (
    actions,
    checkins,
    checkins_form,
    countries,
    digests,
    dm,
    errors,
    history,
    home,
    inputs,
    kit,
    leave,
    moods,
    nudges,
    nudges_forms,
    numbers,
    people,
    preferences,
    questions,
    reading,
    series,
    series_editor,
    series_forms,
    series_questions,
    summaries,
    talks,
    team,
    unled,
    waiting,
)
from bot.views import help as helping
from storage.actions import Action
from storage.checkins import Answer, Blocker, CheckIn, CheckInItem, Mood
from storage.history import Entry
from storage.leave import Leave
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period
from storage.private_notes import PrivateNote
from storage.reporting import Department
from storage.series import Question, Series
from storage.skips import Skip
from storage.summaries_team import Member, Standing
from storage.talks import TalkMessage
from tests.bot.views import (
    cases_agenda,
    cases_announcements,
    cases_competencies,
    cases_cycle_reports,
    cases_cycle_summaries,
    cases_cycles,
    cases_cycles_mine,
    cases_feedback,
    cases_feedback_form,
    cases_feedback_history,
    cases_feedback_requests,
    cases_fortnight,
    cases_gates,
    cases_goal_causes,
    cases_goals,
    cases_goals_progress,
    cases_observations,
    cases_one_on_ones,
    cases_one_on_ones_notes,
    cases_own_summaries,
    cases_pulses,
    cases_recognition,
    cases_upward,
)

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
SLOT = "2027-W02"


@cache
def _person(name: str, number: int) -> Person:
    """Made once: the views of a hundred people have each of them many times."""
    return Person(id=number, workspace_id=1, slack_id=f"U0{number}", name=name)


@dataclass(frozen=True)
class Data:
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

    def draft(self) -> Draft:
        said = self.words or ""
        texts: Json = {"progress": said, "plan": said, "blocker": said, "mood_words": said, "idea": said}
        return Draft(
            **texts,
            help_from=2,
            mood=5,
            note=said,
            own=self.own(),
            goals=cases_goals_progress.said(self),
            goals_words=said,
        )

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

    def form(self, **fields: Any) -> Form:
        kinds = [self.question(kind) for kind in QuestionKind]
        given = {"period": self.period(), "draft": self.draft(), "sent": False, "readers": self.people()}
        given |= {"planned": self.lines(), "helper": self.person(2), "questions": kinds}
        given |= {"goals": cases_goals_progress.asked(self)}
        given |= {"actions": self.todos(), "blockers": [Waiting(self.blocker(one), one) for one in range(self.many)]}
        return Form(series=self.a_series(), slot=SLOT, **{**given, **fields})

    def lines(self, **fields: Any) -> list[CheckInItem]:
        given = {"workspace_id": 1, "checkin_id": 1, "kind": ItemKind.PLAN, "words": self.words, **fields}
        return [CheckInItem(id=one, position=one, **given) for one in range(min(self.many, PLANNED_MOST))]

    def entry(self, number: int = 1) -> Entry:
        items = {kind: [line] for kind, line in zip(ItemKind, self.lines()[:3], strict=False)}
        mood = Mood(workspace_id=1, checkin_id=1, value=4, words=self.words)
        note = PrivateNote(workspace_id=1, person_id=1, period_id=1, words=self.words, written_at=NOW)
        return Entry(
            self.checkin(id=number),
            self.a_series(),
            items,
            mood,
            self.blocker(),
            note,
            self.answered(),
            cases_goals_progress.entries(self),
        )

    def history(self, word: str = "", **fields: Any) -> History:
        place = PageBeside(NOW, 1)
        given = {"entries": [self.entry(one) for one in range(10)], "older": place, "newer": place, **fields}
        return History(word=word, parts=parts(word), **given)

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

    def opened(self, **fields: Any) -> Opened:
        readers = [ReadBy(one, NOW if one.id % 2 else None) for one in self.people()]
        given = {
            "checkin": self.checkin(),
            "answers": self.draft(),
            "blocker": self.blocker(help_state=HelpState.ASKED),
            "own": self.answered(),
            "goals": cases_goals_progress.told(self),
        }
        given |= {"author": self.person(), "helper": self.person(2), "readers": readers, "talk": [], "mine": False}
        return Opened(series=self.a_series(), period=self.period(), **{**given, **fields})

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

    def mine(self, **fields: Any) -> Mine:
        given = {"sent": None, "open": True, "at": NOW, **fields}
        return Mine(series=self.a_series(), slot=SLOT, **given)

    def home(self, **fields: Any) -> Home:
        given = {"me": self.person(), "mine": self.mine(), "history": [], "blockers": [], "asked": []}
        return Home(**{**given, "hr": False, "paused": [], "running": [], **fields})

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

    def full_home(self) -> Home:
        read = [ReadBy(one, NOW) for one in self.people()]
        histories = [read, [ReadBy(self.person(), None)], []]
        several = range(max(self.many, 1))
        return self.home(
            mine=self.mine(sent=self.checkin()),
            history=[(self.checkin(id=one), histories[one % 3]) for one in range(HISTORY)],
            blockers=[(self.blocker(one, help_state=list(HelpState)[one % 3]), self.person(2)) for one in several],
            asked=[self.help(list(HelpState)[one % 2]) for one in several],
            team=self.team(),
            waiting=self.waiting(),
            hr=True,
            paused=[self.a_series(1)],
            running=[self.a_series(2)],
            gaps=Gaps(self.people()[:SHOWN], self.many, self.people()[:SHOWN], self.many),
            lost=self.lost(),
            days=self.my_leave(),
            rest=self.rest(),
            moods=Moods([4, 4, 3, None, 5], Trend.HARDER),
            actions=[self.todo(one) for one in several],
            settings=self.settings(),
            pulses=cases_pulses.mine(self),
            upward=cases_upward.mine(self),
            feedback_unread=self.many,
            thanks=ThanksOfMine(self.many),
            goals=cases_goals_progress.at_home(self),
            talks=cases_one_on_ones.coming(self),
            competencies=Competencies(3, 4, False, 8, 2),
            pinned=cases_announcements.listed(self, self.many),
            cycle=cases_cycles_mine.mine(self),
        )

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

    def numbers(self) -> Numbers:
        day, whole = NOW.date(), Group(None, 9, 4, 1, 1)
        turns = [Turn(day, day, None if at else whole) for at in range(4)]
        groups = [whole, Group("", 5, 0), *(Group(self.name, 4, 2, 3, 1) for _ in range(self.many))]
        shown = [Participation(self.a_series(), turns, groups) for _ in range(self.many)]
        counts, said = cases_one_on_ones.counts(self), cases_one_on_ones.AVERAGE
        return Numbers([Participation(self.a_series(), [], []), *shown], self.lost(), counts, said)

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


def field(element: Json) -> Json:
    """A form with one field."""
    return kit.modal("a", "a", [kit.input_block("a", "a", element)], close="b", submit="c")


Case = Callable[[Reader, Data], "Json | Message"]

CASES: dict[str, Case] = {
    "numbers.section": lambda r, d: kit.home(numbers.section(r, d.lost())),
    "numbers.modal": lambda r, d: numbers.modal(r, d.numbers()),
    "numbers.modal of nothing": lambda r, d: numbers.modal(r, Numbers([], Lost([], 0, {}))),
    "unled.told": lambda r, d: unled.told(r, WithoutManager(d.people() or [d.person()])),
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
    "waiting.section": lambda r, d: kit.home([kit.divider(), *waiting.section(r, d.waiting())]),
    "waiting.rows": lambda r, d: kit.home([kit.divider(), *waiting.rows(r, d.waiting().messages)]),
    "team.section": lambda r, d: kit.home([kit.divider(), *team.section(r, d.team())]),
    "team.orphans": lambda r, d: kit.home([kit.divider(), *team.orphans(r, d.team().orphans)]),
    "team.section in the middle": lambda r, d: kit.home([kit.divider(), *team.section(r, replace(d.team(1), pages=3))]),
    "history.history": lambda r, d: history.history(r, d.history()),
    "history.history of a word": lambda r, d: history.history(r, d.history((d.words or "")[:WORD_MAX].strip())),
    "history.history of nothing": lambda r, d: history.history(r, d.history(entries=[], older=None, newer=None)),
    "history.history of nothing found": lambda r, d: history.history(
        r, d.history("x", entries=[], older=None, newer=None)
    ),
    "history.way": lambda r, d: kit.home(history.way(r)),
    "history.on_its_way": lambda r, d: history.on_its_way(r, d.many),
    "history.export": lambda r, d: history.export(r, Exported([d.entry(1), d.entry(2)], 0, 2, 12)),
    "history.export of a part": lambda r, d: history.export(r, Exported([d.entry()], 1, 12, 12)),
    "moods.section": lambda r, d: kit.home(moods.section(r, Moods([4, 4, 3, None, 5], Trend.BETTER))),
    "moods.section without a trend": lambda r, d: kit.home(moods.section(r, Moods([4], None))),
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
    "home.home": lambda r, d: home.home(r, d.full_home()),
    "home.home skipped": lambda r, d: home.home(r, d.home(mine=d.mine(skipped=True))),
    "home.home of a newcomer": lambda r, d: home.home(r, d.home(mine=None)),
    "home.home before": lambda r, d: home.home(r, d.home(mine=d.mine(open=False))),
    "home.home early": lambda r, d: home.home(r, d.home(mine=d.mine(open=False, sent=d.checkin()))),
    "home.home of an owner": lambda r, d: home.home(r, d.home(may_take_hr=True)),
    "home.home open": lambda r, d: home.home(r, d.home()),
    "home.home with more": lambda r, d: home.home(r, d.home(), [kit.sentence(d.name)]),
    "series.loading": lambda r, _: series.loading(r, 1),
    "series.preview": lambda r, d: series.preview(r, d.preview(), can_start=True),
    "series.preview running": lambda r, d: series.preview(r, d.preview(), can_start=False),
    "series.preview of nobody": lambda r, d: series.preview(r, DryRun(d.a_series(), [], 0, [], 0, 5), can_start=True),
    "series.section": lambda r, d: kit.home(series.section(r, [d.a_series(1)], [d.a_series(n) for n in range(2, 9)])),
    "series.as_seen_form": lambda r, d: series.as_seen_form(r, 7),
    "series.as_seen": lambda r, d: series.as_seen(
        r, Reader("zh-CN"), AsSeen(d.person(), d.asked(), d.form(draft=Draft(), planned=[], blockers=[]))
    ),
    "series_editor.listed": lambda r, d: series_editor.listed(r, [d.a_series(n) for n in range(1, d.many + 1)]),
    "series_editor.listed with a pulse": lambda r, d: series_editor.listed(
        r, [cases_pulses.a_pulse(d), *(d.a_series(n) for n in range(1, 2 * d.many))]
    ),
    "series_editor.overview": lambda r, d: series_editor.overview(r, d.opened_series(), d.named(), "saved"),
    "series_editor.overview paused": lambda r, d: series_editor.overview(
        r, d.opened_series(state=SeriesState.PAUSED, reminds_at=None), Named(), "made"
    ),
    "series_editor.overview ended": lambda r, d: series_editor.overview(
        r, d.opened_series(state=SeriesState.ENDED, cadence="monthly_date"), Named(without=d.people())
    ),
    "series_editor.form": lambda r, d: series_forms.rhythm_form(r, series_editor.Mark(), d.opened_series().series),
    "series_forms.rhythm_form": lambda r, d: series_forms.rhythm_form(
        r,
        series_editor.Mark(7, 3),
        d.opened_series().series,
        series_forms.changed_meanwhile(r, [d.name], series_forms.mine(r, d.opened_series().series, "rhythm")),
    ),
    "series_forms.rhythm_form of a pulse": lambda r, d: series_forms.rhythm_form(
        r, series_editor.Mark(kind=SeriesKind.PULSE), cases_pulses.a_pulse(d)
    ),
    "series_forms.rhythm_form by date": lambda r, d: series_forms.rhythm_form(
        r, series_editor.Mark(7, 3), d.opened_series(cadence="monthly_date").series
    ),
    "series_forms.rhythm_form by weekday": lambda r, d: series_forms.rhythm_form(
        r, series_editor.Mark(7, 3), d.opened_series(cadence="monthly_weekday", month_week=5).series
    ),
    "series_forms.window_form": lambda r, d: series_forms.window_form(
        r, series_editor.Mark(7, 3, "window"), d.opened_series().series
    ),
    "series_forms.audience_form": lambda r, d: series_forms.audience_form(
        r, series_editor.Mark(7, 3, "audience"), d.named()
    ),
    "series_forms.audience_form many": lambda r, d: series_forms.audience_form(
        r, series_editor.Mark(7, 3, "audience"), d.named(250)
    ),
    "series_questions.listed": lambda r, d: series_questions.listed(r, d.opened_series()),
    "series_questions.form": lambda r, d: series_questions.form(r, series_editor.Mark(7, 3), d.wording()),
    "series_questions.form new": lambda r, d: series_questions.form(
        r, series_editor.Mark(7, 3), Wording(QuestionKind.TEXT)
    ),
    "series_questions.form built in": lambda r, d: series_questions.form(
        r, series_editor.Mark(7, 3), Wording(QuestionKind.MOOD, "mood"), [series_questions.mine(r, d.wording())]
    ),
    "series_questions.options_form": lambda r, d: series_questions.options_form(
        r, series_editor.Mark(7, 3), d.wording()
    ),
    "series.paused": lambda r, d: kit.home(series.paused(r, d.a_series())),
    "series.running": lambda r, d: kit.home(series.running(r, d.a_series())),
    "questions.field": lambda r, d: kit.modal(
        "a", "a", [questions.field(r, d.question(kind)) for kind in questioning.OWN], close="b", submit="c"
    ),
    "questions.answer": lambda r, d: kit.home(
        [block for asked, given in d.answered() for block in questions.answer(r, asked, given)]
    ),
    "questions.options": lambda r, d: kit.modal(
        "a",
        "a",
        [questions.field(r, d.question(QuestionKind.MULTIPLE), Reply(13, chosen=("o1", "o2")))],
        close="b",
        submit="c",
    ),
    "questions.scale": lambda r, d: kit.modal(
        "a", "a", [questions.field(r, d.question(QuestionKind.SCALE), Reply(11, number=5.0))], close="b", submit="c"
    ),
    "inputs.text": lambda r, d: field(inputs.text(d.words or "")),
    "inputs.number": lambda r, d: field(inputs.number(1e12, whole=True, least=1)),
    "inputs.choice": lambda r, d: field(inputs.choice(questions.scale(r), ["2"])),
    "inputs.time_of_day": lambda r, d: field(inputs.time_of_day(time(15, 30))),
    "inputs.people": lambda r, d: field(inputs.people([one.slack_id for one in d.people()])),
    "people.section": lambda r, d: kit.home(people.section(r, Gaps(d.people()[:SHOWN], d.many, d.people()[:SHOWN], 1))),
    "people.offer": lambda r, d: kit.home(people.offer(r)),
    "people.hr_form": lambda r, d: people.hr_form(r, d.people()),
    "people.manager_form": lambda r, d: people.manager_form(r, "U01"),
    "people.zone_form": lambda r, d: people.zone_form(r),
    "people.zone_groups": lambda r, d: people.zone_form(r, "U01"),
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
    "summaries.summary": lambda r, d: summaries.summary(r, d.summary()),
    "summaries.summary first": lambda r, d: summaries.summary(r, d.summary(trend=[])),
    "summaries.summary final": lambda r, d: summaries.summary(
        r, d.summary(figures=d.figures(open=0, last_closes_at=NOW, moods=3, questions=0))
    ),
    "summaries.summary closing": lambda r, d: summaries.summary(r, d.summary(figures=d.figures(last_closes_at=NOW))),
    "summaries.summary moved on": lambda r, d: summaries.summary(r, d.summary(leads=False, mine=[])),
    "summaries.counts": lambda r, d: summaries.counts(r, d.counts()),
    "summaries.counts plain": lambda r, d: summaries.counts(r, d.counts(away=0, skipped=0, open=0)),
    "summaries.place": lambda r, d: summaries.place(r, Place(d.a_series(), "C1")),
    "summaries.place none": lambda r, d: summaries.place(r, Place(d.a_series(), None)),
    "summaries.noted": lambda r, d: summaries.noted(r),
    **cases_goals_progress.GOALS_PROGRESS,
    **cases_goals.GOALS,
    **cases_goal_causes.GOAL_CAUSES,
    **cases_cycle_summaries.CYCLE_SUMMARIES,
    **cases_own_summaries.OWN_SUMMARIES,
    **cases_pulses.PULSES,
    **cases_competencies.COMPETENCIES,
    **cases_cycles_mine.CYCLES_MINE,
    **cases_observations.OBSERVATIONS,
    **cases_upward.UPWARD,
    **cases_fortnight.FORTNIGHT,
    **cases_one_on_ones.ONE_ON_ONES,
    **cases_agenda.AGENDA,
    **cases_one_on_ones_notes.ONE_ON_ONES_NOTES,
    **cases_feedback_form.FEEDBACK_FORM,
    **cases_recognition.RECOGNITION,
    **cases_announcements.ANNOUNCEMENTS,
    **cases_cycles.CYCLES,
    **cases_cycle_reports.CYCLE_REPORTS,
    **cases_feedback.FEEDBACK,
    **cases_feedback_history.FEEDBACK_HISTORY,
    **cases_feedback_requests.FEEDBACK_REQUESTS,
    **cases_gates.GATES,
    "errors.notice": lambda r, d: errors.notice(r, errors.sentence(r, RuleBroken("zone_unknown", {"zone": d.name}))),
}
"""By the function that builds it, and what is special."""
