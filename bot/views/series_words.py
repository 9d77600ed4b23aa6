"""A series in words: when it asks, how long it is open, whom it asks."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from babel.dates import get_day_names

from bot.domain.cadence import CadenceKind, Rule, zone_of
from bot.domain.checkins import QuestionKind, SeriesState
from bot.domain.series import LAST_WEEK
from bot.locales.reader import Reader
from bot.views import kit, questions

if TYPE_CHECKING:
    from bot.usecases.series_audience import Named
    from storage.series import Question, Series

SOME_DAY = date(2027, 1, 4)


def clock(reader: Reader, at: time) -> str:
    """A local time of day."""
    return reader.time(datetime.combine(SOME_DAY, at, zone_of(reader.zone)))


def weekday(reader: Reader, number: int) -> str:
    """The name of an ISO weekday."""
    return str(get_day_names("wide", context="stand-alone", locale=reader.language)[number - 1])


def cadence(reader: Reader, rule: Rule) -> str:
    """When the prompt comes, by each one's own clock."""
    day, at = weekday(reader, rule.weekday), clock(reader, rule.opens_at)
    if rule.kind is CadenceKind.MONTHLY_DATE:
        return reader.t("Each month on day {day} at {time}", day=rule.month_day, time=at)
    if rule.kind is CadenceKind.WEEKLY:
        return reader.n(
            "Every week on {weekday} at {time}",
            "Every {count} weeks on {weekday} at {time}",
            rule.every,
            weekday=day,
            time=at,
        )
    sentences = {
        1: reader.t("Each month on the first {weekday} at {time}", weekday=day, time=at),
        2: reader.t("Each month on the second {weekday} at {time}", weekday=day, time=at),
        3: reader.t("Each month on the third {weekday} at {time}", weekday=day, time=at),
        4: reader.t("Each month on the fourth {weekday} at {time}", weekday=day, time=at),
        LAST_WEEK: reader.t("Each month on the last {weekday} at {time}", weekday=day, time=at),
    }
    return sentences[min(max(rule.month_week, 1), LAST_WEEK)]


def window(reader: Reader, rule: Rule) -> str:
    """How long it is open, and whether it reminds."""
    until, days = clock(reader, rule.closes_at), rule.closes_after
    if rule.reminds_at is None:
        return reader.n(
            "Open until {time} on the next day, without a reminder",
            "Open until {time}, {count} days later, without a reminder",
            days,
            time=until,
        )
    at = clock(reader, rule.reminds_at)
    return reader.n(
        "Open until {time} on the next day, with a reminder at {at}",
        "Open until {time}, {count} days later, with a reminder on that day at {at}",
        days,
        time=until,
        at=at,
    )


def audience(reader: Reader, named: "Named") -> str:
    """Whom it asks, by name."""
    without = reader.names([kit.cut(one.name, kit.NAME_MAX) for one in named.without])
    if named.everyone:
        return reader.t("Everyone, except {names}", names=without) if without else reader.t("Everyone")
    who = [one.name for one in named.departments]
    who += [reader.t("{name} and everybody below", name=kit.cut(one.name, kit.NAME_MAX)) for one in named.trees]
    who += [kit.cut(one.name, kit.NAME_MAX) for one in named.people]
    names = reader.names(who)
    return reader.t("{names}, except {others}", names=names, others=without) if without else names


def state(reader: Reader, series: "Series") -> str:
    """Whether it asks at present."""
    return {
        SeriesState.RUNNING: reader.t("Running"),
        SeriesState.PAUSED: reader.t("Paused: nobody is asked"),
        SeriesState.ENDED: reader.t("Ended"),
    }[series.state]


def question(reader: Reader, one: "Question") -> str:
    """What is asked, in the reader's language."""
    return questions.label(reader, one) if not one.kind.built_in else built_in(reader, one.kind)


def built_in(reader: Reader, kind: QuestionKind) -> str:
    """What a built-in kind asks, as HR reads it."""
    return {
        QuestionKind.PROGRESS: reader.t("What got done"),
        QuestionKind.PLAN: reader.t("What is next, and what became of the last plan"),
        QuestionKind.BLOCKER: reader.t("What is in the way, and who could help"),
        QuestionKind.MOOD: reader.t("How the week was, from 1 to 5"),
        QuestionKind.IDEA: reader.t("An idea"),
        QuestionKind.GOALS: reader.t("Progress of goals"),
        QuestionKind.ACTIONS: reader.t("Open actions"),
        QuestionKind.NOTE: reader.t("A note that only its author reads"),
    }[kind]


def kind(reader: Reader, one: QuestionKind) -> str:
    """How one of HR's own questions is answered."""
    return {
        QuestionKind.TEXT: reader.t("A line of text"),
        QuestionKind.LONG_TEXT: reader.t("Long text"),
        QuestionKind.NUMBER: reader.t("A number"),
        QuestionKind.SCALE: reader.t("A scale from 1 to 5"),
        QuestionKind.SINGLE: reader.t("One of several options"),
        QuestionKind.MULTIPLE: reader.t("Any of several options"),
    }.get(one, reader.t("Built in"))


def rhythm(reader: Reader, of: str) -> str:
    """How often a question is asked."""
    if of.startswith("nth:"):
        return reader.t("Once in {count} times", count=int(of.removeprefix("nth:")))
    return reader.t("First time in a month") if of == "month" else reader.t("Every time")
