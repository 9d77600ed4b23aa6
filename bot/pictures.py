"""Pictures: SVG into PNG, with font files that are named, so that a picture looks the same wherever it is drawn.

Without a font nothing would be written in it: it is then left out. Drawing holds the interpreter for some tens of milliseconds,
so it is for workers alone, and in a thread of its own it still lets nothing else run: few at a time.
"""

from functools import cache
from pathlib import Path

from resvg_py import svg_to_bytes

LATIN = ("dejavu/DejaVuSans.ttf", "TTF/DejaVuSans.ttf", "dejavu-sans-fonts/DejaVuSans.ttf", "DejaVuSans.ttf")
CHINESE = (
    "wqy/wqy-microhei.ttc",
    "wqy-microhei/wqy-microhei.ttc",
    "wenquanyi/wqy-microhei.ttc",
    "noto/NotoSansCJK-Regular.ttc",
    "noto-cjk/NotoSansCJK-Regular.ttc",
    "google-noto-cjk/NotoSansCJK-Regular.ttc",
)
"""Where Debian, Ubuntu, Fedora, Arch and Alpine put DejaVu, WenQuanYi Micro Hei and Noto Sans CJK."""
FOLDERS = tuple(
    Path(root) / kind
    for root in ("/usr/share/fonts", "/usr/local/share/fonts")
    for kind in ("truetype", "opentype", "")
)
FAMILIES = "DejaVu Sans, WenQuanYi Micro Hei, Noto Sans CJK SC"
"""What a picture names as its font; of these, whichever is there is used, sign by sign."""
SCALE = 2
"""Pixels for each unit of a picture: sharp on the screens that people have."""


@cache
def fonts(language: str) -> tuple[str, ...]:
    """The font files for what is written in that language; none: it cannot be written here."""
    latin, chinese = _first(LATIN), _first(CHINESE)
    if language != "en":
        return tuple(one for one in (latin, chinese) if one) if chinese else ()
    return (latin,) if latin else ()


def _first(names: tuple[str, ...]) -> str | None:
    places = (folder / name for folder in FOLDERS for name in names)
    return next((str(one) for one in places if one.is_file()), None)


def png(svg: str, font_files: tuple[str, ...]) -> bytes:
    """The picture, drawn. It reads no file but these fonts."""
    return bytes(
        svg_to_bytes(
            svg_string=svg, skip_system_fonts=True, font_files=list(font_files), zoom=SCALE, background="white"
        )
    )
