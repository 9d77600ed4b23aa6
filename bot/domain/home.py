"""Home: what its redraw is called among jobs."""

ORIGIN = "home"
"""What a button or form that was opened on Home carries, so that Home is drawn anew once it was used."""

REDRAW = "home.redraw"
REDRAW_PRIORITY = 30
"""Somebody looks at it: before everything that is merely due."""
