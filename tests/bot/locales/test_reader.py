"""Everybody reads in their own language, on their own clock."""

from datetime import UTC, date, datetime

import pytest

from bot.locales import reader as module
from bot.locales.reader import Reader, isolated, language

BRITISH, AMERICAN = Reader("en-GB", "Europe/London"), Reader("en-US", "America/New_York")
SIMPLIFIED, TRADITIONAL = Reader("zh-CN", "Asia/Shanghai"), Reader("zh-TW", "Asia/Taipei")
NOON = datetime(2027, 7, 1, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "found"),
    [
        ("zh-CN", "zh_Hans"),
        ("zh-Hans-SG", "zh_Hans"),
        ("zh", "zh_Hans"),
        ("zh_CN", "zh_Hans"),
        ("zh-TW", "zh_Hant"),
        ("zh-HK", "zh_Hant"),
        ("zh-MO", "zh_Hant"),
        ("zh-Hant", "zh_Hant"),
        ("ZH-tw", "zh_Hant"),
        ("en-US", "en"),
        ("de-DE", "en"),
        ("", "en"),
        ("nonsense", "en"),
    ],
)
def test_the_catalogue_follows_the_locale(locale: str, found: str) -> None:
    assert language(locale) == found


@pytest.mark.parametrize(
    ("reader", "moment"),
    [
        (BRITISH, "Thursday 1 July 13:05"),
        (AMERICAN, "Thursday, July 1, 8:05 AM"),
        (SIMPLIFIED, "7月1日 星期四 20:05"),
        (TRADITIONAL, "7月1日 星期四 20:05"),
        (Reader("de-DE", "Europe/Berlin"), "Thursday 1 July 14:05"),
        (Reader("en", "Pacific/Kiritimati"), "Friday 2 July 02:05"),
    ],
)
def test_a_moment_is_told_on_the_readers_own_clock(reader: Reader, moment: str) -> None:
    assert reader.moment(NOON) == moment
    assert moment.endswith(reader.time(NOON))
    assert moment.startswith(reader.day(reader.local(NOON).date()))


def test_the_hour_before_and_after_the_clocks_change_is_told_as_the_clock_shows_it() -> None:
    before, after = (datetime(2027, 10, 31, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert (BRITISH.time(before), BRITISH.time(after)) == ("01:30", "01:30")


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "America", "../etc/passwd"])
def test_a_zone_that_nobody_knows_is_read_as_utc(zone: str) -> None:
    assert Reader("en-GB", zone).time(datetime(2027, 1, 15, 7, tzinfo=UTC)) == "07:00"


def test_a_script_that_is_named_goes_before_the_region() -> None:
    assert language("zh-Hans-HK") == "zh_Hans"


def test_dates_are_written_as_the_reader_writes_them() -> None:
    day = date(2027, 1, 5)
    assert [one.full_date(day) for one in (BRITISH, AMERICAN, SIMPLIFIED)] == [
        "5 January 2027",
        "January 5, 2027",
        "2027年1月5日",
    ]
    assert [one.short_day(day) for one in (BRITISH, AMERICAN, TRADITIONAL)] == ["5 Jan", "Jan 5", "1月5日"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (1234567.891, "1,234,567.9"), (3.25, "3.3"), (-2.25, "-2.3")],
)
def test_numbers_are_rounded_as_people_round(value: float, shown: str) -> None:
    assert AMERICAN.number(value) == SIMPLIFIED.number(value) == shown


def test_a_share_is_told_in_percent() -> None:
    assert [one.percent(0.333) for one in (BRITISH, TRADITIONAL)] == ["33%", "33%"]


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 more are on Home."), (1, "1 more is on Home."), (2, "2 more are on Home.")]
)
def test_english_tells_one_from_many(count: int, text: str) -> None:
    assert BRITISH.n("{count} more is on Home.", "{count} more are on Home.", count) == text


@pytest.mark.parametrize("count", [0, 1, 2])
def test_chinese_has_one_form_for_all(count: int) -> None:
    assert SIMPLIFIED.n("{count} more is on Home.", "{count} more are on Home.", count) == f"另有 {count} 份在主页。"


def test_what_no_catalogue_knows_is_said_in_english() -> None:
    assert SIMPLIFIED.t("Unheard of") == "Unheard of"
    assert [SIMPLIFIED.n("{count} one", "{count} many", count) for count in (1, 2)] == ["1 one", "2 many"]


def test_words_with_braces_are_only_words() -> None:
    assert BRITISH.t("Hello {name}", name="{name.__class__} {0}") == "Hello {name.__class__} {0}"


def test_names_are_listed_as_the_language_lists_them() -> None:
    assert BRITISH.names([]) == ""
    assert BRITISH.names(["Mei"]) == "Mei"
    assert BRITISH.names(["Mei", "Leo", "Ana"]) == "Mei, Leo and Ana"
    assert AMERICAN.names(["Mei", "Leo", "Ana"]) == "Mei, Leo, and Ana"
    assert SIMPLIFIED.names(["Mei", "Leo", "Ana"]) == "Mei、Leo和Ana"


def test_of_many_names_as_many_are_told_as_fit_and_the_others_are_counted() -> None:
    assert BRITISH.names(["Mei"], of=3) == "Mei and 2 others"
    assert SIMPLIFIED.names(["Mei", "Leo"], of=3) == "Mei、Leo 和另外 1 人"
    assert BRITISH.names(["x"] * 100).endswith(" and 70 others")
    assert len(BRITISH.names(["x" * 255] * 100)) < 3_000


@pytest.mark.parametrize("name", ["Mei Lin", "李梅", "Zoë", "👩‍👩‍👧‍👦"])
def test_a_name_from_left_to_right_is_left_alone(name: str) -> None:
    assert isolated(name) == name


def test_a_name_from_right_to_left_keeps_to_its_place() -> None:
    assert BRITISH.t("Hello {name}", name="محمد") == "Hello \u2068محمد\u2069"
    assert BRITISH.t("Hello {name}", name=isolated("محمد")) == "Hello \u2068محمد\u2069"


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_no_sign_in_a_name_turns_the_sentence_around_it(sign: str) -> None:
    assert BRITISH.t("Hello {name}, good day", name=f"Mei{sign}") == "Hello \u2068Mei\u2069, good day"


def test_a_catalogue_is_read_once() -> None:
    assert module.catalogue("zh_Hans") is module.catalogue("zh_Hans")


def test_plurals_in_a_catalogue_are_found_by_their_singular() -> None:
    assert module.catalogue("zh_Hant")["{count} more is on Home."] == "另有 {count} 份在首頁。"
