"""Worker: a process that checks the files it is told, one after another, and ends with its input.

Messages are pickles: the task, the known hashes and the limit of memory in bytes first, and True back once
the worker is up; then a path each, and for each a Result back.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys

from gouji.batch.task import check_file

OBJECTS_A_COLLECTION = 50_000
"""As in the command itself: objects of one file live until it is done."""


def main() -> None:
    """Serve until the input ends; what libraries print goes to the standard error."""
    gc.set_threshold(OBJECTS_A_COLLECTION)
    requests = sys.stdin.buffer
    with os.fdopen(os.dup(1), "wb") as replies:
        os.dup2(2, 1)
        task, known, memory = pickle.load(requests)  # noqa: S301 from the process that started this one
        _limit(memory)
        pickle.dump(True, replies)  # noqa: FBT003 the message
        replies.flush()
        while True:
            try:
                path = pickle.load(requests)  # noqa: S301 as above
                pickle.dump(check_file(path, task, known), replies)
                replies.flush()
            except (EOFError, BrokenPipeError):
                os._exit(0)  # the process that started this one is gone or done


def _limit(memory: int) -> None:
    """Limit the memory of this process where the system can."""
    try:
        import resource  # noqa: PLC0415 not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


if __name__ == "__main__":
    main()
