"""Why goals were missed or are at risk: a person's page, a manager's list of pages, and the form of one goal."""

from typing import TYPE_CHECKING

from bot.domain.goal_causes import WORDS_MAX, Cause
from bot.domain.goals import GoalState
from bot.locales.reader import Reader
from bot.views import goals_standing as standing
from bot.views import goals_words, inputs, kit, kit_choices
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.goal_causes import Asked, Chosen, Review, Row, Team
    from bot.usecases.goal_causes_choosing import Choosing
    from storage.cycles import Cycle
    from storage.people import Person

REVIEW = "goal_causes.review"
"""Opens somebody's page; its value is their id. A name may be followed by a dot and what tells two of the same in one view apart."""
TEAM = "goal_causes.team"
COUNTS = "goal_causes.counts"
CHOOSE = "goal_causes.choose"
SAVE = "goal_causes.save"
AGENDA = "goal_causes.agenda"
CYCLE = "goal_causes.cycle"
"""Another cycle for the page on the screen."""
TURN = "goal_causes.turn"


def name(reader: Reader, one: Cause) -> str:
    said = {
        Cause.ABILITY: reader.t("Ability"),
        Cause.WILL: reader.t("Willingness"),
        Cause.PROCESS: reader.t("Process"),
        Cause.MEANS: reader.t("Means"),
    }
    return said[one]


def meaning(reader: Reader, one: Cause) -> str:
    """What it says, without blame."""
    said = {
        Cause.ABILITY: reader.t("we did not know how yet"),
        Cause.WILL: reader.t("other things came first, or it did not seem worth it"),
        Cause.PROCESS: reader.t("the way the work is set up was in the way"),
        Cause.MEANS: reader.t("time, people, tools or money were missing"),
    }
    return said[one]


def way(reader: Reader, row: "Row | None") -> list[Json]:
    """Among my goals: how many ask why they went so, and the way there."""
    if row is None:
        return []
    text = reader.n(
        "{count} goal was missed or is at risk; you have named the cause of {chosen}.",
        "{count} goals were missed or are at risk; you have named the cause of {chosen}.",
        row.goals,
        chosen=row.chosen,
    )
    return [kit.sentence(text, accessory=button(reader, row.person.id))]


def button(reader: Reader, person_id: int) -> Json:
    """To somebody's page."""
    return kit.button(reader.t("Look at the causes"), REVIEW, str(person_id))


def team_button(reader: Reader) -> Json:
    """To the list of pages."""
    return kit.button(reader.t("Causes of what was missed"), TEAM, "0")


def on_goal(reader: Reader, goal_id: int) -> list[Json]:
    """On a goal that is asked about."""
    return [kit.actions(kit.button(reader.t("Name the cause"), CHOOSE, str(goal_id)), block_id="cause")]


def review(reader: Reader, shown: "Review") -> Json:
    """Somebody's goals that were missed or are at risk, each with what both sides chose."""
    blocks: list[Json] = [kit.notes(_head(reader, shown))] if shown.goals else []
    if shown.cycle is not None:
        blocks += cycles(reader, shown.cycles, shown.cycle)
        if shown.goals:
            blocks.append(kit.notes(*[f"{name(reader, one)}: {meaning(reader, one)}" for one in Cause]))
    for one in shown.goals:
        blocks += [kit.divider(), *_goal(reader, shown, one)]
    if not shown.goals:
        blocks.append(kit.sentence(reader.t("No goal was missed or is at risk here.")))
    blocks += _turns(reader, shown.at, shown.more)
    cycle = shown.cycle.id if shown.cycle is not None else 0
    metadata = f"{shown.person.id} {cycle} {shown.at}"
    return kit.modal(REVIEW, reader.t("Causes"), blocks, close=reader.t("Close"), metadata=metadata)


