"""Gates as those see them whom they concern: what is missing, whose turn it is, and what each can do next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain.gates import Gate, Lack
from bot.locales.reader import Reader
from bot.views import kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.domain.gates import Held
    from bot.usecases.gates import Gated, OfReport
    from storage.gates import GateOverride

PASSED_MOST = 6
"""Overrides on one page; the rest is a count."""


def label(reader: Reader, gate: Gate) -> str:
    """What a gate is called."""
    return {
        Gate.GOALS: reader.t("Confirmed goals"),
        Gate.TALKS: reader.t("Recorded 1:1s"),
        Gate.SURPRISE: reader.t("No surprise"),
    }[gate]


def meaning(reader: Reader, gate: Gate) -> str:
    """What a gate asks for, and what it is for."""
    return {
        Gate.GOALS: reader.t("Each person's goals are confirmed by both sides before “Do” begins for them."),
        Gate.TALKS: reader.t(
            "Each person has had two recorded 1:1s in the cycle before “Check” scores them; one, where they had less than four weeks."
        ),
        Gate.SURPRISE: reader.t(
            "A low rating or an improvement plan needs written feedback from earlier in the cycle that asks for a change, and that the "
            "person has read."
        ),
    }[gate]


def held(reader: Reader, shown: "Gated") -> list[Json]:
    """For the page of a cycle: my own gates, where HR let somebody pass, and who of my people waits for what. Nothing, where no gate is
    on for any of them."""
    blocks: list[Json] = []
    if shown.gates:
        blocks.append(kit.header(reader.t("Before it goes on")))
        missing = {one.gate: one for one in shown.held}
        blocks += [_mine(reader, shown, gate, missing.get(gate)) for gate in shown.gates]
    if shown.team:
        blocks.append(kit.header(reader.t("Your people")))
        blocks += [_team(reader, shown, gate) for gate in Gate if _of(shown.team, gate)]
    if shown.gates or shown.team:
        blocks.append(kit.notes(reader.t("None of this keeps anybody from working, writing or talking as usual.")))
    return [*blocks, *_passed(reader, shown)]


def _mine(reader: Reader, shown: "Gated", gate: Gate, missing: "Held | None") -> Json:
    if missing is None:
        mine = [one for one in shown.passed if one.person_id == shown.me.id and one.gate is gate]
        let_pass = any(one.taken_back_at is None for one in mine)
        done = reader.t("HR lets you pass; the reason stands below.") if let_pass else _done(reader, gate)
        return kit.row(label(reader, gate), done)
    return kit.row(label(reader, gate), _when(reader, missing), *_lines(reader, shown, missing))


def _done(reader: Reader, gate: Gate) -> str:
    return {
        Gate.GOALS: reader.t("Your goals are confirmed by both sides."),
        Gate.TALKS: reader.t("Nothing is missing."),
        Gate.SURPRISE: reader.t("Nothing is missing."),
    }[gate]


def _when(reader: Reader, one: "Held") -> str:
    """What waits, since when or from when on."""
    day = reader.full_date(one.begins)
    if one.gate is Gate.GOALS:
        if one.holds:
            return reader.t("“Do” began on {day}. For you it begins as soon as your goals are confirmed.", day=day)
        return reader.t("“Do” begins on {day}. Your goals are to be confirmed by both sides before.", day=day)
    if one.gate is Gate.TALKS:
        if one.holds:
            return reader.t("“Check” began on {day}. Before you are scored, some 1:1s are to be recorded.", day=day)
        return reader.t("“Check” begins on {day}. Before you are scored, some 1:1s are to be recorded.", day=day)
    return reader.t("Nobody may rate you low, or begin an improvement plan, about what you were not told before.")


def _lines(reader: Reader, shown: "Gated", one: "Held") -> list[str]:
    """What is missing, and what I can do."""
    leads = shown.manager.name if shown.manager is not None else None
    if one.lack is Lack.NO_GOALS:
        write = reader.t("You have no goal in this cycle yet. You can write one with /goals and propose it.")
        return [write, *([reader.t("{name} can propose one to you as well.", name=leads)] if leads else [])]
    if one.lack is Lack.UNCONFIRMED:
        return _waiting(reader, shown, one)
    if one.lack is Lack.TALKS:
        return [_counted(reader, one), *_unsaid(reader, one), _next_talk(reader, leads)]
    if one.lack is Lack.UNREAD:
        return [
            reader.n(
                "{count} piece of feedback that asks for a change waits for you to read it.",
                "{count} pieces of feedback that ask for a change wait for you to read them.",
                one.waiting,
            )
        ]
    return [reader.t("There is no such feedback so far, and nothing for you to do.")]


def _waiting(reader: Reader, shown: "Gated", one: "Held") -> list[str]:
    mine = shown.me.id in one.waits_for
    others = [shown.people[each].name for each in one.waits_for if each != shown.me.id and each in shown.people]
    lines = [
        reader.n(
            "{count} of your goals is proposed and not confirmed yet.",
            "{count} of your goals are proposed and not confirmed yet.",
            one.waiting,
        )
    ]
    if mine:
        lines.append(reader.t("It is your turn: look at them with /goals and confirm, or propose a change."))
    if others:
        lines.append(reader.t("It is the turn of {names}.", names=reader.names(others)))
    return lines


def _counted(reader: Reader, one: "Held") -> str:
    return reader.t("Recorded so far: {have} of {wanted}. 1:1s with a manager you had before count too.", **_both(one))


def _both(one: "Held") -> dict[str, int]:
    return {"have": one.have, "wanted": one.wanted}


def _unsaid(reader: Reader, one: "Held") -> list[str]:
    if not one.waiting:
        return []
    return [
        reader.n(
            "{count} more is over: it counts once one of you says that it took place.",
            "{count} more are over: they count once one of you says that they took place.",
            one.waiting,
        )
    ]


def _next_talk(reader: Reader, leads: str | None) -> str:
    if leads is None:
        return reader.t("You can find a time under 1:1s on Home.")
    return reader.t("You can find a time with {name} under 1:1s on Home.", name=leads)


def _of(team: Sequence["OfReport"], gate: Gate) -> list[tuple[str, "Held"]]:
    return [(report.person.name, one) for report in team for one in report.held if one.gate is gate]


def _team(reader: Reader, shown: "Gated", gate: Gate) -> Json:
    found = _of(shown.team, gate)
    lines: list[str] = []
    if gate is Gate.GOALS:
        mine = [name for name, one in found if shown.me.id in one.waits_for]
        without = [name for name, one in found if one.lack is Lack.NO_GOALS]
        others = [name for name, one in found if name not in {*mine, *without}]
        if mine:
            lines.append(reader.t("You are asked to confirm goals of {names}.", names=reader.names(mine)))
        if without:
            lines.append(
                reader.t(
                    "{names}: no goal in this cycle yet. You can propose one with /goals.",
                    names=reader.names(without),
                )
            )
        if others:
            lines.append(reader.t("{names}: proposed, and their turn or another's.", names=reader.names(others)))
    elif gate is Gate.TALKS:
        each = [reader.t("{name} ({have} of {wanted})", name=name, **_both(one)) for name, one in found]
        lines.append(reader.t("1:1s to be recorded with {names}.", names=reader.names(each)))
        lines.append(reader.t("You can find times, and say which took place, under 1:1s on Home."))
    else:
        none = [name for name, one in found if one.lack is Lack.NO_FEEDBACK]
        unread = [name for name, one in found if one.lack is Lack.UNREAD]
        if none:
            lines.append(
                reader.t(
                    "You could not rate low: {names}. They have no feedback from you, or shared with you, that asks for a change.",
                    names=reader.names(none),
                )
            )
        if unread:
            lines.append(reader.t("{names}: it is given and not read yet.", names=reader.names(unread)))
        lines.append(reader.t("If there is something to be said, say it now: /give-feedback."))
    return kit.row(label(reader, gate), *lines)


def _passed(reader: Reader, shown: "Gated") -> list[Json]:
    """Where HR lets me or one of my people pass, with the reason."""
    blocks: list[Json] = []
    newest = sorted(shown.passed, key=lambda one: one.made_at, reverse=True)
    for one in newest[:PASSED_MOST]:
        blocks += override(reader, one, *(_names(shown, one)))
    more = len(newest) - PASSED_MOST
    return [*blocks, *([kit.notes(reader.n("and {count} more", "and {count} more", more))] if more > 0 else [])]


def _names(shown: "Gated", one: "GateOverride") -> tuple[str | None, str]:
    name = None if one.person_id == shown.me.id else shown.people[one.person_id].name
    by = one.made_by if one.taken_back_by is None else one.taken_back_by
    return name, shown.people[by].name


def override(reader: Reader, one: "GateOverride", name: str | None, by: str) -> list[Json]:
    """One override, with its reason as it was typed. `name` None: it is the reader's own; `by`: who gave it, or took it back."""
    said = {"gate": label(reader, one.gate), "by": by}
    if one.taken_back_at is not None:
        day = reader.short_day(reader.local(one.taken_back_at).date())
        if name is None:
            head = reader.t("{by} took back on {day} that you may pass “{gate}”:", day=day, **said)
        else:
            head = reader.t("{by} took back on {day} that {name} may pass “{gate}”:", day=day, name=name, **said)
        return [kit.sentence(head), *kit.words(one.taken_back_why, reader)]
    return given(reader, one, name, by)


def given(reader: Reader, one: "GateOverride", name: str | None, by: str) -> list[Json]:
    """The same as it was when it was given, whether it was taken back since or not."""
    said = {"gate": label(reader, one.gate), "by": by}
    day = reader.short_day(reader.local(one.made_at).date())
    if name is None:
        head = reader.t("{by} lets you pass “{gate}” since {day}:", day=day, **said)
    else:
        head = reader.t("{by} lets {name} pass “{gate}” since {day}:", day=day, name=name, **said)
    return [kit.sentence(head), *kit.words(one.reason, reader)]
