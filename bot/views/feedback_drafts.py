"""One's own drafts of feedback, to go on with or to throw away."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.views import kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.feedback_drafts import Kept

RESUME = "feedback.resume"
DISCARD = "feedback.discard"
LINE_MAX = 150


def drafts(reader: Reader, kept: "Sequence[Kept]") -> Json:
    """The list, the latest first."""
    blocks = [block for one in kept for block in _one(reader, one)]
    if not blocks:
        blocks = [
            kit.sentence(
                reader.t("There is no draft. What you send, or keep with the button, stands here until it is sent.")
            )
        ]
    return kit.modal("feedback.drafts", reader.t("Drafts"), blocks, close=reader.t("Close"))


def _one(reader: Reader, kept: "Kept") -> list[Json]:
    to = reader.t("For nobody yet")
    if kept.to:
        to = reader.t("For {names}", names=reader.names([kit.cut(one.name, kit.NAME_MAX) for one in kept.to]))
    words = next((text for text in kept.filled.parts.values() if text.strip()), "")
    ask = kit.confirm(
        reader.t("Throw it away?"),
        reader.t("Its words are gone then. Nobody else has seen them."),
        reader.t("Throw it away"),
        reader.t("Keep it"),
    )
    return [
        kit.row(to, reader.moment(kept.kept_at), kit.cut(" ".join(words.split()), LINE_MAX)),
        kit.actions(
            kit.button(reader.t("Go on"), RESUME, str(kept.draft_id), style="primary"),
            kit.button(reader.t("Throw it away"), DISCARD, str(kept.draft_id), confirm=ask),
            block_id=f"draft_{kept.draft_id}",
        ),
    ]
