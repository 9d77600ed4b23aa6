"""Trouble on request: the next call of a method fails in the way that a test asks for."""

from dataclasses import dataclass


@dataclass
class Fault:
    """One kind of trouble for the next `times` calls of `method` ("*" for any)."""

    method: str
    error: str | None = None
    status: int | None = None
    retry_after: int | None = None
    times: int = 1
    after_effect: bool = False
    hang: bool = False
    drop: bool = False


class Faults:
    """The troubles still to come, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(
        self,
        method: str,
        *,
        error: str | None = None,
        status: int | None = None,
        retry_after: int | None = None,
        times: int = 1,
        after_effect: bool = False,
        hang: bool = False,
        drop: bool = False,
    ) -> None:
        """Let the next `times` calls of `method` fail.

        `error`: answered with that name. `status`: answered with that HTTP status. `retry_after`: 429 with that many seconds.
        `hang`: no answer until the caller gives up. `drop`: the connection breaks (in process: an exception in the transport).
        `after_effect`: the call is done first, and only its answer is lost.
        """
        if not (error or status or retry_after is not None or hang or drop):
            raise ValueError("A fault needs an error, a status, retry_after, hang or drop.")
        self._waiting.append(Fault(method, error, status, retry_after, times, after_effect, hang, drop))

    def take(self, method: str) -> Fault | None:
        """The fault that this call of `method` meets, counted down."""
        for fault in self._waiting:
            if fault.method in (method, "*"):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Forget all trouble that has not happened yet."""
        self._waiting.clear()
