"""The views of summaries, in every state, over any people and any words."""

from bot.usecases.summaries import Place
from bot.views import summaries
from tests.bot.views.data import Case
from tests.bot.views.data_checkins import NOW

SUMMARIES: dict[str, Case] = {
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
}
