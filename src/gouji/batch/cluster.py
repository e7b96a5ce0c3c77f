"""Cluster: the files of a run, in chunks, on the workers of a dask.distributed scheduler.

Each slot of a dask worker drives a worker process as the crew of one machine does, so that a file that hangs,
crashes or takes too much memory ends that process and nothing else. The chunk of a dask worker that dies is
done again by another. Needs distributed.
"""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from threading import Lock, Timer
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from distributed import CancelledError, Client, KilledWorker, as_completed
from distributed.comm.addressing import parse_address, parse_host_port

from gouji.batch.crew import Worker
from gouji.batch.run import about
from gouji.batch.task import DIGEST_BYTES, Result, failed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from distributed import Future

    from gouji.batch.crew import Limits
    from gouji.batch.task import Task

    Chunk = Sequence[tuple[int, str]]

CHUNK = 25
"""Files a dask task: the scheduler takes about as long for a task as a worker for a file."""

CHUNKS_A_THREAD = 4
"""Tasks under way for each thread of the cluster, so that none is idle and few results wait."""

SECONDS_A_LOOK = 1.0
"""How often the cluster is asked how large it is."""

SECONDS_TO_START = 30.0
"""How long the scheduler, and then its first worker, is waited for."""

SECONDS_OF_REST = 30.0
"""A worker process that has had no chunk for so long ends."""


class ClusterError(Exception):
    """The cluster cannot be used: the key and the words of the message that says why."""

    def __init__(self, says: str, *words: str) -> None:
        super().__init__(says, *words)
        self.says = says
        self.words = words


@dataclass(frozen=True)
class Order:
    """How a run's chunks are checked: its name, task and limits, the folder of relative paths.

    `about` is what must be the same where the run was started and where a chunk is checked.
    """

    run: str
    task: Task
    limits: Limits
    folder: str
    about: dict[str, Any]


def results(
    paths: Sequence[str], task: Task, address: str, limits: Limits, known: frozenset[str] = frozenset()
) -> Iterator[tuple[int, Result]]:
    """Yield the place and the result of each path, in the order in which they are done.

    `address` is the scheduler's. Raises ClusterError when it or its workers cannot be used, or when it is
    lost; a worker may be lost at any time.
    """
    order = Order(uuid4().hex, task, limits, os.getcwd(), about(task))  # noqa: PTH109 a text is sent
    with _client(address) as client:
        yield from _results(client, paths, order, known)


def _results(
    client: Client, paths: Sequence[str], order: Order, known: frozenset[str]
) -> Iterator[tuple[int, Result]]:
    hashes = client.submit(_hashes, _packed(known)) if known else known
    chunks, under_way, done = _chunks(paths), {}, as_completed(loop=client.loop)

    def submit(chunk: Chunk) -> None:
        names = [path for _, path in chunk]
        future = client.submit(check_chunk, names, order, hashes, pure=False)
        under_way[future] = chunk
        done.add(future)

    room, looked = 0, -SECONDS_A_LOOK
    while True:
        if monotonic() - looked > SECONDS_A_LOOK:
            room, looked = CHUNKS_A_THREAD * max(1, sum(client.nthreads().values())), monotonic()
        for chunk in islice(chunks, max(0, room - len(under_way))):
            submit(chunk)
        if not under_way:
            return
        future = next(done)
        chunk = under_way.pop(future)
        try:
            found = _found(future)
        except KilledWorker:
            if len(chunk) > 1:
                for one in chunk:
                    submit([one])
                continue
            found = [failed(chunk[0][1], order.task, "crashed")]
        yield from ((place, result) for (place, _), result in zip(chunk, found, strict=True))


def _found(future: Future[Any]) -> list[Result]:
    """Return the results of a chunk; raise KilledWorker where it has ended several dask workers."""
    try:
        found: list[Result] | None = future.result()
    except (KilledWorker, CancelledError):
        raise
    except Exception as error:
        raise ClusterError("cluster_failed", f"{type(error).__name__}: {error}") from error
    if found is None:
        raise ClusterError("cluster_of_other_version")
    return found


def _chunks(paths: Iterable[str]) -> Iterator[Chunk]:
    places = enumerate(paths)
    while chunk := list(islice(places, CHUNK)):
        yield chunk


@contextmanager
def _client(address: str) -> Iterator[Client]:
    """Give a client of the scheduler with a worker at least; say what goes wrong with it."""
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what they tell is said in a sentence
    try:
        parse_host_port(parse_address(address)[1])  # a client that is given something else waits for a minute
        client = Client(address, timeout=SECONDS_TO_START, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError("no_scheduler", address, str(error)) from None
    try:
        try:
            client.wait_for_workers(1, timeout=SECONDS_TO_START)
        except TimeoutError:
            raise ClusterError("no_dask_worker", address) from None
        yield client
    except (CancelledError, OSError):
        raise ClusterError("scheduler_lost", address) from None
    finally:
        client.close(timeout=1)


def _packed(known: Iterable[str]) -> bytes:
    """Return the hashes in a form of which a million can be sent."""
    return b"".join(bytes.fromhex(digest) for digest in sorted(known))


def _hashes(packed: bytes) -> frozenset[str]:
    places = range(0, len(packed), DIGEST_BYTES)
    return frozenset(packed[n : n + DIGEST_BYTES].hex() for n in places)


def check_chunk(paths: Sequence[str], order: Order, known: frozenset[str]) -> list[Result] | None:
    """Check the files of a chunk on a dask worker; return None where the program or its rules are others."""
    if about(order.task) != order.about:
        return None
    worker = _taken(order.run)
    if worker is None:
        folder = order.folder if os.path.isdir(order.folder) else None  # noqa: PTH112
        worker = Worker(order.task, known, order.limits, folder)
    try:
        return [worker.check(path) for path in paths]
    finally:
        _rest(order.run, worker)


_resting: list[tuple[str, Worker, Timer]] = []
"""Worker processes between two chunks, with their runs."""

_lock = Lock()


def _taken(run: str) -> Worker | None:
    """Return a resting worker of the run, if there is one."""
    with _lock:
        found = next((entry for entry in _resting if entry[0] == run), None)
        if found is None:
            return None
        _resting.remove(found)
    _, worker, clock = found
    clock.cancel()
    return worker


def _rest(run: str, worker: Worker) -> None:
    """Let the worker wait for the next chunk, and end it when there is none."""

    def end() -> None:
        with _lock:
            rests = entry in _resting
            if rests:
                _resting.remove(entry)
        if rests:
            worker.end()

    clock = Timer(SECONDS_OF_REST, end)
    clock.daemon = True
    entry = (run, worker, clock)
    with _lock:
        _resting.append(entry)
    clock.start()
