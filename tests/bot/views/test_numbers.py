"""HR reads which kind of message did not arrive in people's words."""

from bot.locales.reader import Reader
from bot.main import build_registry
from bot.views import numbers


def test_every_kind_of_message_has_a_name_for_people() -> None:
    reader = Reader()
    unnamed = [name for name in build_registry().tellings if numbers.kind(reader, name) == numbers.kind(reader, "?")]
    assert unnamed == []
