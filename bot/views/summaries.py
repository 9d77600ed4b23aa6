"""A team's summary: what came, what waits for its manager, each with the button that acts on it; and the counts for a channel."""

from typing import TYPE_CHECKING

from bot.domain.checkins import HelpState, Outcome
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import checkins, kit, naming, nudges, reading, recognition
from bot.views import help as helping
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.summaries import Counts, Place, Shown
    from storage.summaries_team import Member, Standing

PLACE = "summaries.place"
SET_PLACE = "summaries.set_place"
CHANNEL = "channel"
UNREAD_MOST, STANDING_MOST = 10, 5
"""Rows of each list: a message takes 50 blocks, and more than a screen is better read on Home."""
NAMES_LENGTH = 320
"""Characters of names in one row: the five lists of a large team stay within what a message takes."""
UNTHANKED_LENGTH = 200
NAME_MAX = 40
WORDS_MOST = 305
"""Of somebody's words in one row, as Slack counts them; the rest is behind the button."""
REASONS_LENGTH = 320
"""Of all the reasons together, counted likewise; Home shows each of them."""
ANSWERED = (Outcome.ANSWERED, Outcome.LATE)


def summary(reader: Reader, shown: "Shown") -> Message:
    """Who answered and how the team is, then what waits for the manager. Its notification holds numbers alone."""
    text = headline(reader, shown)
    if not shown.leads:
        moved = reader.t("This team reports to somebody else now, so only the counts are shown.")
        return kit.message(text, [kit.sentence(text), *_counts(reader, shown), kit.notes(moved)])
    blocks = [kit.sentence(text), *_who(reader, shown), *_mood(reader, shown)]
    blocks += [*_help(reader, shown), *_unread(reader, shown), *_blockers(reader, shown), *_loop(reader, shown)]
    blocks += _unthanked(reader, shown)
    if not shown.figures.is_final(shown.now):
        blocks.append(kit.notes(_until(reader, shown)))
    button = reader.t("Counts for a channel")
    blocks.append(kit.actions(kit.button(button, PLACE, str(shown.series.id)), nudges.why(reader)))
    return kit.message(text, blocks)


def counts(reader: Reader, shown: "Counts") -> Message:
    """What a channel gets: no name but the manager's, no mood, no words."""
    text = headline(reader, shown)
    whose = reader.t(
        "The team of {name}. Counts alone: who wrote what stays with their manager.", name=shown.manager.name
    )
    return kit.message(text, [kit.sentence(text), *_counts(reader, shown), kit.notes(whose)])


def headline(reader: Reader, shown: "Counts") -> str:
    """How many answered, and how many are still open."""
    figures = shown.figures
    given = {
        "series": kit.cut(checkins.name(reader, shown.series), kit.NAME_MAX),
        "first": reader.short_day(shown.first),
        "last": reader.short_day(shown.last),
        "answered": figures.answered,
        "expected": figures.expected,
    }
    if figures.open:
        return reader.n(
            "{series}, {first} to {last}: {answered} of {expected} answered, {count} is still open.",
            "{series}, {first} to {last}: {answered} of {expected} answered, {count} are still open.",
            figures.open,
            **given,
        )
    return reader.t("{series}, {first} to {last}: {answered} of {expected} answered.", **given)


def _counts(reader: Reader, shown: "Counts") -> list[Json]:
    figures = shown.figures
    told = [
        reader.n("{count} was away.", "{count} were away.", figures.away) if figures.away else "",
        reader.n("{count} said “not this week”.", "{count} said “not this week”.", figures.skipped)
        if figures.skipped
        else "",
    ]
    return [kit.notes(*found)] if (found := [one for one in told if one]) else []


