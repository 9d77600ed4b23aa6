"""All that the views of the tests are built from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.domain.checkins import Draft, HelpState, ItemKind, QuestionKind
from bot.domain.history import Place as PageBeside
from bot.domain.moods import Trend
from bot.domain.numbers import Group
from bot.domain.searching import parts
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.checkins import Form, Waiting
from bot.usecases.checkins_read import Opened, ReadBy
from bot.usecases.competencies import Row as Competencies
from bot.usecases.history import History
from bot.usecases.home import HISTORY, Home
from bot.usecases.moods import Moods
from bot.usecases.numbers import Numbers, Participation, Turn
from bot.usecases.people import SHOWN, Gaps
from bot.usecases.recognition import Mine as ThanksOfMine
from bot.views import kit
from storage.checkins import Mood
from storage.history import Entry
from storage.private_notes import PrivateNote
from tests.bot.views import (
    cases_announcements,
    cases_cycles_mine,
    cases_goals_progress,
    cases_one_on_ones,
    cases_pulses,
    cases_upward,
)
from tests.bot.views.data_checkins import NOW, SLOT, Json
from tests.bot.views.data_team import TeamData


@dataclass(frozen=True)
class Data(TeamData):
    """What people wrote, with what other capabilities add to it."""

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

    def form(self, **fields: Any) -> Form:
        kinds = [self.question(kind) for kind in QuestionKind]
        given = {"period": self.period(), "draft": self.draft(), "sent": False, "readers": self.people()}
        given |= {"planned": self.lines(), "helper": self.person(2), "questions": kinds}
        given |= {"goals": cases_goals_progress.asked(self)}
        given |= {"actions": self.todos(), "blockers": [Waiting(self.blocker(one), one) for one in range(self.many)]}
        return Form(series=self.a_series(), slot=SLOT, **{**given, **fields})

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

    def home(self, **fields: Any) -> Home:
        given = {"me": self.person(), "mine": self.mine(), "history": [], "blockers": [], "asked": []}
        return Home(**{**given, "hr": False, "paused": [], "running": [], **fields})

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

    def numbers(self) -> Numbers:
        day, whole = NOW.date(), Group(None, 9, 4, 1, 1)
        turns = [Turn(day, day, None if at else whole) for at in range(4)]
        groups = [whole, Group("", 5, 0), *(Group(self.name, 4, 2, 3, 1) for _ in range(self.many))]
        shown = [Participation(self.a_series(), turns, groups) for _ in range(self.many)]
        counts, said = cases_one_on_ones.counts(self), cases_one_on_ones.AVERAGE
        return Numbers([Participation(self.a_series(), [], []), *shown], self.lost(), counts, said)


def field(element: Json) -> Json:
    """A form with one field."""
    return kit.modal("a", "a", [kit.input_block("a", "a", element)], close="b", submit="c")


Case = Callable[[Reader, Data], "Json | Message"]
