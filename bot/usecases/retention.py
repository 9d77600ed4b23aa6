"""What people wrote is kept for so many months, and then erased: table by table, a batch at a time."""

from datetime import datetime

from bot.domain.retention import Retention
from storage import retention as store
from storage.database import Tx
from storage.retention import RULES, Old, Rule

__all__ = ["RULES", "Old", "Rule", "erase", "find"]


async def find(tx: Tx, rule: Rule, retention: Retention, now: datetime, after: int = 0) -> Old:
    """Some rows of one rule that are over; the next from its `last` on."""
    return await store.find(tx, rule, retention.before(rule.kept, now), after)


async def erase(tx: Tx, rule: Rule, old: Old, now: datetime) -> None:
    """Erase them, and count that in the audit log. Done twice, the second time nothing is there."""
    if old.found:
        await store.erase(tx, rule, old, now)
