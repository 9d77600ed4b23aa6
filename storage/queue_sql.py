"""procrastinate's named queries, answered in SQLite's words.

`:now`, `:before` and every other moment are text in UTC of one width; lists arrive as JSON. What a query must do is
procrastinate's own SQL of the same name (release 3.10), and the contract suite holds both to it.
"""

_JOB = "id, queue_name, task_name, priority, lock, queueing_lock, args, status, scheduled_at, attempts, worker_id"

_CHOSEN = """
    (:queue_name IS NULL OR queue_name = :queue_name)
    AND (:task_name IS NULL OR task_name = :task_name)
    AND (:status IS NULL OR status = :status)
    AND (:lock IS NULL OR lock = :lock)
"""


def _counted(column: str) -> str:
    """How many jobs are in which state, by queue, task or lock."""
    return f"""
        SELECT name, sum(jobs) AS jobs_count, json_group_object(status, jobs) AS stats FROM (
            SELECT {column} AS name, status, count(*) AS jobs FROM procrastinate_jobs
            WHERE {_CHOSEN} AND {column} IS NOT NULL GROUP BY {column}, status
        ) GROUP BY name ORDER BY name
    """  # noqa: S608 - the columns are named here alone


READS = {
    "get_job_status": "SELECT status FROM procrastinate_jobs WHERE id = :job_id",
    "check_connection": """
        SELECT (SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'procrastinate_jobs') AS "check"
    """,
    "count_jobs_status": "SELECT count(*) AS count, status FROM procrastinate_jobs GROUP BY status",
    "list_jobs": f"""
        SELECT {_JOB}, abort_requested FROM procrastinate_jobs
        WHERE (:id IS NULL OR id = :id)
            AND (:queueing_lock IS NULL OR queueing_lock = :queueing_lock)
            AND (:worker_id IS NULL OR worker_id = :worker_id)
            AND {_CHOSEN}
        ORDER BY id
    """,  # noqa: S608 - the columns are named here alone
    "list_queues": _counted("queue_name"),
    "list_tasks": _counted("task_name"),
    "list_locks": _counted("lock"),
    "list_jobs_to_abort": """
        SELECT id FROM procrastinate_jobs
        WHERE status = 'doing' AND abort_requested AND (:queue_name IS NULL OR queue_name = :queue_name)
    """,
    "select_stalled_jobs_by_started": f"""
        SELECT {_JOB}, changed_at AS started_at FROM procrastinate_jobs
        WHERE status = 'doing' AND changed_at < :before
            AND (:queue IS NULL OR queue_name = :queue) AND (:task_name IS NULL OR task_name = :task_name)
    """,  # noqa: S608 - the columns are named here alone
    "select_stalled_jobs_by_heartbeat": f"""
        SELECT {_JOB} FROM procrastinate_jobs
        WHERE status = 'doing'
            AND (worker_id IS NULL
                OR worker_id IN (SELECT id FROM procrastinate_workers WHERE last_heartbeat < :before_alive))
            AND (:queue IS NULL OR queue_name = :queue) AND (:task_name IS NULL OR task_name = :task_name)
    """,  # noqa: S608 - the columns are named here alone
}
"""Answered without waiting for a writer."""

WRITES = {
    "fetch_job": f"""
        UPDATE procrastinate_jobs SET status = 'doing', worker_id = :worker_id, changed_at = :now
        WHERE id = (
            SELECT id FROM procrastinate_jobs AS job
            WHERE status = 'todo'
                AND (:queues IS NULL OR queue_name IN (SELECT value FROM json_each(:queues)))
                AND (scheduled_at IS NULL OR scheduled_at <= :now)
                AND (lock IS NULL OR NOT EXISTS (
                    SELECT 1 FROM procrastinate_jobs AS other WHERE other.lock = job.lock AND other.status = 'doing'
                ))
                AND (lock IS NULL OR NOT EXISTS (
                    SELECT 1 FROM procrastinate_jobs AS other WHERE other.lock = job.lock AND other.status = 'todo'
                        AND (other.priority > job.priority OR (other.priority = job.priority AND other.id < job.id))
                ))
            ORDER BY priority DESC, id LIMIT 1
        )
        RETURNING {_JOB}
    """,  # noqa: S608 - the columns are named here alone
    "finish_job": """
        UPDATE procrastinate_jobs
        SET status = :status, abort_requested = 0, attempts = attempts + (status = 'doing'), changed_at = :now
        WHERE id = :job_id AND status IN ('todo', 'doing')
        RETURNING id
    """,
    "finish_job and delete": """
        DELETE FROM procrastinate_jobs WHERE id = :job_id AND status IN ('todo', 'doing') RETURNING id
    """,
    "cancel_job": """
        UPDATE procrastinate_jobs
        SET abort_requested = abort_requested OR :abort,
            changed_at = CASE status WHEN 'todo' THEN :now ELSE changed_at END,
            status = CASE status WHEN 'todo' THEN 'cancelled' ELSE status END
        WHERE id = :job_id AND (status = 'todo' OR (:abort AND status = 'doing'))
        RETURNING id, status
    """,
    "cancel_job and delete": "DELETE FROM procrastinate_jobs WHERE id = :job_id AND status = 'todo' RETURNING id, status",
    "retry_job": """
        UPDATE procrastinate_jobs
        SET status = CASE WHEN status = 'doing' AND abort_requested THEN 'failed' ELSE 'todo' END,
            attempts = attempts + 1,
            abort_requested = 0,
            scheduled_at = :retry_at,
            priority = coalesce(:new_priority, priority),
            queue_name = coalesce(:new_queue_name, queue_name),
            lock = coalesce(:new_lock, lock),
            changed_at = :now
        WHERE id = :job_id AND status IN ('doing', 'failed')
        RETURNING id
    """,
    "delete_old_jobs": """
        DELETE FROM procrastinate_jobs
        WHERE status IN (SELECT value FROM json_each(:statuses)) AND changed_at < :before
            AND (:queue IS NULL OR queue_name = :queue)
    """,
    "register_worker": """
        INSERT INTO procrastinate_workers (last_heartbeat) VALUES (:alive) RETURNING id AS worker_id
    """,
    "unregister_worker": "DELETE FROM procrastinate_workers WHERE id = :worker_id",
    "update_heartbeat": "UPDATE procrastinate_workers SET last_heartbeat = :alive WHERE id = :worker_id",
    "prune_stalled_workers": """
        DELETE FROM procrastinate_workers WHERE last_heartbeat < :before_alive RETURNING id AS worker_id
    """,
}
"""Answered in a writing transaction, one at a time."""

TWIN = """
    SELECT twin.id FROM procrastinate_jobs AS job JOIN procrastinate_jobs AS twin
        ON twin.queueing_lock = job.queueing_lock AND twin.status = 'todo' AND twin.id <> job.id
    WHERE job.id = :job_id
"""

DEFER = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
    VALUES (:queue_name, :task_name, :priority, :lock, :queueing_lock, :args, :scheduled_at)
    ON CONFLICT DO NOTHING RETURNING id
"""

CLAIM_PERIOD = """
    INSERT INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
    VALUES (:task_name, :periodic_id, :defer_timestamp)
    ON CONFLICT (task_name, periodic_id) DO UPDATE SET defer_timestamp = excluded.defer_timestamp
        WHERE excluded.defer_timestamp > procrastinate_periodic_defers.defer_timestamp
    RETURNING defer_timestamp
"""
