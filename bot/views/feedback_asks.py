"""What somebody was asked, above the form in which they answer it."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.views import kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.feedback_asks import Asked


def to_answer(reader: Reader, asked: "Asked") -> list[Json]:
    """Who asks about whom, and the question in their words."""
    name, subject = kit.cut(asked.asker.name, kit.NAME_MAX), kit.cut(asked.subject.name, kit.NAME_MAX)
    text = reader.t("{name} asks for feedback about their own work:", name=name)
    if not asked.about_asker:
        text = reader.t("{name} asks for feedback about {subject}, who reports to them:", name=name, subject=subject)
    return [kit.sentence(text), *kit.words(asked.request.words, reader)]


def read_by(reader: Reader, asked: "Asked") -> str:
    """Who reads the answer; whoever answers does not choose that."""
    names = [asked.subject.name] if asked.about_asker else [asked.subject.name, asked.asker.name]
    return reader.t("Read by {names}, and nobody else.", names=reader.names(names))
