"""The picture beside a summary of a cycle: participation and mood, goals by state, and 1:1s, one below the other; and in words."""

import re
from typing import TYPE_CHECKING

from bot.domain.cycle_summaries import Stand
from bot.locales.reader import Reader
from bot.views import charts_states, charts_talks, charts_weeks, kit
from bot.views import cycle_summaries as views
from bot.views import cycle_summaries_figures as figures

if TYPE_CHECKING:
    from bot.usecases.cycle_summaries_pictures import Picture

ALT_MAX = charts_weeks.ALT_MAX
SIZE = re.compile(r'<svg [^>]*?width="(\d+)" height="(\d+)"')


def title(reader: Reader, shown: "Picture") -> str:
    return kit.cut(views.window(reader, shown.window), 120)


def svg(reader: Reader, shown: "Picture", families: str) -> str:
    """The charts that have something to show, one below the other."""
    made, top, wide = [], 0, 0
    for one in _charts(reader, shown, families):
        size = SIZE.match(one)
        if size is not None:
            made.append(one.replace("<svg ", f'<svg y="{top}" ', 1))
            top, wide = top + int(size[2]), max(wide, int(size[1]))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{top}" viewBox="0 0 {wide} {top}" '
        f'font-family="{families}">{"".join(made)}</svg>'
    )


def _charts(reader: Reader, shown: "Picture", families: str) -> list[str]:
    made = []
    if weeks := _weeks(shown):
        made.append(charts_weeks.svg(reader, _answers(reader), weeks, families))
    if states := _states(reader, shown):
        made.append(charts_states.svg(reader, reader.t("Goals by state"), states, families))
    if turns := _turns(shown):
        made.append(charts_talks.svg(reader, reader.t("1:1s with you"), turns, families))
    return made


def alt(reader: Reader, shown: "Picture") -> str:
    """What the picture shows, for those who do not see it."""
    told = [title(reader, shown)]
    if weeks := _weeks(shown):
        told.append(charts_weeks.alt(reader, _answers(reader), weeks))
    if states := _states(reader, shown):
        told.append(charts_states.alt(reader, reader.t("Goals by state"), states))
    if turns := _turns(shown):
        told.append(charts_talks.alt(reader, reader.t("1:1s with you"), turns))
    return kit.cut("\n".join(told), ALT_MAX)


def _answers(reader: Reader) -> str:
    return reader.t("Answers and mood")


def _weeks(shown: "Picture") -> list[charts_weeks.Week]:
    return [charts_weeks.Week(one.day, one.share, one.mood) for one in shown.figures.weeks if one.asked]


def _states(reader: Reader, shown: "Picture") -> list[charts_states.State]:
    before = shown.before.goals if shown.before is not None else None
    return [
        charts_states.State(
            figures.stand(reader, one),
            shown.figures.goals.get(one, 0),
            before.get(one, 0) if before is not None else None,
        )
        for one in Stand
        if shown.figures.goals.get(one) or (before or {}).get(one)
    ]


def _turns(shown: "Picture") -> list[charts_talks.Turn]:
    return [charts_talks.Turn(one.day, one.agreed, one.held) for one in shown.figures.turns]
