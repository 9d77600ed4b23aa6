"""The roster file: what is understood, and what is refused with its line and the reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import imports
from bot.domain.imports import ImportBroken, Problem, Row
from bot.domain.roles import Role

WHOLE = (
    "email,employee_id,manager_email,department,title,job_family,level,key_role,country,locale,start_date,end_date,roles\n"
    "Mei@Example.com,E1,tom@example.com,R  &  D,Engineer,Tech,L3,yes,cn,zh_cn,2020-01-31,2027-12-31,hr\n"
)
MEI = Row(
    line=2,
    email="mei@example.com",
    employee_id="E1",
    manager_email="tom@example.com",
    department="R & D",
    title="Engineer",
    job_family="Tech",
    level="L3",
    key_role=True,
    country="CN",
    locale="zh-CN",
    start_date=date(2020, 1, 31),
    end_date=date(2027, 12, 31),
    roles=(Role.HR,),
)


def problems(text: str | bytes) -> list[Problem]:
    with pytest.raises(ImportBroken) as broken:
        imports.read(text.encode() if isinstance(text, str) else text)
    return broken.value.problems


@pytest.mark.parametrize(
    "raw",
    [
        WHOLE.encode(),
        WHOLE.encode("utf-8-sig"),
        WHOLE.replace("\n", "\r\n").encode(),
        WHOLE.replace(",", ";").encode(),
        WHOLE.replace(",", "\t").encode(),
        WHOLE.rstrip().encode(),
        WHOLE.replace("email,emp", " Email ,EMP").encode(),
        WHOLE.replace("Engineer", '"Engineer"').encode(),
    ],
)
def test_every_usual_way_of_writing_the_file_is_understood(raw: bytes) -> None:
    assert imports.read(raw).rows == (MEI,)


def test_only_the_address_is_needed() -> None:
    roster = imports.read(b"email\nmei@example.com\n")
    assert roster == imports.Roster(frozenset({"email"}), (Row(2, "mei@example.com"),))


def test_a_line_is_counted_as_an_editor_counts_it() -> None:
    text = 'email,title\n\nmei@example.com,"Head\nof things"\n,\ntom@example.com,\n'
    assert [(row.line, row.title) for row in imports.read(text.encode()).rows] == [(3, "Head\nof things"), (6, None)]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("email\n", 2, "nobody"),
        ("title\nMei\n", 1, "column email is missing"),
        ("email,salary\na@b.c,1\n", 1, "'salary' is not known. Known are: email, employee_id"),
        ("email,title,title\n", 1, "title is there twice"),
        ("email,title\na@b.c\n", 2, "1 cells, and the header names 2"),
        ("email\nmei\n", 2, "'mei' is not an e-mail"),
        ("email,title\n,Boss\n", 2, "address is missing"),
        ("email\na@b.c\nA@b.C\n", 3, "email a@b.c is already in line 2"),
        ("email,employee_id\na@b.c,1\nd@e.f,1\n", 3, "employee_id 1 is already in line 2"),
        ("email,start_date\na@b.c,20270113\n", 2, "'20270113' is not a date"),
        ("email,start_date\na@b.c,2027-02-30\n", 2, "'2027-02-30' is not a date"),
        ("email,start_date,end_date\na@b.c,2027-02-02,2027-02-01\n", 2, "is before start_date"),
        ("email,roles\na@b.c,boss\n", 2, "'boss' is not known. Known are: hr"),
        ("email,locale\na@b.c,english\n", 2, "'english' is not a locale"),
        ("email,locale\na@b.c,en-ZZ\n", 2, "not a locale"),
        ("email,country\na@b.c,Germany\n", 2, "not a country"),
        ("email,key_role\na@b.c,maybe\n", 2, "Write yes or no"),
        ("email,level\na@b.c," + "x" * 65 + "\n", 2, "level is longer than 64"),
        ('email,title\na@b.c,"Boss\n', 2, "quotes"),
        ("email,title\na@b.c,B\x00ss\n", 2, "no text"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line_and_the_reason(text: str, line: int, words: str) -> None:
    found = problems(text)
    assert [problem.line for problem in found] == [line]
    assert words in found[0].why


def test_a_file_that_is_not_utf_8_is_said_to_be_so_with_the_first_line_that_is_not() -> None:
    assert problems("email,title\na@b.c,Chef\nd@e.f,Bücher\n".encode("latin-1"))[0].line == 3


def test_every_line_with_a_problem_is_named_at_once() -> None:
    found = problems("email,key_role,start_date\na@b.c,perhaps,soon\nd@e.f,yes,2027-01-01\nnobody,yes,\n")
    assert [problem.line for problem in found] == [2, 2, 4]


def lines_with_problems(raw: bytes) -> list[int]:
    try:
        imports.read(raw)
    except ImportBroken as broken:
        return [problem.line for problem in broken.problems]
    return []


@given(st.binary())
def test_no_file_is_a_surprise(raw: bytes) -> None:
    assert all(line >= 1 for line in lines_with_problems(raw))


@given(st.text())
def test_no_text_under_a_right_header_is_a_surprise(text: str) -> None:
    header = WHOLE.partition("\n")[0] + "\n"
    assert all(line >= 2 for line in lines_with_problems((header + text).encode("utf-8", "replace")))
