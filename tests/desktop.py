"""A desktop without a screen: real windows under Xvfb, driven by keyboard and mouse as a user drives them."""

import contextlib
import os
import shutil
import subprocess
import time
from pathlib import Path

PROGRAMS = ("Xvfb", "openbox", "xdotool", "import")
SIZE = (1280, 800)
WITHIN = 60.0
"""Seconds in which anything expected must have happened."""


def missing():
    """Return which programs a desktop lacks here, '' when it can be had."""
    lacking = [name for name in PROGRAMS if shutil.which(name) is None]
    return f"not installed: {', '.join(lacking)} (make office)" if lacking else ""


def until(condition, what, within=WITHIN):
    """Return what the condition gives as soon as it is true; fail, saying what for, when it never is."""
    end = time.monotonic() + within
    while True:
        # what is asked may not be there yet
        with contextlib.suppress(Exception):
            if found := condition():
                return found
        assert time.monotonic() < end, f"not within {within:.0f} s: {what}"
        time.sleep(0.05)


class Desktop:
    """An X server with a window manager."""

    def __init__(self):
        read, write = os.pipe()
        screen = f"{SIZE[0]}x{SIZE[1]}x24"
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", screen, "-nolisten", "tcp"],
            pass_fds=[write],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as number:
            self.display = f":{number.readline().strip()}"
        self._manager = self._run("openbox")

    def end(self):
        for process in (self._manager, self._server):
            process.terminate()
            process.wait()

    def _run(self, *command):
        return subprocess.Popen(
            command, env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def environment(self):
        return {**os.environ, "DISPLAY": self.display}

    def do(self, *command):
        """Run a command of xdotool and return what it prints."""
        run = subprocess.run(
            ["xdotool", *map(str, command)],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        return run.stdout.strip()

    def press(self, *keys):
        """Press keys, such as Return or ctrl+z, one after the other."""
        for key in keys:
            self.do("key", "--clearmodifiers", key)

    def type(self, text):
        self.do("type", "--delay", 20, text)

    def click(self, place, button=1):
        self.do("mousemove", *place)
        self.do("click", button)

    def window(self, title):
        """Return the first window whose title contains the text, '' for none."""
        return self.do("search", "--onlyvisible", "--name", title).partition("\n")[0]

    def picture(self, path):
        """Save what is on the screen as a PNG."""
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-window", "root", path], env=self.environment(), check=True)
