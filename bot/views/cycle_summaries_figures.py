"""Figures of a summary in words: of a team, of one person."""

from bot.domain.cycle_summaries import Blockers, Change, Figures, Stand
from bot.locales.reader import Reader

WEEKS_MOST = 13


def weeks(reader: Reader, counted: Figures) -> list[str]:
    """How many answered, in all and week by week, with the team's mood where it may be shown."""
    if not counted.asked:
        return []
    answered, asked = reader.number(counted.answered), reader.number(counted.asked)
    share = reader.percent(counted.share or 0)
    lines = [reader.t("{answered} of {asked} answered ({share})", answered=answered, asked=asked, share=share)]
    told = []
    for one in counted.weeks[-WEEKS_MOST:]:
        day, answered = reader.short_day(one.day), reader.percent(one.share or 0)
        if one.mood is not None:
            told.append(reader.t("{day}: {share}, mood {mood}", day=day, share=answered, mood=reader.number(one.mood)))
        elif one.asked:
            told.append(reader.t("{day}: {share}", day=day, share=answered))
    return [*lines, " · ".join(told)] if len(told) > 1 else lines


def stand(reader: Reader, one: Stand) -> str:
    match one:
        case Stand.PROPOSED:
            return reader.t("Not agreed yet")
        case Stand.ON_TRACK:
            return reader.t("On track")
        case Stand.AT_RISK:
            return reader.t("At risk")
        case Stand.OFF_TRACK:
            return reader.t("Off track")
        case Stand.UNSAID:
            return reader.t("Nothing said yet")
        case Stand.REACHED:
            return reader.t("Reached")
        case Stand.PARTLY:
            return reader.t("Partly reached")
        case Stand.MISSED:
            return reader.t("Missed")
        case Stand.DROPPED:
            return reader.t("No longer pursued")


def _counted(reader: Reader, state: str, count: int) -> str:
    return reader.t("{state}: {count}", state=state, count=count)


def goals(reader: Reader, counted: Figures) -> list[str]:
    """How goals stand, and what changed in the time."""
    if not counted.goals:
        return []
    lines = [
        " · ".join(_counted(reader, stand(reader, one), count) for one in Stand if (count := counted.goals.get(one)))
    ]
    said = {
        Change.AGREED: reader.t("newly agreed"),
        Change.REWRITTEN: reader.t("rewritten"),
        Change.BETTER: reader.t("looking better"),
        Change.WORSE: reader.t("looking worse"),
        Change.CLOSED: reader.t("closed"),
    }
    changed = [_counted(reader, word, count) for one, word in said.items() if (count := counted.changes.get(one))]
    return [*lines, reader.t("What changed: {changes}", changes=" · ".join(changed))] if changed else lines


def blockers(reader: Reader, counted: Blockers) -> list[str]:
    if not counted.opened and not counted.solved and not counted.open:
        return []
    opened = counted.opened
    lines = [
        reader.n("{opened} came up, {count} was solved", "{opened} came up, {count} were solved", counted.solved, opened=opened)
    ]  # fmt: skip
    if counted.days_each is not None:
        days = round(counted.days_each)
        lines.append(reader.n("Solved after {count} day on average", "Solved after {count} days on average", days))
    if counted.open and counted.oldest is not None:
        day = reader.short_day(counted.oldest)
        lines.append(reader.t("{open} open, the oldest since {day}", open=counted.open, day=day))
    return lines


def thanks(reader: Reader, counted: Figures) -> list[str]:
    if not counted.recognition:
        return []
    return [
        reader.n(
            "Thanked once",
            "Thanked {count} times, {people} of your people",
            counted.recognition,
            people=counted.recognised,
        )
    ]


def talks(reader: Reader, counted: Figures) -> list[str]:
    if not counted.talks.agreed:
        return []
    held, agreed = reader.number(counted.talks.held), reader.number(counted.talks.agreed)
    told = reader.t("{held} of {agreed} that were agreed on took place", held=held, agreed=agreed)
    if not counted.talks.unset:
        return [told]
    unset = reader.n(
        "{count} of these by the cycle's rhythm alone: no 1:1s are set up",
        "{count} of these by the cycle's rhythm alone: no 1:1s are set up",
        counted.talks.unset,
    )
    return [told, unset]


def loop(reader: Reader, counted: Figures) -> list[str]:
    """How much of what was asked of the manager they answered in time."""
    if not counted.loop_asked:
        return []
    return [
        reader.n(
            "{count} of {asked} questions and requests for help was answered within three working days",
            "{count} of {asked} questions and requests for help were answered within three working days",
            counted.loop_in_time, asked=counted.loop_asked,
        )
    ]  # fmt: skip


def short(reader: Reader, counted: Figures) -> str:
    """One person in one line: what there is of them."""
    told = []
    if counted.asked:
        told.append(reader.t("check-ins {answered} of {asked}", answered=counted.answered, asked=counted.asked))
    told += [_counted(reader, stand(reader, one), count) for one in Stand if (count := counted.goals.get(one))]
    if counted.talks.agreed:
        told.append(reader.t("1:1s {held} of {agreed}", held=counted.talks.held, agreed=counted.talks.agreed))
    if counted.received.read:
        told.append(reader.t("feedback you may read {count}", count=counted.received.read))
    if counted.recognition:
        told.append(reader.t("thanks {count}", count=counted.recognition))
    return " · ".join(told) or reader.t("Nothing to count yet")
