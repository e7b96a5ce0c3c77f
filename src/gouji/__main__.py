"""The `gouji` command, and `python -m gouji`."""

import gc

OBJECTS_A_COLLECTION = 50_000
"""A command makes many objects that live to its end; collecting every 700 takes a sixth of its time."""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(OBJECTS_A_COLLECTION)
    from gouji.cli import main as run  # noqa: PLC0415 after the collector is told to wait

    run()


if __name__ == "__main__":
    main()
