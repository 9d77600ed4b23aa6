"""One cycle at a glance, in words, with a button beside each part and what can be done with the whole of it."""

from typing import TYPE_CHECKING

from bot.domain import cycles_parts as parts
from bot.domain.cycle_reports import Scope
from bot.domain.cycles import Stage
from bot.domain.cycles_parts import Step
from bot.domain.gates import Gate
from bot.locales.reader import Reader
from bot.views import announcements_list, cycle_reports, gates_hr, kit, series_words
from bot.views import cycles_words as words
from bot.views import gates as gate_words
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.cycles_editor import Opened
    from storage.cycles import Cycle

OPEN, PART, TURN, ANNOUNCE, DRY_RUN = "cycles.open", "cycles.part", "cycles.turn", "cycles.announce", "cycles.dry_run"
SPAN, PHASES, AUDIENCE, BELONGS, GATES = "span", "phases", "audience", "belongs", "gates"
MADE, SAVED = "made", "saved"
"""What has just been done, besides a turn, as the view says it."""
NAMES_MOST = 1_000


def overview(reader: Reader, shown: "Opened", said: str = "", by: str | None = None) -> Json:
    """The cycle in words. `said`: MADE, SAVED or a turn; `by`: this person was faster, and what was pressed changed nothing."""
    one = shown.cycle
    lines = [*words.phase_lines(reader, one, shown.phases), *words.gap_lines(reader, one, shown.phases)]
    rule = kit.cut(series_words.audience(reader, shown.named), NAMES_MOST)
    meant = announcements_list.people(reader, shown.meant.count, shown.meant.names)
    gates = [f"• {gate_words.meaning(reader, each)}" for each in Gate if each in one.gates]
    blocks = _said(reader, shown, said, by)
    for head, text, part in (
        (one.name, f"{words.days(reader, one)}\n{words.stands(reader, one, shown.phases, shown.today)}", SPAN),
        (reader.t("Phases"), "\n".join(lines) or reader.t("None yet: it can start once there is one."), PHASES),
        (reader.t("For whom"), f"{rule}\n{meant}", AUDIENCE),
        (reader.t("What belongs to it"), "\n".join(words.belongs_lines(reader, one, shown.series)), BELONGS),
        (reader.t("Gates"), "\n".join(gates) or reader.t("None is on."), GATES),
    ):
        edit = kit.button(reader.t("Edit"), PART, f"{one.id} {part}", label=reader.t("Edit: {part}", part=head))
        blocks.append(kit.row(head, *text.split("\n"), accessory=None if one.stage is Stage.CLOSED else edit))
    blocks.append(kit.actions(*_acts(reader, one)))
    if one.stage is Stage.PLANNED:
        blocks.append(kit.notes(reader.t("Look at the dry run first: it says who would be told what, and when.")))
    return kit.modal("cycles.overview", reader.t("Cycle"), blocks, close=reader.t("Close"))


def _said(reader: Reader, shown: "Opened", said: str, by: str | None) -> list[Json]:
    if by is not None:
        return [kit.sentence(faster(reader, by))]
    told = {
        MADE: reader.t(
            "It is made, and nothing happens until you start it. Its phases are a proposal: move them as you like."
        ),
        SAVED: reader.t("Saved."),
    }
    if said in told:
        return [kit.sentence(told[said])]
    if not said:
        return []
    announce = kit.button(reader.t("Write an announcement"), ANNOUNCE, f"{shown.cycle.id} {said}")
    note = reader.t("A draft in three languages is ready. It goes out only if you send it.")
    return [kit.sentence(words.done(reader, Step(said))), kit.sentence(note, accessory=announce)]


def faster(reader: Reader, by: str) -> str:
    """What the second of two is told."""
    if not by:
        return reader.t("This changed while you had it open. You see how it stands now, and nothing of yours was done.")
    return reader.t("{name} was faster. You see how it stands now, and nothing of yours was done.", name=by)


def _acts(reader: Reader, one: "Cycle") -> list[Json]:
    look = kit.button(reader.t("Dry run"), DRY_RUN, str(one.id))
    buttons = [_button(reader, one, turn) for turn in parts.turns(one.stage)]
    if one.stage is not Stage.PLANNED:
        buttons.append(kit.button(reader.t("Gates: who is held or passes"), gates_hr.OPEN, str(one.id)))
    report = kit.button(reader.t("Cycle report"), cycle_reports.LOOK, cycle_reports.pick(one.id, Scope.COMPANY))
    buttons += [report] if one.stage is not Stage.PLANNED else []
    return buttons if one.stage is Stage.CLOSED else [look, *buttons]


def _button(reader: Reader, one: "Cycle", turn: Step) -> Json:
    """Starting, pausing and closing ask once more; what takes longer has a form."""
    asked = {
        Step.START: (
            reader.t("Start it?"),
            reader.t("Those whom it is for are taken in, and told of each phase. It can be paused and closed."),
        ),
        Step.PAUSE: (
            reader.t("Pause it?"),
            reader.t("Nobody is told of a phase until it goes on. Its days go by all the same."),
        ),
        Step.CLOSE: (
            reader.t("Close it now?"),
            reader.t("Nothing more is asked in it. What was written stays, and you can open it again."),
        ),
    }
    confirm = None
    if turn in asked:
        title, text = asked[turn]
        confirm = kit.confirm(title, text, words.turn(reader, turn), reader.t("Not now"))
    style = {Step.START: "primary", Step.CLOSE: "danger"}.get(turn)
    value = f"{one.id} {one.revision}"
    return kit.button(words.turn(reader, turn), f"{TURN}.{turn}", value, style=style, confirm=confirm)
