"""Goals in lists: my own with what they support and who supports them, my team's, and the company's tree, a page at a time."""

import json
from typing import TYPE_CHECKING

from bot.domain.goals import Level
from bot.domain.goals_seeing import Figures, Missing, Reads
from bot.locales.reader import Reader
from bot.views import goal_causes, goals, goals_progress, kit
from bot.views import goals_standing as standing
from bot.views import goals_words as words
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.goals_seeing import AtHome, Mine, Overview, Place, Seen, TeamOf, Tree

MINE, TEAM, TREE, PICTURE = "goals.mine", "goals.team", "goals.tree", "goals.picture"
"""The buttons to each list, in place of what is open; their value is the page, or the place in the tree. A name may be followed by
a dot and what tells two of the same in one view apart."""
NAME_MAX = 60
SUPPORT_MOST = 3


def section(reader: Reader, shown: "AtHome") -> list[Json]:
    """One row on Home, and for a manager a line about the team."""
    text = reader.t("Your goals: {figures}", figures=figures(reader, shown.mine))
    blocks = [kit.sentence(text, accessory=kit.button(reader.t("Open"), MINE, "0", label=reader.t("Open your goals")))]
    if shown.team is not None:
        blocks.append(kit.notes(reader.t("Goals of your team: {figures}", figures=figures(reader, shown.team))))
    return blocks


def figures(reader: Reader, shown: Figures) -> str:
    """Somebody's goals at a glance, in a sentence."""
    if not shown.goals:
        return reader.t("No goals are running.")
    told = [reader.n("{count} goal is running", "{count} goals are running", shown.goals)]
    if shown.score.value is not None:
        done = standing.percent(reader, shown.score.value)
        told.append(reader.t("{done} by weight", done=done))
    if 0 < shown.score.counted < shown.goals:
        told.append(
            reader.n("nothing said of {count} yet", "nothing said of {count} yet", shown.goals - shown.score.counted)
        )
    return reader.listed([*told, *_troubles(reader, shown)])


def _troubles(reader: Reader, shown: Figures) -> list[str]:
    """What is to be looked at, the worst first."""
    told = []
    if shown.off_track:
        told.append(reader.n("{count} off track", "{count} off track", shown.off_track))
    if shown.at_risk:
        told.append(reader.n("{count} at risk", "{count} at risk", shown.at_risk))
    if shown.stale:
        told.append(
            reader.n("{count} not heard of for three weeks", "{count} not heard of for three weeks", shown.stale)
        )
    if shown.unaligned:
        told.append(reader.n("{count} without a goal above", "{count} without a goal above", shown.unaligned))
    return told


def mine(reader: Reader, shown: "Overview", before: "Sequence[Json]" = ()) -> Json:
    """My running goals. `before`: what others show above them, such as what waits for me."""
    buttons = [goals.new_button(reader)]
    buttons += _ways(reader, shown.leads, without=MINE)
    if shown.rows:
        buttons.append(kit.button(reader.t("Send me the picture"), f"{PICTURE}.me", "me"))
    blocks: list[Json] = [kit.sentence(figures(reader, shown.figures)), kit.actions(*buttons), *before]
    for one in shown.rows:
        blocks += _mine(reader, one, shown.page)
    blocks += _pages(reader, MINE, shown.page, shown.pages)
    return kit.modal(
        "goals.overview", reader.t("Goals"), blocks, close=reader.t("Close"), metadata=f"mine {shown.page}"
    )


