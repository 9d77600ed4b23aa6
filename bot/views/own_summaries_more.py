"""What lies behind the figures of somebody's own summary, the form of an addition, and what a manager's people added."""

from datetime import date
from typing import TYPE_CHECKING

from bot.domain.own_summaries import WORDS_MAX, Sort
from bot.locales.reader import Reader
from bot.views import feedback, goals, goals_standing, goals_words, inputs, kit, own_summaries
from bot.views.kit import Json
from bot.views.kit_pages import turns

if TYPE_CHECKING:
    from bot.usecases.own_summaries import Behind
    from bot.usecases.own_summaries_additions import Adding, Team
    from storage.own_summaries_behind import Entry

TURN = "own_summaries.turn"
BACK = "own_summaries.back"
TEAM_TURN = "own_summaries.team_turn"
BEHIND_VIEW = "own_summaries.behind_page"
SAVE = "own_summaries.save"
GOALS_MOST = 99
NONE = "none"


def behind(reader: Reader, shown: "Behind") -> Json:
    """A page of what a figure counts, in place of the summary."""
    blocks: list[Json] = [kit.actions(kit.button(reader.t("Back to the summary"), BACK))]
    blocks.append(kit.header(own_summaries.sort_name(reader, shown.sort)))
    for one in shown.entries:
        blocks += _entry(reader, shown, one)
    for added in shown.additions:
        blocks += own_summaries.addition(reader, added, shown.open)
    if shown.gone:
        text = reader.n("{count} is not there any more.", "{count} are not there any more.", shown.gone)
        blocks.append(kit.notes(text))
    if not shown.entries and not shown.additions and not shown.gone:
        blocks.append(kit.sentence(reader.t("There is nothing here.")))
    buttons = turns(reader, TURN, shown.sort, shown.page, shown.pages)
    blocks += [kit.actions(*buttons)] if buttons else []
    metadata = f"{shown.cycle.id} {shown.part} {shown.sort} {shown.page}"
    return kit.modal(BEHIND_VIEW, reader.t("My summary"), blocks, close=reader.t("Close"), metadata=metadata)


def _entry(reader: Reader, shown: "Behind", one: "Entry") -> list[Json]:
    """The day, what it is, and the way to it where there is one."""
    day = reader.full_date(reader.local(one.at).date()) if one.at is not None else ""
    day = reader.full_date(one.day) if one.day is not None else day
    other = shown.who.get(one.other_id or 0)
    name = kit.cut(other.name, kit.NAME_MAX) if other is not None else ""
    match shown.sort:
        case Sort.GOALS:
            how = (
                goals_words.ending(reader, one.ended)
                if one.ended
                else goals_standing.confidence(reader, one.confidence)
            )
            show = kit.button(reader.t("Show"), f"{goals.READ}", str(one.record))
            lines = [reader.t("Due {day}", day=day), *([how] if how else [])]
            return [kit.row(goals_words.title(reader, one.words), *lines, accessory=show)]
        case Sort.RECEIVED:
            show = kit.button(reader.t("Show"), feedback.READ, str(one.record))
            return [kit.row(day, reader.t("From {name}", name=name), accessory=show)]
        case Sort.GIVEN:
            return [kit.row(day, reader.t("To {name}", name=name))]
        case Sort.TALKS:
            line = reader.t("With {name}, took place", name=name)
            return [kit.row(day, line if one.held else reader.t("With {name}, did not take place", name=name))]
        case Sort.BLOCKERS:
            until = reader.full_date(reader.local(one.until).date()) if one.until is not None else ""
            line = reader.t("Solved on {day}", day=until) if until else reader.t("Still open")
            return [kit.row(day, line), *kit.words(one.words, reader)]
        case Sort.RECOGNITION:
            return [kit.row(day, reader.t("From {name}", name=name)), *kit.words(one.words, reader)]
    return [kit.row(day), *(kit.words(one.words, reader) if one.words != "" else [])]


def form(reader: Reader, shown: "Adding", below: str = "") -> Json:
    """What is missing: the day, the words, the goal; and who reads it. `below`: the metadata of the view under it."""
    known = shown.known
    names = reader.names([kit.cut(one.name, kit.NAME_MAX) for one in shown.readers])
    told = reader.t("Only you read this: you have no manager here.")
    if shown.readers:
        told = reader.t(
            "Besides you, {names} can read this, and nobody else. It can be changed until the cycle is closed.",
            names=names,
        )
    options = [kit.option(reader.t("None"), NONE)]
    options += [kit.option(goals_words.title(reader, title, 75), str(one)) for one, title in shown.goals[:GOALS_MOST]]
    chosen = str(known.goal_id) if known is not None and known.goal_id is not None else NONE
    hint = reader.t("What you did, for whom, and what came of it.")
    words = (known.words or "") if known is not None else ""
    blocks = [
        kit.notes(told),
        kit.date_input("day", reader.t("When was it?"), initial=known.day if known is not None else shown.last),
        kit.text_input("words", reader.t("What is missing?"), initial=words, hint=hint, optional=False, most=WORDS_MAX),
        kit.select("goal", reader.t("Does it belong to a goal?"), options, initial=chosen),
    ]
    ids = ",".join(str(one.id) for one in shown.readers) or "-"
    return kit.modal(
        SAVE,
        reader.t("Add what is missing"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=f"{shown.cycle.id} {known.id if known is not None else 0} {ids} {below}".strip(),
    )


def read_form(view: Json) -> tuple[int, int | None, list[int], str, date | None, str, int | None]:
    """Cycle, which addition, whom it named as readers, what lies below; and day, words and goal as filled in."""
    cycle, known, ids, *below = str(view["private_metadata"]).split(" ", 3)
    values = view["state"]["values"]
    day, goal = inputs.held(values, "day"), inputs.held(values, "goal")
    shown_to = [] if ids == "-" else [int(one) for one in ids.split(",")]
    said = str(inputs.held(values, "words") or "")
    when = date.fromisoformat(day) if day else None
    about = int(goal) if goal and goal != NONE else None
    return int(cycle), int(known) or None, shown_to, below[0] if below else "", when, said, about


def team(reader: Reader, shown: "Team") -> Json:
    """What others added and let the viewer read."""
    blocks: list[Json] = []
    for added, person, cycle in shown.rows:
        head = f"{kit.cut(person.name, kit.NAME_MAX)}, {cycle.name}"
        blocks += own_summaries.addition(reader, added, can_edit=False, head=head)
    if not shown.rows:
        blocks.append(kit.sentence(reader.t("There is nothing here.")))
    buttons = turns(reader, TEAM_TURN, "", shown.page, shown.page + (2 if shown.more else 1))
    blocks += [kit.actions(*buttons)] if buttons else []
    return kit.modal("own_summaries.added", reader.t("What your team added"), blocks, close=reader.t("Close"))