def _head(reader: Reader, shown: "Review") -> str:
    if shown.cycle is not None and not shown.open:
        return reader.t("This cycle is closed: what was chosen stays as it is.")
    if shown.other is None:
        return reader.t("You have no manager here, so only you see what you choose.")
    return reader.t(
        "You and {name} each choose a cause for yourselves, and see the other's once both have chosen. It can be changed until the "
        "cycle is closed.",
        name=kit.cut(shown.other.name, kit.NAME_MAX),
    )


def _goal(reader: Reader, shown: "Review", one: "Asked") -> list[Json]:
    blocks = [kit.row(goals_words.title(reader, one.title), *_lines(reader, shown, one))]
    for chosen in [one.mine, *one.others]:
        if chosen is not None:
            blocks.append(kit.row(_said(reader, shown, chosen)))
            blocks += kit.words(chosen.words, reader) if chosen.words != "" else []
    buttons = []
    if shown.open and one.counted:
        text = reader.t("Change") if one.mine is not None else reader.t("Name the cause")
        style = None if one.mine is not None else "primary"
        buttons.append(kit.button(text, f"{CHOOSE}.{one.goal.id}", str(one.goal.id), style=style))
    if one.apart:
        buttons.append(kit.button(reader.t("Put it on our agenda"), f"{AGENDA}.{one.goal.id}", str(one.goal.id)))
    return [*blocks, kit.actions(*buttons)] if buttons else blocks


def _lines(reader: Reader, shown: "Review", one: "Asked") -> list[str]:
    goal, other = one.goal, kit.cut(shown.other.name, kit.NAME_MAX) if shown.other is not None else ""
    if goal.state is GoalState.CLOSED and goal.ended is not None:
        lines = [reader.t("Closed: {how}.", how=goals_words.ending(reader, goal.ended))]
    else:
        due = reader.t("Due {day}", day=reader.full_date(goal.due))
        lines = [*filter(None, [standing.confidence(reader, goal.confidence)]), due]
    if not one.counted:
        lines.append(reader.t("It turned out well after all: the cause is kept and no longer counted."))
    if one.apart:
        lines.append(reader.t("You see it differently, which is worth a talk."))
    if not shown.open:
        return lines
    if one.waits:
        lines.append(reader.t("{name} has chosen. You see it once you have chosen too.", name=other))
    elif one.mine is not None and not one.others and other:
        lines.append(reader.t("{name} has not chosen yet.", name=other))
    if one.unread:
        lines.append(
            reader.t(
                "You chose before {name} looked at this with you. They read it once you save it again.", name=other
            )
        )
    return lines


def _said(reader: Reader, shown: "Review", one: "Chosen") -> str:
    day = reader.full_date(reader.local(one.at).date())
    if one.author.id == shown.viewer.id:
        return reader.t("You, {day}: {cause}", day=day, cause=name(reader, one.cause))
    who = kit.cut(one.author.name, kit.NAME_MAX)
    return reader.t("{name}, {day}: {cause}", name=who, day=day, cause=name(reader, one.cause))


def read_review(view: Json) -> tuple[int, int | None, int]:
    """Whose page is on the screen, of which cycle, and where it begins."""
    person, cycle, at = map(int, str(view["private_metadata"]).split())
    return person, cycle or None, at


def team(reader: Reader, shown: "Team") -> Json:
    """My own page, and those of who reports to me and has such goals."""
    blocks: list[Json] = []
    if shown.cycle is not None:
        blocks += cycles(reader, shown.cycles, shown.cycle)
    if shown.mine is not None and shown.mine.goals:
        blocks.append(_row(reader, reader.t("Yours"), shown.mine))
    if shown.rows:
        blocks += [
            kit.header(reader.t("Who reports to you")),
            *[_row(reader, one.person.name, one) for one in shown.rows],
        ]
    if not blocks or (not shown.rows and not (shown.mine and shown.mine.goals)):
        blocks.append(kit.sentence(reader.t("No goal was missed or is at risk here.")))
    blocks += _turns(reader, shown.at, shown.more)
    if shown.hr:
        blocks += [kit.divider(), kit.actions(kit.button(reader.t("The company in numbers"), COUNTS, "0"))]
    cycle = shown.cycle.id if shown.cycle is not None else 0
    return kit.modal(TEAM, reader.t("Causes"), blocks, close=reader.t("Close"), metadata=f"0 {cycle} {shown.at}")