def _mine(reader: Reader, one: "Mine", page: int) -> list[Json]:
    goal, name = one.seen.goal, standing.title(reader, one.seen.version)
    value = standing.value(reader, one.seen.version, one.value) if one.seen.version is not None else ""
    stands = [standing.progress(reader, goal.progress), standing.confidence(reader, goal.confidence), value]
    lines = [", ".join(filter(None, stands)), standing.source(reader, goal, one.seen.below.told, one.seen.below.count)]
    due = reader.t("Due {day}", day=reader.full_date(goal.due))
    weight = reader.t("weight {share}", share=reader.percent(goal.weight / 100)) if goal.weight is not None else ""
    lines.append(", ".join(filter(None, (due, weight))))
    above = (
        reader.t("Supports: {path}", path=path(reader, one.path)) if one.path else reader.t("Supports no other goal")
    )
    lines.append(above)
    if one.seen.supporters:
        who = list(dict.fromkeys(kit.cut(at.owner.name, NAME_MAX) for at in one.support))[:SUPPORT_MOST]
        count = one.seen.supporters
        lines.append(
            reader.n(
                "Supported by {count} goal, of {names}",
                "Supported by {count} goals, of {names}",
                count,
                names=reader.names(who),
            )
        )
    update = goals_progress.button(reader, goal.id, f"mine:{page}", reader.t("Update {goal}", goal=name))
    show = kit.button(reader.t("Show"), goals.READ, str(goal.id), label=reader.t("Show {goal}", goal=name))
    below = kit.button(reader.t("In the tree"), f"{TREE}.{goal.id}", written(goal_id=goal.id))
    return [kit.row(name, *lines), kit.actions(update, show, below)]


def path(reader: Reader, way: "Sequence[Seen]") -> str:
    """What a goal supports, in words, the highest first."""
    return " › ".join(f"{words.level(reader, one.goal.level)}: {_short(reader, one)}" for one in way)


def _short(reader: Reader, one: "Seen") -> str:
    if one.reads is Reads.NOTHING:
        return reader.t("a goal that is not open to you")
    return standing.title(reader, one.version, standing.SHORT_MAX)


def team(reader: Reader, shown: "TeamOf") -> Json:
    """Who reports to me, what is to be looked at first in front."""
    picture = kit.button(reader.t("Send me the picture"), f"{PICTURE}.team", "team")
    blocks: list[Json] = [
        kit.sentence(reader.t("Goals of your team: {figures}", figures=figures(reader, shown.figures))),
        kit.actions(*_ways(reader, True, without=TEAM), picture, goal_causes.team_button(reader)),
    ]
    for person, found in shown.rows:
        lines = [figures(reader, found)]
        lines += [standing.progress(reader, found.score.value)] if found.score.value is not None else []
        blocks.append(kit.row(kit.cut(person.name, kit.NAME_MAX), *lines))
    blocks += _pages(reader, TEAM, shown.page, shown.pages)
    return kit.modal("goals.team", reader.t("Goals of your team"), blocks, close=reader.t("Close"))


def tree(reader: Reader, shown: "Tree") -> Json:
    """The company's goals, folded by level; or one of them opened, with what it supports and what supports it."""
    place = shown.place
    blocks: list[Json] = [kit.actions(*_ways(reader, shown.leads, without=TREE)), _levels(reader, place)]
    if shown.opened is not None:
        if shown.path:
            blocks.append(kit.notes(reader.t("Supports: {path}", path=path(reader, shown.path))))
        blocks.append(_row(reader, shown.opened, opened=True))
        blocks += _up(reader, shown)
        count = shown.opened.supporters
        blocks.append(
            kit.notes(reader.n("Supported by {count} goal", "Supported by {count} goals", count))
            if count
            else kit.notes(reader.t("No goal supports it."))
        )
    blocks += [_row(reader, one) for one in shown.rows]
    if not shown.rows and shown.opened is None:
        blocks.append(kit.sentence(reader.t("There is nothing here that is open to you.")))
    beside = []
    if place.page > 0:
        beside.append(kit.button(reader.t("Previous"), f"{TREE}.previous", _at(place, place.page - 1)))
    if shown.more:
        beside.append(kit.button(reader.t("Next"), f"{TREE}.next", _at(place, place.page + 1)))
    blocks += [kit.actions(*beside)] if beside else []
    return kit.modal("goals.tree", reader.t("Goals of the company"), blocks, close=reader.t("Close"))


