"""What was written anew leaves no trace of how it was before."""

from bot.deps import Deps


class Forgetting:
    """Lets the database forget in which order rows came; where somebody reads for long, with a later tick."""

    def __init__(self) -> None:
        # As far as a process that begins knows: one that was killed may have written rows anew.
        self._wanted = True

    async def forget(self, deps: Deps, *, mixed: bool = False) -> None:
        """`mixed`: rows were written anew just now."""
        if mixed or self._wanted:
            self._wanted = not await deps.database.empty_log()
