"""A process that starts a child and waits to be killed."""

import sys
import time
from pathlib import Path

from config.stack.children import start_child

if __name__ == "__main__":
    child = start_child(["/bin/sleep", "600"], log=Path(sys.argv[1]))
    sys.stdout.write(f"{child.pid}\n")
    sys.stdout.flush()
    time.sleep(600)
