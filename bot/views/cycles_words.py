"""A cycle in words: its phases, where it stands, what belongs to it, and what HR does with it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.domain import cycles_parts as parts
from bot.domain.cycles import Phase, Phased, Stage, phase_on
from bot.domain.cycles_parts import Form, Step
from bot.domain.cycles_templates import Proposed, Template
from bot.locales.reader import Reader
from bot.views import checkins

if TYPE_CHECKING:
    from storage.cycles import Cycle
    from storage.series import Series


def phase(reader: Reader, one: Phase) -> str:
    """What a phase is called."""
    return {
        Phase.PLAN: reader.t("Plan"),
        Phase.DO: reader.t("Do"),
        Phase.CHECK: reader.t("Check"),
        Phase.ACT: reader.t("Act"),
    }[one]


def purpose(reader: Reader, one: Phase) -> str:
    """What a phase is for, to somebody who is in it."""
    return {
        Phase.PLAN: reader.t("You agree with your manager on what you want to reach, and both of you confirm it."),
        Phase.DO: reader.t("You work towards your goals, and talk about it as you go: check-ins, 1:1s, feedback."),
        Phase.CHECK: reader.t(
            "You and your manager look back at what was reached, with what was written down on the way."
        ),
        Phase.ACT: reader.t("You decide what follows: what to learn, what to do differently, and what comes next."),
    }[one]


def template(reader: Reader, one: Template) -> str:
    """The name of a template."""
    return {
        Template.QUARTER: reader.t("A quarter"),
        Template.HALF_YEAR: reader.t("Half a year"),
        Template.YEAR: reader.t("A year"),
        Template.PROBATION: reader.t("The first 90 days of each newcomer"),
        Template.OWN: reader.t("Days of your own"),
    }[one]


def proposed_name(reader: Reader, one: Proposed) -> str:
    """What a cycle of that template is called, to begin with."""
    year = str(one.starts.year)
    return {
        Template.QUARTER: reader.t("Q{number} {year}", number=one.number, year=year),
        Template.HALF_YEAR: reader.t("H{number} {year}", number=one.number, year=year),
        Template.YEAR: year,
        Template.PROBATION: reader.t("The first 90 days"),
        Template.OWN: "",
    }[one.template]


def stands(reader: Reader, one: "Cycle", phases: Sequence[Phased], today: date) -> str:
    """At which stage it is, and in which phase today."""
    if one.stage is Stage.PLANNED:
        return reader.t("Not started: nobody is told anything yet")
    if one.stage is Stage.PAUSED:
        return reader.t("Paused: nobody is told of its phases until it goes on")
    if one.stage is Stage.CLOSED:
        return reader.t("Closed")
    if one.rolling:
        return reader.t("Running: everybody is in the phase that their own days say")
    now = phase_on(phases, today)
    if now is not None:
        return reader.t(
            "Running: “{phase}” until {day}", phase=phase(reader, now.phase), day=reader.full_date(now.ends)
        )
    after = next((each for each in phases if each.starts > today), None)
    if after is not None:
        day = reader.full_date(after.starts)
        return reader.t("Running: “{phase}” begins on {day}", phase=phase(reader, after.phase), day=day)
    if today <= one.ends:
        return reader.t("Running: its phases are over, and its last day is {day}", day=reader.full_date(one.ends))
    return reader.t("Running: its last day is over, and it closes once that is so everywhere")


def span(reader: Reader, one: "Cycle", first: date | None = None, last: date | None = None) -> str:
    """From when to when; in a rolling cycle, from which of each person's days to which."""
    first, last = first or one.starts, last or one.ends
    if one.rolling:
        begins, ends = ((day - one.starts).days + 1 for day in (first, last))
        if begins == ends:
            return reader.t("day {number}", number=begins)
        return reader.t("day {first} to day {last}", first=begins, last=ends)
    if first == last:
        return reader.full_date(first)
    return reader.t("{first} to {last}", first=reader.full_date(first), last=reader.full_date(last))


