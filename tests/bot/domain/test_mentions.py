"""What Slack made of what somebody typed: whom it begins with, and the words as people read them."""

import pytest

from bot.domain.mentions import Mentioned, people_in, read, readable


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (None, Mentioned()),
        ("", Mentioned()),
        ("for the late shift", Mentioned(words="for the late shift")),
        ("<@U0MEI|mei> for it", Mentioned(["U0MEI"], [], "for it")),
        ("<@U0MEI>", Mentioned(["U0MEI"])),
        ("<@U0MEI|> <@W0BOB|bob.sun>  stayed", Mentioned(["U0MEI", "W0BOB"], [], "stayed")),
        ("<@U0MEI|mei>, <@U0BOB|bob> and <@U0TOM|tom> stayed", Mentioned(["U0MEI", "U0BOB", "U0TOM"], [], "stayed")),
        ("<@U0MEI|mei>和<@U0BOB|bob> 帮我", Mentioned(["U0MEI", "U0BOB"], [], "帮我")),
        ("<@U0MEI|mei> and then some", Mentioned(["U0MEI"], [], "then some")),
        ("<@U0MEI|mei> <@U0MEI|mei> twice", Mentioned(["U0MEI"], [], "twice")),
        ("@mei @bob.sun, for it", Mentioned([], ["@mei", "@bob.sun"], "for it")),
        ("<@U0MEI|mei> @bob for it", Mentioned(["U0MEI"], ["@bob"], "for it")),
        ("<!subteam^S1|@night-shift> for it", Mentioned([], ["@night-shift"], "for it")),
        ("<!channel> for it", Mentioned([], ["@channel"], "for it")),
        ("<@U0MEI|mei> helped <@U0BOB|bob>", Mentioned(["U0MEI"], [], "helped @bob")),
        ("<@U0MEI|mei> in <#C1|general> &lt;b&gt; &amp;amp;", Mentioned(["U0MEI"], [], "in #general <b> &amp;")),
        ("<@U0MEI|mei> see <https://example.com|this>", Mentioned(["U0MEI"], [], "see this (https://example.com)")),
        ("<@U0MEI|mei> write to a@b.example", Mentioned(["U0MEI"], [], "write to a@b.example")),
        ("<@U0MEI|mei> told <!here>", Mentioned(["U0MEI"], [], "told @here")),
        ("<@U0MEI|mei", Mentioned([], [], "<@U0MEI|mei")),
        ("+1 to all", Mentioned(words="+1 to all")),
    ],
)
def test_people_come_first_and_words_after_them(text: str | None, found: Mentioned) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<@U1> and <@U2|tom>", "@Mei Lin and @tom"),
        ("<@U9>", "@U9"),
        ("<#C1|general> <#C2>", "#general #C2"),
        ("<!channel> <!here|here> <!subteam^S1|@team>", "@channel @here @team"),
        ("<https://example.com/a|example.com/a>", "https://example.com/a"),
        ("<https://example.com|here>", "here (https://example.com)"),
        ("<https://example.com>", "https://example.com"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("2 &lt; 3 &amp;amp; 4 &gt; 1", "2 < 3 &amp; 4 > 1"),
    ],
)
def test_a_message_is_quoted_as_people_read_it(text: str, shown: str) -> None:
    assert readable(text, {"U1": "Mei Lin"}) == shown


def test_those_whom_a_message_mentions_are_found() -> None:
    assert people_in("<@U1> saw <@W2|tom> and <#C1>") == {"U1", "W2"}


def test_a_long_hostile_text_is_read_at_once() -> None:
    assert read("<@" * 20_000).people == []
    assert read(" ,;" * 20_000 + "@x").unknown == ["@x"]
