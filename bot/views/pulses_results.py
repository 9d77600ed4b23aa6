"""What a pulse found: figures and words, of all and of teams of five or more."""

from typing import TYPE_CHECKING

from bot.domain.checkins import QuestionKind
from bot.locales.reader import Reader
from bot.views import checkins, kit, questions
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.pulses_results import Figures, Found, Results, Teams, Texts
    from storage.pulses import PulseSlot
    from storage.series import Question

OTHER = "pulses.other"
"""The buttons to the slots before and after."""
SHARE = "pulses.share"
TEXTS = "pulses.texts"
TEAMS = "pulses.teams"
MORE_TEXTS = "pulses.more_texts"
MORE_TEAMS = "pulses.more_teams"
WORDS = (QuestionKind.TEXT, QuestionKind.LONG_TEXT)
NUMBERS = (QuestionKind.SCALE, QuestionKind.NUMBER)
LINE_MAX = 1_200
OPTIONS_MOST = 20
"""Choices named in one line, the most frequent ones: enough to see what matters."""


def results(reader: Reader, shown: "Results") -> Json:
    """The figures of one slot, question by question; buttons to the words, the teams, and the slots around it."""
    slot = shown.slot
    blocks: list[Json] = [kit.notes(_when(reader, slot))]
    if not slot.shown:
        text = reader.t(
            "There is nothing to show: fewer than five took part, or fewer than five did not, and the results would point at "
            "them. The answers were deleted."
        )
        blocks.append(kit.sentence(text))
    for found in shown.found:
        blocks += _found(reader, slot, found)
    ways = _ways(reader, shown)
    return kit.modal(
        "pulses.shown",
        checkins.name(reader, shown.series),
        [*blocks, *([kit.actions(*ways, block_id="ways")] if ways else [])],
        close=reader.t("Close"),
    )


def _when(reader: Reader, slot: "PulseSlot") -> str:
    day = reader.full_date(reader.local(slot.closed_at or slot.opened_at).date())
    if not slot.shown:
        return reader.t("Closed on {day}.", day=day)
    took_part = reader.number(slot.answered)
    return reader.n(
        "Closed on {day}. {answered} of {count} person took part.",
        "Closed on {day}. {answered} of {count} people took part.",
        slot.asked,
        day=day,
        answered=took_part,
    )


def _found(reader: Reader, slot: "PulseSlot", found: "Found") -> list[Json]:
    asked = questions.label(reader, found.question)
    if found.question.kind in WORDS:
        text = reader.n("{count} answer", "{count} answers", found.whole.count)
        label = reader.t("Read the answers: {question}", question=asked)
        read = kit.button(reader.t("Read the answers"), TEXTS, f"{slot.id} {found.question.id} 0", label=label)
        return [kit.row(asked, text, accessory=read)]
    many, parts = _summary(reader, found.question, found.whole), _tally(reader, found.question, found.whole)
    blocks = [kit.row(asked, many), *([kit.notes(_line(parts))] if parts else [])]
    if found.team is not None:
        parts = [_summary(reader, found.question, found.team), *_tally(reader, found.question, found.team)]
        blocks.append(kit.notes(reader.t("Your team: {figures}", figures=_line(parts))))
    return blocks


def _summary(reader: Reader, question: "Question", figures: "Figures") -> str:
    """How many people answered, and of numbers the mean."""
    many = reader.n("{count} answer", "{count} answers", figures.count)
    if question.kind not in NUMBERS:
        return many
    return reader.t("{mean} on average, {many}", mean=reader.number(figures.mean), many=many)


def _line(parts: "Sequence[str]") -> str:
    return kit.cut(" · ".join(parts), LINE_MAX)


def _tally(reader: Reader, question: "Question", figures: "Figures") -> list[str]:
    if question.kind is QuestionKind.NUMBER:
        return []
    offered = questions.scale(reader) if question.kind is QuestionKind.SCALE else questions.options(reader, question)
    named = [(figures.tally.get(str(one["value"]), 0), str(one["text"]["text"])) for one in offered]
    if question.kind is not QuestionKind.SCALE:
        named = sorted(((many, name) for many, name in named if many), key=lambda one: -one[0])[:OPTIONS_MOST]
    return [reader.t("{option}: {many}", option=name, many=reader.number(many)) for many, name in named]


def _ways(reader: Reader, shown: "Results") -> list[Json]:
    slot, buttons = shown.slot, []
    if shown.has_teams:
        buttons.append(kit.button(reader.t("By team"), TEAMS, f"{slot.id} 0"))
    if shown.earlier is not None:
        buttons.append(kit.button(reader.t("The one before"), f"{OTHER}.earlier", str(shown.earlier)))
    if shown.later is not None:
        buttons.append(kit.button(reader.t("The one after"), f"{OTHER}.later", str(shown.later)))
    if shown.hr and slot.shown and slot.shared:
        buttons.append(kit.button(reader.t("Stop sharing"), SHARE, f"{slot.id} 0"))
    elif shown.hr and slot.shown:
        share = kit.confirm(
            reader.t("Share these results?"),
            reader.t(
                "Everybody who takes part in Growloop can see them on Home, words included. Teams are not told apart."
            ),
            reader.t("Share"),
            reader.t("Not now"),
        )
        buttons.append(kit.button(reader.t("Share with everybody"), SHARE, f"{slot.id} 1", confirm=share))
    return buttons


def texts(reader: Reader, shown: "Texts") -> Json:
    """What was said to one question, in random order."""
    blocks: list[Json] = [
        kit.sentence(questions.label(reader, shown.question)),
        kit.notes(reader.t("In random order. Nobody can know who said what, so please do not try to guess.")),
    ]
    for one in shown.said:
        blocks += [kit.divider(), *kit.words(one, reader)]
    at = f"{shown.slot.id} {shown.question.id}"
    blocks += _pages(reader, MORE_TEXTS, at, shown.page, more=shown.more)
    return kit.modal("pulses.words", reader.t("Answers"), blocks, close=reader.t("Back"))


def teams(reader: Reader, shown: "Teams") -> Json:
    """The figures of teams, one row each."""
    told = reader.t("Teams with fewer than five answers are not shown, nor those whose figures would give others away.")
    blocks: list[Json] = [kit.notes(told)]
    for leader, found in shown.rows:
        name = reader.t("Team of {name}", name=kit.cut(leader.name, kit.NAME_MAX))
        blocks += [kit.sentence(name), kit.notes(*(_of_team(reader, one) for one in found))]
    blocks += _pages(reader, MORE_TEAMS, str(shown.slot.id), shown.page, more=shown.more)
    return kit.modal("pulses.by_team", reader.t("By team"), blocks, close=reader.t("Back"))


def _of_team(reader: Reader, found: "Found") -> str:
    asked = kit.cut(questions.label(reader, found.question), kit.NAME_MAX)
    parts = [_summary(reader, found.question, found.whole), *_tally(reader, found.question, found.whole)]
    return reader.t("{question}: {figures}", question=asked, figures=_line(parts))


def _pages(reader: Reader, action: str, at: str, page: int, *, more: bool) -> list[Json]:
    back = [kit.button(reader.t("Back a page"), f"{action}.back", f"{at} {page - 1}")] if page else []
    on = [kit.button(reader.t("Next page"), f"{action}.next", f"{at} {page + 1}")] if more else []
    return [kit.actions(*back, *on, block_id="pages")] if back or on else []
