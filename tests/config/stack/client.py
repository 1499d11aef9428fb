"""A process that uses the servers of a directory until it is killed."""

import sys
import time
from pathlib import Path

from config.stack.clients import ensure_running

if __name__ == "__main__":
    ensure_running(Path(sys.argv[1]))
    sys.stdout.write("uses them\n")
    sys.stdout.flush()
    time.sleep(600)
