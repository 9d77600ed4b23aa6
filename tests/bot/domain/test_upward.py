"""What may be said without a name, when it is delivered, and what a ticket is."""

from datetime import date, datetime, timedelta
from math import log2

import pytest

from bot.domain.errors import RuleBroken
from bot.domain.upward import (
    LETTERS,
    TICKET_LENGTH,
    TRIES_WITHIN,
    WAITS_MOST,
    check,
    is_stale,
    is_there,
    may_close,
    proof,
    proof_of_reply,
    recent,
    written,
)

TICKET = "BCDF-GHJK-MNPR-STWX"
DAY = date(2027, 1, 13)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "words_needed"),
        (" \n\t ", "words_needed"),
        ("🎉🎉 👏", "upward_signs_alone"),
        ("… !?", "upward_signs_alone"),
        ("x" * 3_001, "too_long"),
    ],
)
def test_what_is_no_words_is_said_at_their_field(words: str, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check(words)
    assert (broken.value.code, broken.value.field) == (code, "words")


@pytest.mark.parametrize("words", ["Thanks", "谢谢", "x" * 3_000, "*bold* <!channel> &lt;", "شكرا", "👍 good"])
def test_everything_else_is_kept_as_it_is(words: str) -> None:
    assert check(f" {words}\n") == words


@pytest.mark.parametrize(
    ("waits_on", "today", "closes"),
    [(None, DAY, False), (DAY, DAY, False), (DAY, DAY + timedelta(1), True), (DAY, DAY - timedelta(1), False)],
)
def test_what_is_enough_is_delivered_on_a_later_day(waits_on: date | None, today: date, closes: bool) -> None:
    assert may_close(waits_on, today) is closes


def test_what_waits_for_more_than_half_a_year_is_stale() -> None:
    assert not is_stale(None, DAY)
    assert not is_stale(DAY, DAY + WAITS_MOST)
    assert is_stale(DAY, DAY + WAITS_MOST + timedelta(1))


@pytest.mark.parametrize(
    ("active", "until", "there"),
    [(True, None, True), (True, DAY, True), (True, DAY - timedelta(1), False), (False, None, False)],
)
def test_a_manager_is_there_until_their_last_day(active: bool, until: date | None, there: bool) -> None:
    assert is_there(until, DAY, active=active) is there


def test_a_ticket_has_more_than_sixty_bits_and_no_letters_that_look_alike() -> None:
    assert log2(len(LETTERS)) * TICKET_LENGTH > 60
    assert len(set(LETTERS)) == len(LETTERS)
    assert not set(LETTERS) & set("AEIOUILQV0123456789")


def test_a_ticket_is_shown_in_groups() -> None:
    assert written(list(TICKET.replace("-", ""))) == TICKET


@pytest.mark.parametrize(
    "typed", [TICKET, TICKET.lower(), TICKET.replace("-", ""), f"  {TICKET.replace('-', ' ')}. ", "`bcdf`-ghjkmnprstwx"]
)
def test_a_ticket_is_understood_however_it_was_typed(typed: str) -> None:
    assert proof(typed, 1) == proof(TICKET, 1)


@pytest.mark.parametrize("typed", ["", "x", TICKET + "B", TICKET[:-1], TICKET[:-1] + "A", "2027-W02", "查询码" * 6])
def test_what_is_no_ticket_has_no_proof(typed: str) -> None:
    assert proof(typed, 1) is None


def test_what_is_kept_of_a_ticket_is_a_hash_of_this_workspace_and_purpose() -> None:
    kept = str(proof(TICKET, 1))
    assert len(kept) == 64
    assert len({kept, proof(TICKET, 2), proof_of_reply(TICKET, 1)}) == 3
    assert "BCDF" not in kept.upper()


def test_wrong_tickets_count_for_ten_minutes() -> None:
    now = datetime.fromisoformat("2027-01-13T10:00:00+00:00")
    tries = [now - TRIES_WITHIN, now - TRIES_WITHIN + timedelta(seconds=1), now]
    assert recent(tries, now) == tries[1:]
