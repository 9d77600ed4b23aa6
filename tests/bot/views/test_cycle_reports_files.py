"""A report's files: a page that is whole in itself and runs nothing, and a table in which nothing is a formula."""

import csv
import re
from html.parser import HTMLParser
from io import StringIO

import pytest

from bot.domain.cycle_reports import Scope, Sort
from bot.locales.reader import Reader
from bot.views import cycle_reports_files as views
from tests.bot.views.cases_cycle_reports import report

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>&{{ 7*7 }}'


class Page(HTMLParser):
    """What stands in a page: its elements with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(("locale", "lang"), [("en-GB", "en"), ("zh-CN", "zh-Hans"), ("zh-TW", "zh-Hant")])
@pytest.mark.parametrize("scope", list(Scope))
def test_the_page_asks_nothing_of_anybody_and_runs_nothing(locale: str, lang: str, scope: Scope) -> None:
    text = views.made(Reader(locale), report(HOSTILE, 3, scope), Sort.PAGE).decode()
    page = Page(text)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "link", "iframe", "object", "form", "base", "image", "use", "foreignobject"}
    for _, attributes in page.elements:
        assert not {name for name in attributes if name.startswith("on") or name in {"src", "href", "xlink:href"}}
    assert "url(" not in text
    assert "@import" not in text
    assert set(re.findall(r"https?://[^\"' ]+", text)) == {"http://www.w3.org/2000/svg"}
    assert dict(page.elements[0][1]) == {"lang": lang}
    assert "{{ 7*7 }}" in page.text, "a name is a name, whatever it looks like"
    assert "default-src 'none'" in text
    charts = [attributes for tag, attributes in page.elements if tag == "figure"]
    assert len(charts) == (3 if scope is Scope.COMPANY else 2)
    assert all(one["role"] == "img" and len(one["aria-label"] or "") > 40 for one in charts)


def test_who_leads_managers_gets_shares_and_averages_and_no_feedback() -> None:
    text = Page(views.page(Reader("en-GB"), report("Design", 3, Scope.BELOW))).text
    assert "Thanks per person" in text
    assert "Feedback" not in text
    assert not re.search(r"\d+ of \d+ \(", text)
    assert "Feedback" in Page(views.page(Reader("en-GB"), report("Design", 3))).text


@pytest.mark.parametrize("scope", list(Scope))
def test_the_table_opens_in_spreadsheets_and_calculates_nothing(scope: Scope) -> None:
    names = ["(nowhere)", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "研发部", 'A "quoted", name']
    made = report("x", len(names), scope)
    content = views.made(Reader("zh-CN"), made.__class__(**{**vars(made), "names": dict(enumerate(names))}), Sort.TABLE)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 1 + 1 + len(names) + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {"'=1+1", "'@SUM(A1)", "研发部", 'A "quoted", name'} <= {row[0] for row in rows}
    assert all(re.fullmatch(r"[\d.]*", cell) for row in rows[1:] for cell in row[1:]), "numbers as programs write them"
