"""Runs a command and writes what it cost to a file: `launch.py FILE COMMAND …` gives code, wall, processor, ru_maxrss.

A process of its own, and a small one: the peak memory of a child begins with that of its parent.
"""

from __future__ import annotations

import os
import sys
import time


def main() -> None:
    start = time.perf_counter()
    child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    with open(sys.argv[1], "w") as report:  # noqa: PTH123 - pathlib alone would add to the memory
        print(os.waitstatus_to_exitcode(status), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, file=report)


if __name__ == "__main__":
    main()
