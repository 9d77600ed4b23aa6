"""Home: what its redraw is called among jobs, and what is carried along so that it is drawn as it was."""

ORIGIN = "home"
"""What a button or form that was opened on Home carries, so that Home is drawn anew once it was used."""

REDRAW = "home.redraw"
REDRAW_PRIORITY = 30
"""Somebody looks at it: before everything that is merely due."""


def origin(page: int) -> str:
    """Home while that page of the team is shown, the first one being 0."""
    return f"{ORIGIN}:{page}" if page else ORIGIN


def page_of(came_from: str) -> int | None:
    """The page of the team that Home showed; None: it was not Home."""
    name, _, page = came_from.partition(":")
    if name != ORIGIN:
        return None
    return int(page) if page.isdecimal() else 0
