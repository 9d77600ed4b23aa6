"""A 1:1 as a file for any calendar (RFC 5545). Times are UTC, so that no calendar has to know anybody's zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LINE_MAX = 75
"""Octets of a line, without its end (RFC 5545, 3.1)."""
PRODUCT = "-//Growloop//1:1//EN"


@dataclass(frozen=True)
class Entry:
    """`uid` stays the same for one talk, and `sequence` grows with each change: a calendar moves what it has, or takes it out."""

    uid: str
    sequence: int
    at: datetime
    minutes: int
    title: str
    place: str
    made_at: datetime
    called_off: bool = False


def calendar(entry: Entry) -> bytes:
    """The whole file."""
    status = "CANCELLED" if entry.called_off else "CONFIRMED"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        *(["METHOD:CANCEL"] if entry.called_off else []),
        "BEGIN:VEVENT",
        f"UID:{_text(entry.uid)}",
        f"DTSTAMP:{_moment(entry.made_at)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTART:{_moment(entry.at)}",
        f"DTEND:{_moment(entry.at + timedelta(minutes=entry.minutes))}",
        f"SUMMARY:{_text(entry.title)}",
        *([f"LOCATION:{_text(entry.place)}"] if entry.place else []),
        f"STATUS:{status}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Words as a value (RFC 5545, 3.3.11); signs that no text of a calendar may hold are left out."""
    kept = "".join(
        one
        for one in words.replace("\r\n", "\n").replace("\r", "\n")
        if one in "\n\t" or (ord(one) >= 32 and ord(one) != 127)
    )
    for sign in "\\;,":
        kept = kept.replace(sign, f"\\{sign}")
    return kept.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line with its end, parted where it is too long; no sign is cut in two."""
    parts, room = [b""], LINE_MAX
    for one in line:
        octets = one.encode()
        if len(octets) > room:
            parts.append(b" ")
            room = LINE_MAX - 1
        parts[-1] += octets
        room -= len(octets)
    return b"\r\n".join(parts) + b"\r\n"