def _who(reader: Reader, shown: "Shown") -> list[Json]:
    """The team by what became of their check-in, each list by name; an empty one is left out."""
    lists = (
        (reader.t("Answered"), [one for one in shown.mine if one.outcome in ANSWERED]),
        (reader.t("Still open"), [one for one in shown.mine if one.outcome is None]),
        (reader.t("Away"), [one for one in shown.mine if one.outcome is Outcome.AWAY]),
        (reader.t("Not this week"), [one for one in shown.mine if one.outcome is Outcome.SKIPPED]),
        (reader.t("Without an answer"), [one for one in shown.mine if one.outcome is Outcome.MISSED]),
    )
    return [*(kit.row(head, _names(reader, found)) for head, found in lists if found), *_reasons(reader, shown)]


def _reasons(reader: Reader, shown: "Shown") -> list[Json]:
    """Why somebody does not answer this time, where they told this manager."""
    lines = [
        reader.t("{name}, not this time: {reason}", name=_name(one), reason=kit.cut(skip.words, nudges.REASON_SHOWN))
        for one in shown.mine
        if (skip := shown.skips.get(one.period_id)) and skip.words
    ]
    text = "\n".join(lines)
    return [kit.sentence(kit.cut(text, kit.fitting(text, REASONS_LENGTH)))] if lines else []


def _names(reader: Reader, members: "Sequence[Member]") -> str:
    return naming.listed(reader, [one.name for one in members], room=NAMES_LENGTH, each=NAME_MAX)


def _name(one: "Member | Standing") -> str:
    return kit.cut(one.name, NAME_MAX)


def _mood(reader: Reader, shown: "Shown") -> list[Json]:
    """The team's mood against the turns before. Nothing where too few said theirs."""
    now = shown.figures.mood
    if now is None:
        return []
    before = [one.figures.mood for one in shown.trend if one.figures.mood is not None]
    line = reader.n(
        "{now} of 5, on average of {count} person", "{now} of 5, on average of {count} people", shown.figures.moods,
        now=reader.number(now),
    )  # fmt: skip
    if before:
        line = reader.n(
            "{now} of 5; {before} on average in the {count} summary before",
            "{now} of 5; {before} on average in the {count} summaries before",
            len(before),
            now=reader.number(now),
            before=reader.number(sum(before) / len(before)),
        )
    return [kit.row(reader.t("Mood"), line)]


def _help(reader: Reader, shown: "Shown") -> list[Json]:
    """Who waits for the manager's help."""
    rows = []
    for one in shown.help[:STANDING_MOST]:
        if one.help_state == HelpState.ASKED:
            head = reader.t("{name} asks for your help.", name=_name(one))
            label = reader.t("I will help {name}", name=one.name)
            button = kit.button(
                reader.t("I will help"), helping.ACCEPT, str(one.blocker_id), style="primary", label=label
            )
        else:
            head = reader.t("You said that you will help {name}.", name=_name(one))
            button = kit.button(reader.t("Show"), helping.SHOW, str(one.blocker_id))
        rows.append(_standing(reader, shown, one, head, button))
    title = reader.n("{count} request for your help", "{count} requests for your help", len(shown.help))
    return _list(reader, title, rows, len(shown.help))


def _unread(reader: Reader, shown: "Shown") -> list[Json]:
    """The answers of this turn that the manager has not opened."""
    waiting = [one for one in shown.mine if one.checkin_id is not None and one.read_at is None]
    rows = []
    for one in waiting[:UNREAD_MOST]:
        label = reader.t("Read the check-in of {name}", name=one.name)
        read = kit.button(reader.t("Read"), reading.READ, str(one.checkin_id), label=label)
        when = reader.moment(one.sent_at) if one.sent_at else ""
        rows.append(kit.row(_name(one), when, accessory=read))
    title = reader.n("{count} answer not read yet", "{count} answers not read yet", len(waiting))
    return _list(reader, title, rows, len(waiting))


def _blockers(reader: Reader, shown: "Shown") -> list[Json]:
    """What stands in the team's way, the oldest first; of what the manager may not read, only that it is there."""
    rows = []
    for one in [one for one in shown.blockers if one.readable][:STANDING_MOST]:
        label = reader.t("Read the check-in of {name}", name=one.name)
        read = kit.button(reader.t("Read"), reading.READ, str(one.checkin_id), label=label)
        rows.append(_standing(reader, shown, one, _name(one), read))
    title = reader.n("{count} open blocker", "{count} open blockers", len(shown.blockers))
    return _list(reader, title, rows, len(shown.blockers))


