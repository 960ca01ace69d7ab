"""Runs ministack for as long as standard input is open, so that it ends with whoever started it, in whatever way.

Its files stand in a folder of its own below the one named as an argument; the folder goes with it.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading

with tempfile.TemporaryDirectory(dir=sys.argv[1]) as folder:
    # Functions are processes of the same group.
    server = subprocess.Popen(
        [sys.executable, os.path.join(os.path.dirname(__file__), "ministack_server.py")],
        stdin=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": folder},
        start_new_session=True,
    )

    def end():
        sys.stdin.buffer.read()
        os.killpg(server.pid, signal.SIGKILL)

    threading.Thread(target=end, daemon=True).start()
    server.wait()