def _row(reader: Reader, one: "Seen", *, opened: bool = False) -> Json:
    goal = one.goal
    lines = [
        f"{words.level(reader, goal.level)}, {kit.cut(one.owner.name, NAME_MAX)}",
        standing.progress(reader, goal.progress),
    ]
    if one.reads is Reads.ALL:
        lines[1] = ", ".join(filter(None, (lines[1], standing.confidence(reader, goal.confidence))))
    if opened:
        lines.append(standing.source(reader, goal, one.below.told, one.below.count))
        show = kit.button(reader.t("Show"), goals.READ, str(goal.id)) if one.reads is Reads.ALL else None
        return kit.row(_short(reader, one), *lines, accessory=show)
    text = (
        reader.n("Open, {count} below", "Open, {count} below", one.supporters) if one.supporters else reader.t("Open")
    )
    unfold = kit.button(
        text, f"{TREE}.{goal.id}", written(goal_id=goal.id), label=reader.t("Open {goal}", goal=_short(reader, one))
    )
    return kit.row(_short(reader, one), *lines, accessory=unfold)


def _up(reader: Reader, shown: "Tree") -> list[Json]:
    if not shown.path or shown.path[-1].reads is Reads.NOTHING:
        return []
    return [kit.actions(kit.button(reader.t("One up"), f"{TREE}.up", written(goal_id=shown.path[-1].goal.id)))]


def _levels(reader: Reader, place: "Place") -> Json:
    """The levels to fold out, and what lacks something."""
    buttons = []
    for one in Level:
        chosen = place.goal_id is None and place.missing is None and place.level is one
        buttons.append(
            kit.button(
                words.level(reader, one), f"{TREE}.{one}", written(level=one), style="primary" if chosen else None
            )
        )
    named = {Missing.ALIGNMENT: reader.t("Without a goal above"), Missing.PROGRESS: reader.t("Without progress")}
    for what, text in named.items():
        style = "primary" if place.missing is what else None
        buttons.append(kit.button(text, f"{TREE}.{what}", written(missing=what), style=style))
    return kit.actions(*buttons)


def _ways(reader: Reader, leads: bool, *, without: str) -> list[Json]:
    """The buttons to the other lists."""
    named = {MINE: reader.t("Your goals"), TEAM: reader.t("Your team"), TREE: reader.t("Company")}
    wanted = [name for name in named if name != without and (leads or name != TEAM)]
    return [kit.button(named[name], name, written() if name == TREE else "0") for name in wanted]


def picture_comes(reader: Reader) -> Json:
    """The answer to the press: where the picture comes."""
    text = reader.t("The picture comes to our chat, with the same in words. Nobody else gets it.")
    return kit.modal("goals.picture_comes", reader.t("Goals"), [kit.sentence(text)], close=reader.t("Close"))


def _pages(reader: Reader, name: str, page: int, pages: int) -> list[Json]:
    if pages == 1:
        return []
    buttons = []
    if page > 0:
        buttons.append(kit.button(reader.t("Previous"), f"{name}.previous", str(page - 1)))
    if page < pages - 1:
        buttons.append(kit.button(reader.t("Next"), f"{name}.next", str(page + 1)))
    return [kit.notes(reader.t("Page {page} of {pages}", page=page + 1, pages=pages)), kit.actions(*buttons)]


def _at(place: "Place", page: int) -> str:
    return written(goal_id=place.goal_id, level=place.level, missing=place.missing, page=page)


def written(
    goal_id: int | None = None, level: Level = Level.COMPANY, missing: Missing | None = None, page: int = 0
) -> str:
    """A place in the tree, as a button carries it."""
    return json.dumps([goal_id, level, missing, page], separators=(",", ":"))


def read(value: str) -> tuple[int | None, Level, Missing | None, int]:
    """Goal, level, what is missing, and page."""
    goal_id, level, missing, page = json.loads(value)
    return goal_id, Level(level), Missing(missing) if missing else None, int(page)
