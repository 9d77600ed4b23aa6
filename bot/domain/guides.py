"""The guides for 1:1s: their steps, by what the talk is for. The words stand in bot/views/guides.py."""

from collections.abc import Mapping

from bot.domain.one_on_ones import Purpose

STEPS: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.COACHING: ("goal", "reality", "options", "will"),
    Purpose.GOALS: ("why", "what", "how", "check"),
    Purpose.MID_CYCLE: ("progress", "learned", "change", "support"),
    Purpose.RESULT: ("environment", "purpose", "merits", "shortcomings", "steps"),
    Purpose.DIFFICULT: ("facts", "impact", "listen", "agree", "hr"),
    Purpose.ROLE: ("role", "expect", "decide", "gaps"),
    Purpose.USE_OF_RESULTS: ("before", "pay", "training", "next"),
    Purpose.STAY: ("enjoy", "leave", "use", "promise"),
    Purpose.FIRST_90_DAYS: ("arrive", "thirty", "sixty", "ninety"),
}
"""One screen each: more than six steps nobody follows while they listen."""
