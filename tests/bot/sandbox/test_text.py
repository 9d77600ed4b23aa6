"""Text is kept as Slack keeps it: people's words dead, what a bot makes live visible as live."""

import pytest

from bot.sandbox.text import echoed, escape, kept, kept_blocks, parsed, unescape


@pytest.mark.parametrize(
    ("sent", "stays"),
    [
        ("a & b", "a &amp; b"),
        ("a &amp; b", "a &amp; b"),
        ("1 < 2 > 0", "1 &lt; 2 &gt; 0"),
        ("<@U0AB> <!here> <#C01|news>", "<@U0AB> <!here> <#C01|news>"),
        ("<https://example.com|site>", "<https://example.com|site>"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
        ("<!date^1700000000^{date}|then>", "<!date^1700000000^{date}|then>"),
    ],
)
def test_what_is_live_stays_and_the_rest_is_escaped(sent: str, stays: str) -> None:
    assert kept(sent) == stays


def test_escaping_can_be_undone() -> None:
    assert unescape(escape("a & <b> &amp;")) == "a & <b> &amp;"


def test_bare_addresses_and_broadcasts_become_live_unless_verbatim() -> None:
    bare = "see https://example.com and @here"
    assert parsed(bare) == "see <https://example.com> and <!here>"
    [loose] = kept_blocks([{"type": "mrkdwn", "text": bare}])
    [strict] = kept_blocks([{"type": "mrkdwn", "text": bare, "verbatim": True}])
    assert "<!here>" in loose["text"]
    assert strict["text"] == bare


def test_an_address_that_is_live_already_is_not_made_live_twice() -> None:
    assert parsed("<https://example.com|x> a@here.com") == "<https://example.com|x> a@here.com"


def test_plain_text_comes_back_escaped() -> None:
    assert echoed([{"text": {"type": "plain_text", "text": "R&D"}}]) == [
        {"text": {"type": "plain_text", "text": "R&amp;D"}}
    ]
