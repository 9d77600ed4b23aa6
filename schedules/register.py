"""Every capability that time or a worker runs: one line each. (The queue's own upkeep is added where the queue is made.)"""

from schedules import (
    actions,
    agenda,
    announcements,
    checkins,
    cycle_reports,
    cycle_summaries,
    cycles,
    cycles_dry_run,
    delivery,
    feedback,
    feedback_history,
    feedback_reports,
    feedback_requests,
    fortnight,
    gates,
    goals,
    goals_progress,
    history,
    holds,
    home,
    leave,
    observations,
    one_on_ones,
    one_on_ones_files,
    own_summaries,
    people,
    pulses,
    recognition,
    retention,
    series,
    summaries,
    summaries_charts,
    unled,
    upward,
)
from schedules.registry import Registry


def register(registry: Registry) -> None:
    """Ticks run in this order."""
    people.register(registry)
    unled.register(registry)
    cycles.register(registry)
    cycles_dry_run.register(registry)
    own_summaries.register(registry)
    checkins.register(registry)
    pulses.register(registry)
    upward.register(registry)
    leave.register(registry)
    series.register(registry)
    one_on_ones.register(registry)
    one_on_ones_files.register(registry)
    actions.register(registry)
    agenda.register(registry)
    feedback.register(registry)
    feedback_history.register(registry)
    feedback_reports.register(registry)
    recognition.register(registry)
    announcements.register(registry)
    feedback_requests.register(registry)
    gates.register(registry)
    goals.register(registry)
    observations.register(registry)
    summaries.register(registry)
    summaries_charts.register(registry)
    cycle_summaries.register(registry)
    goals_progress.register(registry)
    cycle_reports.register(registry)
    history.register(registry)
    retention.register(registry)
    home.register(registry)
    fortnight.register(registry)
    holds.register(registry)
    delivery.register(registry)
