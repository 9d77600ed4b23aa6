"""A worker in a process of its own, whose only job never ends: for the test that kills it.

`python worker_process.py ADDRESS` prints "begun" when the job has begun.
"""

import asyncio
import sys

from storage.database import Database
from storage.queue import connector, make_app, work


async def main(url: str) -> None:
    database = Database(url)
    app = make_app(connector(database))

    @app.task(name="slow")
    async def slow(number: int) -> None:
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        await asyncio.sleep(3600)

    async with app.open_async():
        await work(app, concurrency=1, heartbeat_seconds=0.2, stalled_seconds=1)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
