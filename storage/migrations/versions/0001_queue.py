"""The queue's tables: procrastinate's own on PostgreSQL, and ours of the same shape on SQLite.

Revision: 0001
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Moments are text in UTC, of one width, so that comparing them compares times. Workers' numbers are never given twice:
# a new worker must not be taken for a dead one. `changed_at` stands for procrastinate's table of events.
SQLITE = (
    """
    CREATE TABLE procrastinate_workers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        last_heartbeat TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE procrastinate_jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        queue_name TEXT NOT NULL DEFAULT 'default',
        task_name TEXT NOT NULL,
        priority INTEGER NOT NULL DEFAULT 0,
        lock TEXT,
        queueing_lock TEXT,
        args TEXT NOT NULL DEFAULT '{}',
        status TEXT NOT NULL DEFAULT 'todo'
            CHECK (status IN ('todo', 'doing', 'succeeded', 'failed', 'cancelled', 'aborted')),
        scheduled_at TEXT,
        attempts INTEGER NOT NULL DEFAULT 0,
        abort_requested INTEGER NOT NULL DEFAULT 0,
        worker_id INTEGER REFERENCES procrastinate_workers (id) ON DELETE SET NULL,
        changed_at TEXT,
        CHECK (NOT (status = 'todo' AND abort_requested))
    )
    """,
    """
    CREATE TABLE procrastinate_periodic_defers (
        task_name TEXT NOT NULL,
        periodic_id TEXT NOT NULL DEFAULT '',
        defer_timestamp INTEGER NOT NULL,
        PRIMARY KEY (task_name, periodic_id)
    )
    """,
    "CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock ON procrastinate_jobs (queueing_lock) WHERE status = 'todo'",
    "CREATE UNIQUE INDEX procrastinate_jobs_lock ON procrastinate_jobs (lock) WHERE status = 'doing'",
    "CREATE INDEX procrastinate_jobs_waiting_lock ON procrastinate_jobs (lock) WHERE status = 'todo'",
    "CREATE INDEX procrastinate_jobs_due ON procrastinate_jobs (priority DESC, id) WHERE status = 'todo'",
    "CREATE INDEX procrastinate_jobs_worker ON procrastinate_jobs (worker_id)",
    "CREATE INDEX procrastinate_jobs_finished ON procrastinate_jobs (status, changed_at)",
)

# Everything of procrastinate's that this schema holds, whichever release made it.
POSTGRES_DROP = """
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT tablename AS name FROM pg_tables
        WHERE schemaname = current_schema() AND tablename LIKE 'procrastinate\\_%' LOOP
        EXECUTE format('DROP TABLE %I CASCADE', found.name);
    END LOOP;
    FOR found IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace AND p.proname LIKE 'procrastinate\\_%' LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', found.name);
    END LOOP;
    FOR found IN SELECT t.typname AS name FROM pg_type t
        WHERE t.typnamespace = current_schema()::regnamespace AND t.typname LIKE 'procrastinate\\_%' LOOP
        EXECUTE format('DROP TYPE IF EXISTS %I CASCADE', found.name);
    END LOOP;
END;
$$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    else:
        run_raw(SchemaManager.get_schema())


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in ("periodic_defers", "jobs", "workers"):
            op.execute(f"DROP TABLE procrastinate_{table}")
    else:
        run_raw(POSTGRES_DROP)


def run_raw(script: str) -> None:
    """Past SQLAlchemy, which would take the script's percent signs and colons for parameters."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None  # noqa: S101 - a bind has one
    connection.execute(script)