def _row(reader: Reader, head: str, one: "Row") -> Json:
    head = kit.cut(head, kit.NAME_MAX)
    line = reader.n(
        "{count} goal, {chosen} chosen by you", "{count} goals, {chosen} chosen by you", one.goals, chosen=one.chosen
    )
    open_ = kit.button(
        reader.t("Open"),
        f"{REVIEW}.{one.person.id}",
        str(one.person.id),
        label=reader.t("Open that of {name}", name=head),
    )
    return kit.row(head, line, accessory=open_)


def cycles(reader: Reader, cycles: "Sequence[Cycle]", chosen: "Cycle") -> list[Json]:
    """The cycle, and where there are several, the choice among them."""
    if len(cycles) < 2:
        return [kit.sentence(chosen.name)]
    options = [kit.option(one.name, str(one.id)) for one in cycles]
    return [kit.actions(kit_choices.menu(CYCLE, options, str(chosen.id), reader.t("Choose a cycle")))]


def _turns(reader: Reader, at: int, more: bool) -> list[Json]:
    buttons = []
    if at > 0:
        buttons.append(kit.button(reader.t("Previous"), f"{TURN}.previous", str(max(0, at - 10))))
    if more:
        buttons.append(kit.button(reader.t("Next"), f"{TURN}.next", str(at + 10)))
    return [kit.actions(*buttons)] if buttons else []


def form(reader: Reader, shown: "Choosing", below: str = "") -> Json:
    """One goal's cause. `below`: the page that lies under it, as its metadata says; empty: something else."""
    options = [kit.option(name(reader, one), one, meaning(reader, one)) for one in Cause]
    mine = shown.mine
    hint = reader.t("What was in the way, not who.")
    initial = (mine.words or "") if mine is not None else ""
    blocks = [
        kit.sentence(goals_words.title(reader, shown.title)),
        kit.select(
            "cause",
            reader.t("What was it, most of all?"),
            options,
            initial=mine.cause if mine is not None else None,
            optional=False,
            radio=True,
        ),
        kit.text_input("words", reader.t("In a sentence, if you like"), initial=initial, hint=hint, most=WORDS_MAX),
        kit.notes(_readers(reader, shown)),
    ]
    other = shown.other.id if shown.other is not None else 0
    return kit.modal(
        SAVE,
        reader.t("Name the cause"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=f"{shown.goal.id} {other} {below}".strip(),
    )


def _readers(reader: Reader, shown: "Choosing") -> str:
    if shown.other is None:
        return reader.t("You have no manager here, so only you read this. HR sees counts of four people or more.")
    return reader.t(
        "{name} reads this once they have chosen too; then you read theirs. HR sees counts of four people or more, never the sentence.",
        name=kit.cut(shown.other.name, kit.NAME_MAX),
    )


def read_form(view: Json) -> tuple[int, int | None, str, Cause | None, str]:
    """Goal, who was named as its reader, what lies below, the cause and the sentence."""
    goal, other, *below = str(view["private_metadata"]).split(" ", 2)
    values = view["state"]["values"]
    cause = inputs.held(values, "cause")
    said = str(inputs.held(values, "words") or "")
    return int(goal), int(other) or None, below[0] if below else "", Cause(cause) if cause else None, said


def on_agenda(reader: Reader, other: "Person") -> Json:
    """The answer to the press."""
    text = reader.t("It is on your agenda with {name}.", name=kit.cut(other.name, kit.NAME_MAX))
    return kit.modal("goal_causes.on_agenda", reader.t("1:1 agenda"), [kit.sentence(text)], close=reader.t("Close"))
