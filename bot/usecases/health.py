"""How it goes, for those who run it: counts alone, in Prometheus's text format."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.notices import State
from storage import health
from storage.database import Tx

JOB_STATES = ("todo", "doing", "succeeded", "failed", "cancelled", "aborted")


async def knows_workspace(tx: Tx) -> bool:
    """Whether the bot was introduced to a workspace; and with it, that the database answers."""
    return await health.knows_workspace(tx)


async def metrics(tx: Tx, now: datetime) -> str:
    """Gauges, one line each; every state has its line, also at nought."""
    counts = await health.counts(tx, now)
    waits = max((now - counts.oldest_due).total_seconds(), 0.0) if counts.oldest_due else 0.0
    lines = [
        *_gauge(
            "growloop_notices",
            "Notices by state.",
            {state.value: counts.notices.get(state.value, 0) for state in State},
        ),
        *_gauge("growloop_jobs", "Jobs by state.", {state: counts.jobs.get(state, 0) for state in JOB_STATES}),
        *_gauge("growloop_oldest_due_seconds", "How long the oldest due notice has waited.", {"": waits}),
        *_gauge("growloop_people", "People who take part.", {"": counts.people}),
    ]
    return "\n".join(lines) + "\n"


def _gauge(name: str, helps: str, values: Mapping[str, float]) -> list[str]:
    lines = [f"# HELP {name} {helps}", f"# TYPE {name} gauge"]
    lines += [
        f'{name}{{state="{state}"}} {value:g}' if state else f"{name} {value:g}" for state, value in values.items()
    ]
    return lines
