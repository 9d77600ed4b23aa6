"""Home has room for all that it shows, whoever looks."""

import pytest

from bot.locales.reader import Reader
from bot.views import home, kit
from tests.bot.views.data import Data
from tests.views import read


@pytest.mark.parametrize("many", [0, 3, 12, 60])
def test_nothing_is_cut_off_the_end_of_home(many: int) -> None:
    """Somebody who leads managers, is HR, asks and is asked for help, and has as much of everything as there can be."""
    view = home.home(Reader(), Data(many=many).full_home(), [kit.sentence("The end")])
    assert read(view["blocks"][-1]) == "The end"