def _standing(reader: Reader, shown: "Shown", one: "Standing", head: str, button: Json) -> Json:
    days = (reader.local(shown.now).date() - reader.local(one.since).date()).days
    age = reader.n("for {count} day", "for {count} days", days) if days > 0 else reader.t("since today")
    said = reader.t("These words were erased.") if one.words is None else one.words
    words = kit.cut(said, kit.fitting(said, WORDS_MOST))
    since = reader.t("{about} ({age})", about=head, age=age)
    return kit.sentence(f"{since}\n{words}", accessory=button)


def _list(reader: Reader, title: str, rows: list[Json], of: int) -> list[Json]:
    if not of:
        return []
    left = of - len(rows)
    more = [kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else []
    return [kit.divider(), kit.section(f"*{kit.escape(title)}*"), *rows, *more]


def _loop(reader: Reader, shown: "Shown") -> list[Json]:
    """How much of what was asked of the manager they answered soon: theirs, and nobody else's, figure."""
    figures = shown.figures
    if not figures.questions:
        return []
    text = reader.n(
        "In the last four weeks you were asked {count} thing, and answered {answered} within three working days.",
        "In the last four weeks you were asked {count} things, and answered {answered} within three working days.",
        figures.questions,
        answered=figures.answered_in_time,
    )
    return [kit.divider(), kit.sentence(text)]


def _unthanked(reader: Reader, shown: "Shown") -> list[Json]:
    """Once a month, for the manager alone: whom nobody has thanked for long."""
    if not shown.unthanked:
        return []
    names = naming.listed(reader, shown.unthanked, room=UNTHANKED_LENGTH, each=NAME_MAX)
    text = reader.t(
        "In the last eight weeks nobody has thanked {names}. Perhaps you have seen something that is worth a word. Only you "
        "are told this.",
        names=names,
    )
    give = kit.button(reader.t("Thank somebody"), recognition.OPEN)
    return [kit.divider(), kit.sentence(text, accessory=give)]


def _until(reader: Reader, shown: "Shown") -> str:
    closes = shown.figures.last_closes_at
    if closes is None or closes <= shown.now:
        return reader.t("I bring this up to date as answers come.")
    return reader.t("I bring this up to date as answers come, until {until}.", until=reader.moment(closes))


def place(reader: Reader, found: "Place") -> Json:
    """Which channel gets the counts."""
    intro = reader.t(
        "{series}: the counts of your team can go to a private channel as well, with each summary. Names, moods and words "
        "never do.",
        series=checkins.name(reader, found.series),
    )
    hint = reader.t("I have to be in it. Empty: the counts go nowhere else.")
    return kit.modal(
        SET_PLACE,
        reader.t("Counts for a channel"),
        [
            kit.sentence(intro),
            kit.input_block(CHANNEL, reader.t("Private channel"), _private_channel(found.channel), hint=hint),
        ],
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=str(found.series.id),
    )


def _private_channel(chosen: str | None) -> Json:
    """The private channels that the reader is in. Slack does not say whether the bot is in them: that shows on submit."""
    among = {"include": ["private"], "exclude_bot_users": True, "exclude_external_shared_channels": True}
    made: Json = {"type": "conversations_select", "action_id": kit.VALUE, "filter": among}
    return {**made, "initial_conversation": chosen} if chosen else made


def read_place(values: Json) -> str | None:
    """The channel that was chosen; None: none."""
    chosen = (values.get(CHANNEL) or {}).get(kit.VALUE, {}).get("selected_conversation")
    return str(chosen) if chosen else None


def noted(reader: Reader) -> Message:
    """Seen by the manager alone, in the channel: that also shows that both of us are in it."""
    text = reader.t("The counts of your team come here with each summary. Only you see this line.")
    return kit.message(text, [kit.sentence(text)])
