"""Below feedback that somebody received: was it helpful, and the way to HR."""

from typing import TYPE_CHECKING

from bot.domain.feedback_helpful import Helpful
from bot.locales.reader import Reader
from bot.views import kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.feedback_read import Opened

HELPFUL = "feedback_aside.helpful"
"""What stands before an answer in its action id."""
REPORT = "feedback_aside.report"


def below(reader: Reader, shown: "Opened", origin: str = "") -> list[Json]:
    """Nothing for anybody but its receiver."""
    if not shown.aside.mine:
        return []
    return [*_helpful(reader, shown, origin), *_report(reader, shown, origin)]


def _helpful(reader: Reader, shown: "Opened", origin: str) -> list[Json]:
    """Asked once; answered, it stays as it is."""
    if shown.aside.helpful is not None:
        return [kit.notes(_said(reader, shown.aside.helpful))]
    if not shown.aside.asks:
        return []
    name, value = kit.cut(shown.author.name, kit.NAME_MAX), f"{shown.feedback.id} {origin}"
    asked = reader.t("Was this helpful to you?")
    promise = reader.t(
        "{name} never sees what you say here, only an average of four people or more. It cannot be changed afterwards.",
        name=name,
    )
    choices = {
        Helpful.YES: reader.t("Yes, it was"),
        Helpful.PARTLY: reader.t("In part"),
        Helpful.NO: reader.t("Not really"),
    }
    buttons = [kit.button(text, f"{HELPFUL}.{one}", value) for one, text in choices.items()]
    return [kit.sentence(asked), kit.actions(*buttons), kit.notes(promise)]


def _said(reader: Reader, helpful: Helpful) -> str:
    if helpful is Helpful.YES:
        return reader.t("You said that this was helpful.")
    if helpful is Helpful.PARTLY:
        return reader.t("You said that this was helpful in part.")
    return reader.t("You said that this was not really helpful.")


def _report(reader: Reader, shown: "Opened", origin: str) -> list[Json]:
    report = shown.aside.report
    if report is None:
        button = kit.button(reader.t("Report to HR"), REPORT, f"{shown.feedback.id} {origin}")
        return [kit.actions(button)]
    if report.handled_at is not None:
        day = reader.day(reader.local(report.handled_at).date())
        return [kit.notes(reader.t("You reported this to HR, who looked at it on {day}.", day=day))]
    day = reader.day(reader.local(report.reported_at).date())
    return [kit.notes(reader.t("You reported this to HR on {day}. They can read this one item.", day=day))]
