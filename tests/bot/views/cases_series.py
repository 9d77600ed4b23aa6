"""The views of series and their questions, in every state, over any people and any words."""

from datetime import time

from bot.domain import questions as questioning
from bot.domain.checkins import Draft, QuestionKind, SeriesKind, SeriesState
from bot.domain.replies import Reply
from bot.domain.wording import Wording
from bot.locales.reader import Reader
from bot.usecases.series_as_seen import AsSeen
from bot.usecases.series_audience import Named
from bot.usecases.series_dry_run import DryRun
from bot.views import inputs, kit, questions, series, series_editor, series_forms, series_questions
from tests.bot.views import cases_pulses
from tests.bot.views.data import Case, field

SERIES: dict[str, Case] = {
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
}
