"""Crew: worker processes, each with a thread that feeds it and a clock that ends it when it is too slow.

A file during which a worker dies is tried again in a new one, since a worker may be ended by others; one that
ends TRIES workers is reported.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from contextlib import suppress
from queue import Queue
from threading import Event, Lock, Thread, Timer
from typing import TYPE_CHECKING, NamedTuple

from gouji.batch.task import Result, Task, failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TRIES = 3
STARTS = 20
"""Workers that are started for one file: one that ends before it has come up says nothing of the file."""
WAITING = 64
"""Results that wait to be written before the workers do."""


class Limits(NamedTuple):
    """What one file may take: seconds, and bytes of memory of its worker."""

    seconds: float
    memory: int


def results(
    paths: Sequence[str], task: Task, jobs: int, limits: Limits, known: frozenset[str] = frozenset()
) -> Iterator[tuple[int, Result]]:
    """Yield the place and the result of each path, in the order in which they are done."""
    done: Queue[tuple[int, Result] | BaseException] = Queue(WAITING)
    todo, lock, stopped = iter(enumerate(paths)), Lock(), Event()

    def serve() -> None:
        worker = Worker(task, known, limits)
        try:
            while not stopped.is_set():
                with lock:
                    place, path = next(todo, (-1, ""))
                if place < 0:
                    return
                done.put((place, worker.check(path)))
        except BaseException as error:  # noqa: BLE001 raised again where the results are taken
            done.put(error)
        finally:
            worker.end()

    for _ in range(min(jobs, len(paths))):
        Thread(target=serve, daemon=True).start()
    try:
        for _ in paths:
            one = done.get()
            if isinstance(one, BaseException):
                raise one
            yield one
    finally:
        stopped.set()


class Worker:
    """One worker process in a folder, started again when it has ended."""

    def __init__(self, task: Task, known: frozenset[str], limits: Limits, folder: str | None = None) -> None:
        self._task, self._known, self._limits, self._folder = task, known, limits, folder
        self._process: subprocess.Popen[bytes] | None = None
        self._is_up = False

    def check(self, path: str) -> Result:
        """Return the result of the file, or why there is none."""
        tries = 0
        for _ in range(STARTS):
            late = Event()
            try:
                return self._ask(path, late)
            except (EOFError, OSError, pickle.UnpicklingError):
                tries += self._is_up
                self.end()
                if late.is_set():
                    seconds = f"{self._limits.seconds:g}"
                    return failed(path, self._task, "too_slow", seconds)
                if tries == TRIES:
                    break
        return failed(path, self._task, "crashed")

    def _ask(self, path: str, late: Event) -> Result:
        process = self._process or self._start()
        assert process.stdin is not None  # noqa: S101 for mypy: both are pipes
        assert process.stdout is not None  # noqa: S101

        def end() -> None:
            late.set()
            process.kill()

        clock = Timer(self._limits.seconds, end)
        clock.daemon = True
        clock.start()
        try:
            self._is_up = self._is_up or pickle.load(process.stdout)  # noqa: S301 from our own process
            pickle.dump(path, process.stdin)
            process.stdin.flush()
            result: Result = pickle.load(process.stdout)  # noqa: S301 from our own process
        finally:
            clock.cancel()
        return result

    def _start(self) -> subprocess.Popen[bytes]:
        # -P: what lies in the folder is not imported
        command = [sys.executable, "-P", "-m", "gouji.batch.worker"]
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=self._folder
        )
        self._process = process
        assert process.stdin is not None  # noqa: S101 for mypy
        pickle.dump((self._task, self._known, self._limits.memory), process.stdin)
        process.stdin.flush()
        return process

    def end(self) -> None:
        """End the process, if there is one."""
        process, self._process, self._is_up = self._process, None, False
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
