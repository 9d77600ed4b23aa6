"""Every view the bot can build is taken by Slack, in three languages and with the worst that people are called and write."""

import inspect
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bot.views
from bot.domain.checkins import WORDS_MAX, Draft
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import checkins_form, kit, reading, talks
from bot.views import help as helping
from bot.views.kit import Json
from tests.bot.views.cases import CASES
from tests.bot.views.data import Data
from tests.views import elements, problems, read

READERS = [
    Reader(locale, zone) for locale, zone in (("en-US", "UTC"), ("zh-CN", "Asia/Shanghai"), ("zh-TW", "Asia/Taipei"))
]
MODULES = [
    import_module(f"bot.views.{one.name}") for one in iter_modules(bot.views.__path__) if not one.name.startswith("kit")
]
NO_VIEW = {
    f"{name}.read_form"
    for name in (
        "actions",
        "checkins_form",
        "countries",
        "goals_checkin",
        "goals_progress",
        "history",
        "leave",
        "upward",
    )
} | {f"people.read_{name}_form" for name in ("manager", "zone", "hr")}
NO_VIEW |= {"one_on_ones.buttons", "one_on_ones.picks", "one_on_ones_held.buttons"}
NO_VIEW |= {"announcements_forms.read_sending"}
NO_VIEW |= {f"series_forms.read_{name}" for name in ("rhythm", "window", "audience")}

MARKUP = "<!channel> *x* _y_ ~z~ `c` <@U1> &lt; <https://example.com|x> :wave: @here #general https://example.com > q "
FAMILY = "👩‍👩‍👧‍👦"
MARK = "PRIVATE"
SLOW = {"people.zone_form", "people.zone_groups"}
"""Hundreds of zones, and not one word of anybody's."""


