"""One's own moods on Home, in numbers and words."""

from typing import TYPE_CHECKING

from bot.domain import moods
from bot.domain.moods import Trend
from bot.locales.reader import Reader
from bot.views import kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.moods import Moods


def section(reader: Reader, shown: "Moods") -> list[Json]:
    """The last weeks in one line, and what they say together."""
    told = {
        Trend.HARDER: reader.t("Lately your weeks were harder than before."),
        Trend.SAME: reader.t("Lately your weeks were much as before."),
        Trend.BETTER: reader.t("Lately your weeks were better than before."),
    }
    scale = reader.t(
        "The oldest first, from 1 (very hard) to 5 (very good). Your manager knows each from its check-in."
    )
    lines = [told[shown.trend], scale] if shown.trend else [scale]
    return [kit.row(reader.t("How your weeks were"), moods.line(shown.values)), kit.notes(*lines)]
