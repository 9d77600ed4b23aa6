"""Others' opinions in place of an own observation: "everyone says", "有人反映"."""

from bot.domain.coach_part import Part, Span

QUOTED_SOON = 6
"""Words within which a quotation begins: then the others are a source, and quoted."""
ABOUT_ANYBODY = ("praise", "suggestion", "behaviour")


def hearsay(part: Part) -> Span | None:
    """The first opinion of others, unless the writer saw or heard it too."""
    if next(part.spans("hearsay.own", quoted=True), None):
        return None
    for first, last in part.spans("hearsay.phrase"):
        if not _quoted_soon(part, last):
            return first, last
    for first, last in part.spans("hearsay.who"):
        says = _says(part, first, last)
        if (
            says
            and not _quoted_soon(part, says[1])
            and not _addressed(part, first)
            and _about_you(part, first, says[1])
        ):
            return first, says[1]
    return None


def _says(part: Part, first: int, last: int) -> Span | None:
    """What they do with it: say, think, complain; close behind, and nobody else in between."""
    _, end = part.clause(first)
    excepted = part.inside("hearsay.except")
    for says in part.starting("hearsay.says", last, min(end, last + part.reach(first, 5, 6))):
        between = part.has("common.you", last, says[0]) or part.has("common.me", last, says[0])
        return None if between or part.text.quoted[says[0]] or says[0] in excepted else says
    return None


def _quoted_soon(part: Part, at: int) -> bool:
    return any(part.text.quoted[at : at + QUOTED_SOON])


def _addressed(part: Part, at: int) -> bool:
    """ "Tell everyone", "跟大家说": the others are spoken to."""
    return part.has("hearsay.addressed", at - 1, at)


def _about_you(part: Part, first: int, last: int) -> bool:
    """The opinion is about the one who is spoken to; in Chinese also where nobody is named."""
    _, end = part.sentence(first)
    named = part.has("common.you", last - 3, end) or part.has("common.your", last, end)
    return named or (part.chinese(first) and part.name in ABOUT_ANYBODY)
