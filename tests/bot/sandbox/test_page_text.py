"""What people and bots write is shown as it was meant, and nothing in it can run."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.page_mrkdwn import mrkdwn, plain
from bot.sandbox.page_reader import Reader, locale_of, upcoming, zone_of
from bot.sandbox.page_rich import rich_text
from bot.sandbox.page_texts import LANGUAGES, language_of, words
from bot.sandbox.text import escape

NOW = datetime(2026, 11, 19, 6, 20, tzinfo=UTC)
READER = Reader(
    ZoneInfo("Asia/Shanghai"),
    Locale("en", "GB"),
    NOW,
    people={"U1": "Mei Lin", "U2": "<Max>"},
    channels={"C1": "team"},
    me="U1",
)
TAG = re.compile(r"<[^>]*>")
KNOWN = re.compile(
    r'<(/?(strong|em|s|code|pre|blockquote|span|a|time)|br|span class="mention[ a-z-]*"|span class=\'quiet\''
    r'|a href="(https?://|mailto:)[^"<>]*" target="_blank" rel="noopener noreferrer"|time title="[^"<>]*")>'
)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*bold* and _italic_ and ~gone~", "<strong>bold</strong> and <em>italic</em> and <s>gone</s>"),
        ("*a _b_ c*", "<strong>a <em>b</em> c</strong>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("`<tag> *no*`".replace("<", "&lt;").replace(">", "&gt;"), "<code>&lt;tag&gt; *no*</code>"),
        ("```\none *two*\n```", "<pre>one *two*</pre>"),
        ("first\n&gt; said\n&gt; more\nlast", "first<blockquote>said<br>more</blockquote>last"),
        ("a\nb", "a<br>b"),
        (
            "<@U1> asks <@U2|x>",
            '<span class="mention mention-me">@Mei Lin</span> asks <span class="mention">@&lt;Max&gt;</span>',
        ),
        ("<#C1> and <#C9|old>", '<span class="mention">#team</span> and <span class="mention">#old</span>'),
        ("<!here>", '<span class="mention mention-all">@here</span>'),
        (
            "<https://a.example/?x=1&amp;y=2|the page>",
            '<a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">the page</a>',
        ),
        (
            "<mailto:a@b.example|a@b.example>",
            '<a href="mailto:a@b.example" target="_blank" rel="noopener noreferrer">a@b.example</a>',
        ),
        ("tom &amp; jerry &lt;3", "tom &amp; jerry &lt;3"),
        (":tada: :not_known:", "🎉 :not_known:"),
        ("<!date^1795158000^{date_num} {time}|then>", '<time title="then">20/11/2026 15:00</time>'),
        ("<!date^soon^{date}|then>", '<time title="then">then</time>'),
    ],
)
def test_markup_is_shown_as_slack_shows_it(source: str, html: str) -> None:
    assert str(mrkdwn(source, READER)) == html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "JAVASCRIPT:x"])
def test_a_link_to_anything_but_web_and_mail_is_text(url: str) -> None:
    assert "href" not in mrkdwn(f"<{url}|press me>", READER)
    leaf = {"type": "link", "url": url, "text": "press me"}
    assert "href" not in rich_text({"elements": [{"type": "rich_text_section", "elements": [leaf]}]}, READER)


@given(st.text(alphabet="<>&\"'`*_~!@#|^:\n\\ahrefonclick=/{}"))
def test_no_text_makes_a_tag_of_its_own(text: str) -> None:
    """Whatever comes, even unescaped, the only tags are those that the renderer writes."""
    for source in (text, escape(text)):
        for tag in TAG.findall(str(mrkdwn(source, READER))):
            assert KNOWN.fullmatch(tag), tag


@given(st.text())
def test_plain_text_comes_out_word_for_word(text: str) -> None:
    shown = str(plain(text, emoji=False)).replace("<br>", "\n")
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        shown = shown.replace(entity, sign)
    assert shown == text


def test_rich_text_shows_lists_styles_and_people() -> None:
    section = {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": "<b>", "style": {"bold": True}}, {"type": "user", "user_id": "U1"}],
    }
    block = {"elements": [{"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [section]}]}
    html = str(rich_text(block, READER))
    assert '<ol class="indent-1" start="1"><li><p><strong>&lt;b&gt;</strong>' in html
    assert "@Mei Lin" in html


def test_an_unknown_piece_of_rich_text_is_named_and_not_dropped() -> None:
    html = rich_text({"elements": [{"type": "rich_text_section", "elements": [{"type": "hologram"}]}]}, READER)
    assert "hologram" in html


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        ("2026-11-19T06:20+00:00", "Asia/Shanghai", "2026-11-20T07:00+00:00"),
        ("2026-11-20T07:00+00:00", "Asia/Shanghai", "2026-11-27T07:00+00:00"),
        ("2026-11-20T06:59+00:00", "Asia/Shanghai", "2026-11-20T07:00+00:00"),
        ("2026-03-27T20:00+00:00", "Europe/Berlin", "2026-04-03T13:00+00:00"),
        ("2026-03-26T20:00+00:00", "Europe/Berlin", "2026-03-27T14:00+00:00"),
    ],
)
def test_friday_three_oclock_is_the_next_one_on_the_persons_wall(now: str, zone: str, expected: str) -> None:
    reader = Reader(zone_of(zone), locale_of("en-US"), datetime.fromisoformat(now))
    assert upcoming(4, 15, reader) == datetime.fromisoformat(expected)


def test_a_missing_or_unknown_zone_and_locale_still_show_something() -> None:
    assert zone_of(None).key == zone_of("Mars/Olympus").key == "UTC"
    assert str(locale_of(None)) == str(locale_of("xx-nonsense")) == "en_US"


def test_every_text_of_the_page_is_there_in_every_language() -> None:
    for code, *_ in LANGUAGES:
        assert all(text.strip() for text in vars(words(code)).values())


def test_every_language_has_the_same_places_to_fill() -> None:
    english = vars(words("en"))
    for code, *_ in LANGUAGES:
        for key, text in vars(words(code)).items():
            if key != "lang":
                assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[key])), key


@pytest.mark.parametrize(
    ("cookie", "accepted", "expected"),
    [
        ("zh_TW", "en", "zh_TW"),
        ("tlh", "en", "en"),
        (None, "zh-HK,zh;q=0.8", "zh_TW"),
        (None, "zh-CN", "zh_CN"),
        (None, "de,fr", "en"),
        (None, "fr, zh;q=0.5", "zh_CN"),
    ],
)
def test_the_pages_language_is_the_chosen_one_else_the_browsers(
    cookie: str | None, accepted: str, expected: str
) -> None:
    assert language_of(cookie, accepted) == expected


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        ("client: this field is required", "请填写此项。"),
        ("client: no more than 3000 characters", "请不要超过 3000 个字符。"),
        ("client: something new", "something new"),
        ("Please say who.", "Please say who."),
    ],
)
def test_what_the_client_says_is_in_the_pages_language_and_what_the_bot_says_is_left_alone(
    error: str, shown: str
) -> None:
    assert words("zh_CN").under_field(error) == shown