def days(reader: Reader, one: "Cycle") -> str:
    """The days of the whole cycle."""
    if not one.rolling:
        return span(reader, one)
    count = (one.ends - one.starts).days + 1
    return reader.n(
        "{count} day, counted from each person's first day at work",
        "{count} days, counted from each person's first day at work",
        count,
    )


def phase_lines(reader: Reader, one: "Cycle", phases: Sequence[Phased]) -> list[str]:
    """Each phase with its days, in their order."""
    return [
        reader.t("{phase}: {days}", phase=phase(reader, each.phase), days=span(reader, one, each.starts, each.ends))
        for each in phases
    ]


def gap_lines(reader: Reader, one: "Cycle", phases: Sequence[Phased]) -> list[str]:
    """The days without a phase, each span in a sentence."""
    return [
        reader.t("No phase is on: {days}", days=span(reader, one, first, last))
        for first, last in parts.gaps(phases, one.starts, one.ends)
    ]


def form(reader: Reader, one: Form) -> str:
    """The name of a form."""
    return {
        Form.GOALS: reader.t("Goals"),
        Form.FEEDBACK: reader.t("Feedback"),
        Form.COMPETENCIES: reader.t("Competencies"),
        Form.UPWARD: reader.t("Feedback to the manager without a name"),
    }[one]


def forms(reader: Reader, one: "Cycle", now: Phase) -> list[str]:
    """The forms that people are pointed to in that phase, each with what opens it."""
    commands = {
        Form.GOALS: "/goals",
        Form.FEEDBACK: "/give-feedback",
        Form.COMPETENCIES: "/growloop competencies",
        Form.UPWARD: "/growloop upward",
    }
    return [
        reader.t("{form}: {command}", form=form(reader, each), command=commands[each])
        for each in parts.forms_in(one.belongs, now)
    ]


def belongs_lines(reader: Reader, one: "Cycle", every: "Sequence[Series]") -> list[str]:
    """What belongs to it, and what that does."""
    mine = parts.belongs(one.belongs)
    names = [checkins.name(reader, each) for each in every if each.id in mine.series]
    lines = [
        reader.t("Its summaries count the check-ins of {names}.", names=reader.names(names))
        if names
        else reader.t("Its summaries count every check-in.")
    ]
    if mine.talks_every is not None:
        lines.append(talks(reader, mine.talks_every))
    if mine.forms:
        names = [form(reader, each) for each in mine.forms]
        lines.append(reader.t("People are pointed to: {names}.", names=reader.listed(names)))
    return lines


def talks(reader: Reader, weeks: int) -> str:
    """How often a 1:1 is expected of those who agreed on nothing else."""
    return reader.n(
        "A 1:1 each week is expected of pairs that have agreed on no rhythm of their own.",
        "A 1:1 every {count} weeks is expected of pairs that have agreed on no rhythm of their own.",
        weeks,
    )


def done(reader: Reader, one: Step) -> str:
    """What has just been done with it."""
    return {
        Step.START: reader.t("It runs. Everybody is told of each phase on its first day, by their own clock."),
        Step.PAUSE: reader.t("It is paused. Its days go by all the same; you can extend it."),
        Step.RESUME: reader.t("It goes on, in the phase that its days say."),
        Step.EXTEND: reader.t("It takes longer now. Who was told another day sees the new one on Home."),
        Step.CLOSE: reader.t("It is closed. What was written in it stays, and so do its summaries."),
        Step.REOPEN: reader.t("It runs again."),
    }[one]


def turn(reader: Reader, one: Step) -> str:
    """What a button does with it."""
    return {
        Step.START: reader.t("Start"),
        Step.PAUSE: reader.t("Pause"),
        Step.RESUME: reader.t("Let it go on"),
        Step.EXTEND: reader.t("Extend"),
        Step.CLOSE: reader.t("Close it"),
        Step.REOPEN: reader.t("Open again"),
    }[one]