def full(piece: str, length: int) -> str:
    """As many of these pieces as make up exactly that many characters."""
    return (piece * (length // len(piece) + 1))[:length]


WORST = {
    "plain": Data(),
    "nobody": Data(words="", many=0),
    "erased": Data(words=None, written=None, many=1),
    "longest": Data(
        full("Wilhelmina ", 255), full("Retrospective ", 255), full(MARK, WORDS_MAX), full(MARK, 40_000), 100
    ),
    "markup": Data(
        full(MARKUP, 255), full(MARKUP, 255), full(MARK + MARKUP, WORDS_MAX), full(MARK + MARKUP, 40_000), 30
    ),
    "escapes": Data(full("&<>", 255), full("&<>", 255), full("&<>", WORDS_MAX), full("&<>", 40_000), 30),
    "right to left": Data(full("محمد الخوارزمي ", 255), "סדרה", full("شكرا ", WORDS_MAX), full("שלום ", 12_000), 30),
    "turning": Data("\u202eMei\u2069\u202e", "\u2066x", "\u202e" * WORDS_MAX, "\u2067x\u2069", 12),
    "emoji": Data(full(FAMILY, 255), full("🎉", 255), full(FAMILY, WORDS_MAX), full(FAMILY, 40_000), 30),
    "lines": Data("a\n*b*\n> c", "x\r\ny", full("\n", WORDS_MAX), full(" \n", 40_000), 25),
    "blank": Data(" ", "\t", "   ", " " * 9_100, 2),
}


OURS = ("plain", "nobody", "longest")
"""Where our own sentences matter as well: the rest is about what people wrote, whatever language we speak."""


@pytest.fixture(params=READERS, ids=lambda reader: reader.language)
def reader(request: pytest.FixtureRequest) -> Reader:
    found: Reader = request.param
    return found


@pytest.mark.parametrize(
    ("reader", "data"),
    [
        pytest.param(reader, data, id=f"{reader.language}-{name}")
        for reader in READERS
        for name, data in WORST.items()
        if reader is READERS[0] or name in OURS
    ],
)
def test_slack_takes_every_view(reader: Reader, data: Data) -> None:
    wanted = set(CASES) if data == Data() else set(CASES) - SLOW
    others = reader is READERS[0] and data in [WORST[name] for name in OURS]
    found = {name: problems(CASES[name](reader, data), others=others) for name in sorted(wanted)}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_there_is_a_case_for_every_view() -> None:
    assert builders() - {name.split()[0] for name in CASES} == set()


def builders() -> set[str]:
    """Every public function that gives back a message, a view or blocks."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and inspect.signature(function).return_annotation in (Message, Json, list[Json])
    } - NO_VIEW


text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=255)
some = st.one_of(text, st.lists(st.sampled_from(["<!here>", "<@U1>", "*", "&", ">", "\n", "`", "a"])).map("".join))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(set(CASES) - SLOW)), some.filter(bool), some, text, st.integers(0, 12))
def test_whatever_people_write_nothing_of_it_is_live_or_refused(
    case: str, name: str, words: str, title: str, many: int
) -> None:
    data = Data(name, title, words, words * 20, many)
    assert problems(CASES[case](READERS[many % 3], data)) == []


@pytest.fixture(scope="module")
def messages() -> list[str]:
    """The cases that are sent: the others are looked at in Slack alone."""
    return [name for name in sorted(set(CASES) - SLOW) if isinstance(CASES[name](READERS[0], Data()), Message)]


@pytest.mark.parametrize("name", ["longest", "markup"])
def test_a_lock_screen_never_shows_what_somebody_wrote(reader: Reader, name: str, messages: list[str]) -> None:
    made = {one: CASES[one](reader, WORST[name]) for one in messages}
    assert [one for one, message in made.items() if isinstance(message, Message) and MARK in message.text] == []
    assert len(messages) > 50


def test_a_lock_screen_shows_names_as_they_are_and_calls_nobody(reader: Reader) -> None:
    message = helping.request(reader, Data("<!channel> & Mei").help())
    assert "&lt;!channel&gt; &amp; Mei" in message.text


@pytest.mark.parametrize("name", ["<!channel>", "*x*", "_y_", "~z~", "`c`", ":wave:", "> q", "a\nb", "&lt;", "<@U1>"])
def test_a_name_in_a_row_is_shown_as_it_is(reader: Reader, name: str) -> None:
    block = kit.row(name, "15:00")
    shown = block["text"]["text"]
    if block["text"]["type"] == "mrkdwn":
        assert not kit.FORMATTED.search(name)
        shown = shown.replace("*", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert shown.startswith(name)


@pytest.mark.parametrize(
    "words", [full("abc ", 40_000), full("&<>", 40_000), full(FAMILY, 40_000), "x" * 2_900, "", "a"]
)
def test_words_in_blocks_are_the_words(words: str) -> None:
    blocks = kit.words(words, Reader())
    assert "".join(read(block) for block in blocks) == (words or " ")
    assert max(len(read(block)) for block in blocks) <= kit.WORDS_STEP


def test_words_are_not_parted_within_a_sign() -> None:
    parts = kit.pieces(full(FAMILY, 20 * len(FAMILY) * 100))
    assert len(parts) > 1
    assert all(len(one) % len(FAMILY) == 0 for one in parts)


@pytest.mark.parametrize("piece", ["x", "&", FAMILY])
def test_long_words_in_a_message_end_with_a_button_to_all_of_them(reader: Reader, piece: str) -> None:
    data = Data(words=full(piece, WORDS_MAX), written=full(piece, 40_000))
    said = talks.message(reader, data.said())
    assert reader.t("Show all of it") in read(said)
    assert "…" in read(said)
    asked = helping.request(reader, data.help())
    assert (helping.SHOW in pressed(asked)) == (piece == "&")


def test_short_words_in_a_message_are_all_of_them(reader: Reader) -> None:
    assert reader.t("Show the check-in") in read(talks.message(reader, Data().said()))


def pressed(made: Message | Json) -> list[str]:
    """The action ids that can be pressed."""
    blocks = made.blocks if isinstance(made, Message) else made["blocks"]
    return [one["action_id"] for block in blocks for one in elements(block)]


@pytest.mark.parametrize("written", ["short", full("long ", 40_000)], ids=["short", "long"])
def test_every_message_of_a_long_talk_is_on_one_of_its_pages_and_only_one(reader: Reader, written: str) -> None:
    data = Data(written=written)
    talk = data.talk(70 if written == "short" else 6)
    for number, (_, message) in enumerate(talk):
        message.words = None if message.words is None else f"[{number}]{message.words}"
    shown: list[str] = []
    back = 0
    while True:
        view = reading.opened(
            reader, data.opened(talk=talk, answers=Draft(), blocker=None, own=[], goals=[]), back=back
        )
        shown.insert(0, "".join(read(block) for block in view["blocks"] if block["type"] == "rich_text"))
        if not any(reader.t("Earlier messages") in read(block) for block in view["blocks"]):
            break
        back += 1
    assert back >= 2
    assert "".join(shown) == "".join(message.words or "" for _, message in talk)


def test_the_pages_of_a_talk_lead_to_each_other(reader: Reader) -> None:
    opened = Data().opened(talk=Data().talk(70))
    pages = [[value for _, value in turns(reading.opened(reader, opened, "", back))] for back in range(4)]
    assert pages == [["1 1 "], ["1 2 ", "1 0 "], ["1 3 ", "1 1 "], ["1 2 "]]
    assert all(set(one) & set(other) == set() for one, other in pairwise(pages[:2]))


def turns(view: Json) -> list[tuple[str, str]]:
    found = [one for block in view["blocks"] for one in elements(block) if one["action_id"] == reading.TURN]
    return [(one["text"]["text"], one["value"]) for one in found]


def test_a_message_that_fills_more_than_the_field_says_so(reader: Reader) -> None:
    note = reader.t("Your message is longer than this field can hold: its end is missing here, and still in our chat.")
    assert note in read(checkins_form.form(reader, Data().form(), written="x" * 3_001))
    assert note not in read(checkins_form.form(reader, Data().form(), written="x" * 2_000))


def test_the_form_says_what_somebody_who_is_asked_for_help_reads(reader: Reader) -> None:
    hint = reader.t("Whoever you choose reads the blocker above, nothing else, and is told at once.")
    assert hint in read(checkins_form.form(reader, Data().form()))


def test_the_form_says_who_will_read_it(reader: Reader) -> None:
    assert "Leo" in read(checkins_form.form(reader, Data("Leo").form()))
    assert reader.t("Only you can read it: we do not know your manager yet.") in read(
        checkins_form.form(reader, Data().form(readers=[]))
    )
