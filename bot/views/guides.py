"""The guide to a talk: one screen over the agenda; and where its subject says whether they agree with a result."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.domain.guides import STEPS
from bot.domain.one_on_ones import Purpose
from bot.domain.one_on_ones_notes import PART_MAX
from bot.locales.reader import Reader
from bot.views import guide_words_results as results
from bot.views import guide_words_work as work
from bot.views import inputs, kit
from bot.views import one_on_ones_actions as actions
from bot.views.guide_words import Words
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.guides import Guided
    from storage.one_on_one_notes import ResultStand
    from storage.people import Person

OPEN = "guides.open"
GUIDE = "guides.guide"
SAY = "guides.say"
SAVE = "guides.save"
AGREE, DISAGREE = "agree", "disagree"

WORDS: Mapping[Purpose, Callable[[Reader], Words]] = {
    Purpose.COACHING: work.coaching,
    Purpose.GOALS: work.goals,
    Purpose.MID_CYCLE: work.mid_cycle,
    Purpose.RESULT: results.result,
    Purpose.DIFFICULT: results.difficult,
    Purpose.ROLE: work.role,
    Purpose.USE_OF_RESULTS: results.use_of_results,
    Purpose.STAY: results.stay,
    Purpose.FIRST_90_DAYS: work.first_90_days,
}


def purpose(reader: Reader, one: Purpose) -> str:
    said = {
        Purpose.COACHING: reader.t("Coaching (GROW)"),
        Purpose.GOALS: reader.t("Setting goals"),
        Purpose.MID_CYCLE: reader.t("Mid-cycle review"),
        Purpose.RESULT: reader.t("Talking about a result"),
        Purpose.DIFFICULT: reader.t("A difficult talk"),
        Purpose.ROLE: reader.t("Role and expectations"),
        Purpose.USE_OF_RESULTS: reader.t("What follows from the result"),
        Purpose.STAY: reader.t("Why stay here"),
        Purpose.FIRST_90_DAYS: reader.t("The first 90 days"),
    }
    return said[one]


def way(reader: Reader, talk_id: int) -> Json:
    return kit.button(reader.t("Open the guide"), OPEN, str(talk_id))


def guide(reader: Reader, shown: "Guided") -> Json:
    """Its steps with good questions, and where to write down what was agreed on."""
    found = WORDS[shown.purpose](reader)
    blocks: list[Json] = [kit.header(purpose(reader, shown.purpose)), kit.notes(found.helps)]
    for step in STEPS[shown.purpose]:
        head, text = found.steps[step]
        blocks.append(kit.section("\n".join([f"*{kit.escape(head)}*", *map(kit.escape, text.split("\n"))])))
    if shown.purpose is Purpose.RESULT:
        blocks += _stand(reader, shown)
    if shown.goes_on:
        blocks.append(kit.actions(actions.way(reader, shown.talk.id), block_id="actions"))
        text = reader.t("What is agreed on becomes an action: both of you read it, and the check-in asks how it goes.")
        blocks.append(kit.notes(text))
    return kit.modal(GUIDE, reader.t("1:1"), blocks, close=reader.t("Back"))


def _stand(reader: Reader, shown: "Guided") -> list[Json]:
    blocks = stand(reader, shown.stand, shown.person, mine=shown.mine)
    say = kit.button(reader.t("Say whether you agree"), SAY, str(shown.talk.id))
    return [*blocks, *([kit.actions(say, block_id="stand")] if shown.mine and shown.goes_on else [])]


def stand(reader: Reader, said: "ResultStand | None", person: "Person", *, mine: bool) -> list[Json]:
    """Whether the person agrees with the result, with their words."""
    name = kit.cut(person.name, kit.NAME_MAX)
    if said is None:
        text = reader.t("You have not said yet whether you agree.")
        return [kit.sentence(text if mine else reader.t("{name} has not said yet whether they agree.", name=name))]
    if mine:
        text = reader.t("You agree with the result.") if said.agrees else reader.t("You do not agree with the result.")
    elif said.agrees:
        text = reader.t("{name} agrees with the result.", name=name)
    else:
        text = reader.t("{name} does not agree with the result.", name=name)
    return [kit.sentence(text), *(kit.words(said.words, reader) if said.words != "" else [])]


def stand_form(reader: Reader, shown: "Guided") -> Json:
    """Agreement or disagreement, and why; who reads it is said."""
    said, name = shown.stand, kit.cut(shown.manager.name, kit.NAME_MAX)
    options = [kit.option(reader.t("I agree"), AGREE), kit.option(reader.t("I do not agree"), DISAGREE)]
    initial = None if said is None else AGREE if said.agrees else DISAGREE
    hint = reader.t(
        "{name} reads it, and it can be read with your review. You can change it as long as you two have 1:1s.",
        name=name,
    )
    words = (said.words if said else "") or ""
    blocks = [
        kit.select(
            "agrees", reader.t("Do you agree with the result?"), options, initial=initial, optional=False, radio=True
        ),
        kit.text_input("words", reader.t("In your own words"), initial=words, hint=hint, most=PART_MAX),
    ]
    return kit.modal(
        SAVE,
        reader.t("Agreement"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=str(shown.talk.id),
    )


def read_form(view: Json) -> tuple[int, bool, str]:
    """Of which talk, whether they agree, and their words."""
    values = view["state"]["values"]
    agrees = inputs.held(values, "agrees") == AGREE
    return int(view["private_metadata"]), agrees, str(inputs.held(values, "words") or "")
