"""How long a reader waits for the first cell, with the kernel and the libraries of the labs: the best of three starts.

    python3 environment/kernel/src/test/python/test_start.py

The kernel `java` must be where Jupyter looks for it (JUPYTER_PATH), as `environment/lab test --full` has it.
"""

import subprocess
import time
import unittest

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

STARTS = 3

# What the JDK's own shell takes for such a cell on two cores that do nothing else. Where it takes longer, the machine is
# slower or busy, and the kernel may take longer, too, by as much.
JSHELL_SECONDS = 1.2

LOAD = "cnnlabs.notebook.Lab.setUp();\norg.nd4j.linalg.factory.Nd4j.rand(100, 100).mmul(org.nd4j.linalg.factory.Nd4j.rand(100, 100));"


def seconds(code):
    """From the start of a kernel to the end of its first cell."""
    begin = time.monotonic()
    manager = KernelManager(kernel_name="java")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        reply = client.execute_interactive(code, timeout=60, output_hook=lambda message: None)
        taken = time.monotonic() - begin
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if reply["content"]["status"] != "ok":
        raise AssertionError(reply["content"])
    return taken


def jshell_seconds():
    """From the start of the JDK's own shell to the end of its first snippet."""
    jshell = [KernelSpecManager().get_kernel_spec("java").argv[0], "-m", "jdk.jshell/jdk.internal.jshell.tool.JShellToolProvider"]
    begin = time.monotonic()
    subprocess.run([*jshell, "-s", "-"], input="6 * 7\n", text=True, capture_output=True, check=True)
    return time.monotonic() - begin


class StartTest(unittest.TestCase):
    def assert_within(self, limit, code):
        taken, reference = zip(*((seconds(code), jshell_seconds()) for _ in range(STARTS)))
        slow = max(1, min(reference) / JSHELL_SECONDS)
        print(f"{self.id()}: {', '.join(f'{one:.1f}' for one in taken)} s; jshell {min(reference):.1f} s")
        self.assertLess(min(taken), limit * slow)

    def test_a_first_cell_ends_within_three_seconds(self):
        self.assert_within(3, "6 * 7")

    def test_with_deeplearning4j_it_ends_within_five(self):
        self.assert_within(5, LOAD)


if __name__ == "__main__":
    unittest.main()
