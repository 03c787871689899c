"""How long a reader waits for the first cell, with the kernel and the libraries of the labs: the best of three starts.

    python3 environment/kernel/src/test/python/test_start.py

The kernel `java` must be where Jupyter looks for it (JUPYTER_PATH), as `environment/lab test --full` has it.
"""

import time
import unittest

from jupyter_client import KernelManager

STARTS = 3
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


class StartTest(unittest.TestCase):
    def least(self, code):
        taken = [seconds(code) for _ in range(STARTS)]
        print(f"{self.id()}: {', '.join(f'{one:.1f}' for one in taken)} s")
        return min(taken)

    def test_a_first_cell_ends_within_three_seconds(self):
        self.assertLess(self.least("6 * 7"), 3)

    def test_with_deeplearning4j_it_ends_within_five(self):
        self.assertLess(self.least(LOAD), 5)


if __name__ == "__main__":
    unittest.main()
