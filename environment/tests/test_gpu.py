"""The check ahead of the CUDA back end, against what nvidia-smi was seen or is documented to say."""

import io
import os
import stat
import tempfile
import textwrap
import unittest
from pathlib import Path
from unittest import mock

import support  # first: it finds the runner

import gpu


class Machine:
    """A machine whose nvidia-smi is a script, and whose driver has no library, whatever this one has."""

    def __init__(self, script=None):
        self.script = script

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name, "nvidia-smi")
        if self.script is not None:
            path.write_text("#!/bin/sh\n" + textwrap.dedent(self.script), encoding="utf-8")
            path.chmod(path.stat().st_mode | stat.S_IXUSR)
        # The loader stops at this one, in which it finds nothing.
        Path(self.folder.name, "libcuda.so.1").touch()
        places = {"PATH": self.folder.name + ":/usr/bin:/bin", "LD_LIBRARY_PATH": self.folder.name}
        self.patches = [
            mock.patch.dict(os.environ, places),
            mock.patch.object(gpu, "QUERY", [str(path), *gpu.QUERY[1:]]),
        ]
        for patch in self.patches:
            patch.start()
        for name in (gpu.SWITCH, gpu.VISIBLE, *gpu.ORDER):
            os.environ.pop(name, None)

    def __exit__(self, *_):
        for patch in self.patches:
            patch.stop()
        self.folder.cleanup()


def cards(*lines):
    return "cat <<'END'\n" + "\n".join(lines) + "\nEND\n"


class Check(unittest.TestCase):
    def choice(self, script, **environment):
        with Machine(script), mock.patch.dict(os.environ, environment):
            return gpu.choice()

    def test_cards_that_the_artifact_has_machine_code_for_are_taken(self):
        for name, capability in [
            ("Tesla K80", "3.7"),
            ("NVIDIA GeForce GTX 1080", "6.1"),
            ("Tesla T4", "7.5"),
            ("NVIDIA A100-SXM4-40GB", "8.0"),
            ("NVIDIA GeForce RTX 3090", "8.6"),
        ]:
            with self.subTest(capability):
                made = self.choice(cards(f"0, {name}, {capability}"))
                self.assertEqual(made.device.name, name)
                self.assertEqual(made.reason, f"{name}, compute capability {capability}")
                self.assertEqual(made.environment()["CUDA_VISIBLE_DEVICES"], "0")

    def test_cards_that_it_has_none_for_leave_the_work_to_the_processor(self):
        for name, capability, reason in [
            ("Tesla K40c", "3.5", "is too old"),
            ("NVIDIA H100 80GB HBM3", "9.0", "is too new"),
            ("NVIDIA GeForce RTX 5090", "12.0", "is too new"),
            ("Orin", "8.7", "is too new"),
        ]:
            with self.subTest(capability):
                made = self.choice(cards(f"0, {name}, {capability}"))
                self.assertIsNone(made.device)
                self.assertEqual(made.environment(), {})
                self.assertIn(f"{name}, compute capability {capability}, {reason}", made.reason)
                self.assertIn("runs on 3.7 to 8.6", made.reason)

    def test_an_untested_card_wants_the_switch(self):
        card = cards("0, NVIDIA L4, 8.9")
        self.assertIn("is untested: set CNNLABS_GPU_UNTESTED=1 to try it", self.choice(card).reason)
        made = self.choice(card, CNNLABS_GPU_UNTESTED="1")
        self.assertEqual(made.device.name, "NVIDIA L4")
        self.assertIn("untested", made.reason)

    def test_of_several_the_first_that_fits_is_taken(self):
        made = self.choice(
            cards("0, NVIDIA H100 PCIe, 9.0", "1, NVIDIA L4, 8.9", "2, NVIDIA A10, 8.6", "3, Tesla T4, 7.5"),
            CNNLABS_GPU_UNTESTED="1",
        )
        self.assertEqual(made.device.index, 2)
        self.assertEqual(
            made.environment(),
            {
                "BACKEND_PRIORITY_CPU": "0",
                "BACKEND_PRIORITY_GPU": "100",
                "CUDA_DEVICE_ORDER": "PCI_BUS_ID",
                "CUDA_VISIBLE_DEVICES": "2",
            },
        )

    def test_only_what_the_user_may_see_is_taken_in_the_users_order(self):
        four = cards("0, Tesla T4, 7.5", "1, NVIDIA A10, 8.6", "2, NVIDIA H100 PCIe, 9.0", "3, Tesla T4, 7.5")
        for named, index in [("1", 1), ("3,1", 3), (" 2, 1 ", 1), ("2,3,7,0", 3)]:
            with self.subTest(named):
                made = self.choice(four, CUDA_VISIBLE_DEVICES=named)
                self.assertEqual(made.device.index, index)
                self.assertEqual(made.environment()["CUDA_VISIBLE_DEVICES"], str(index))
        self.assertIn("H100 PCIe, compute", self.choice(four, CUDA_VISIBLE_DEVICES="2").reason)

    def test_where_the_user_may_see_none_or_it_cannot_be_told_which_none_is_taken(self):
        for named, reason in [
            ("", "is '', which leaves no card"),
            ("-1,0", "is '-1,0', which leaves no card"),
            ("7,0", "is '7,0', which leaves no card"),
            ("GPU-5c1a", "is 'GPU-5c1a', and this knows only nvidia-smi's numbers, such as 0,1"),
            ("NoDevFiles", "is 'NoDevFiles', and this knows only"),
        ]:
            with self.subTest(named):
                made = self.choice(cards("0, Tesla T4, 7.5"), CUDA_VISIBLE_DEVICES=named)
                self.assertIsNone(made.device)
                self.assertIn(f"CUDA_VISIBLE_DEVICES {reason}", made.reason)

    def test_of_several_that_do_not_fit_each_is_named(self):
        reason = self.choice(cards("0, NVIDIA H100 PCIe, 9.0", "1, Tesla K40c, 3.5")).reason
        self.assertIn("H100 PCIe, compute capability 9.0, is too new", reason)
        self.assertIn("K40c, compute capability 3.5, is too old", reason)

    def test_no_driver(self):
        self.assertEqual(self.choice(None).reason, "no NVIDIA driver: nvidia-smi was not found")

    def test_no_card(self):
        self.assertIn("No devices were found", self.choice("echo 'No devices were found'; exit 6").reason)
        self.assertEqual(self.choice("true").reason, "the NVIDIA driver finds no card")

    def test_a_driver_that_does_not_run(self):
        failed = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."
        reason = self.choice(f'echo "{failed}"; exit 9').reason
        self.assertEqual(reason, "nvidia-smi failed with 9: " + failed)

    def test_one_that_fails_without_a_word_or_dies(self):
        self.assertEqual(self.choice("exit 1").reason, "nvidia-smi failed with 1: and said nothing")
        self.assertIn("nvidia-smi died of signal 9", self.choice("kill -9 $$").reason)

    def test_one_that_hangs(self):
        with mock.patch.object(gpu, "SECONDS", 0.5):
            reason = self.choice("exec sleep 60").reason
        self.assertEqual(reason, "nvidia-smi gave no answer within 0.5 seconds")

    def test_one_that_is_too_old_to_know_leaves_it_to_the_drivers_library(self):
        old = "echo 'Field \"compute_cap\" is not a valid field to query.'; exit 2"
        asked = gpu._ask

        def ask(command, who):
            return "0, Tesla K80, 3.7\n" if who == "the driver's library" else asked(command, who)

        with mock.patch.object(gpu, "_ask", ask):
            self.assertEqual(self.choice(old).device.name, "Tesla K80")
        self.assertIn("not a valid field", self.choice(old).reason, "no library here, so the first answer stands")

    def test_the_drivers_library_counts_all_cards_as_nvidia_smi_does(self):
        loaded_in = {}

        class Driver:
            def __init__(self, name):
                loaded_in.update(os.environ)

            def __getattr__(self, function):
                return lambda *_: 0

        asked = {"CUDA_VISIBLE_DEVICES": "1", "CUDA_DEVICE_ORDER": "FASTEST_FIRST"}
        with mock.patch.dict(os.environ, asked), mock.patch("ctypes.CDLL", Driver):
            self.assertEqual(gpu._driver(), 0)
        self.assertNotIn("CUDA_VISIBLE_DEVICES", loaded_in)
        self.assertEqual(loaded_in["CUDA_DEVICE_ORDER"], "PCI_BUS_ID")

    def test_words_where_a_number_is_expected(self):
        self.assertIn("[N/A]", self.choice(cards("0, GRID, [N/A]")).reason)

    def test_a_name_with_commas_and_no_ascii(self):
        self.assertEqual(self.choice(cards("0, Kärtchen, the 2nd, 7.5")).device.name, "Kärtchen, the 2nd")

    def test_what_computes_is_said_in_a_line_and_set_for_what_is_started(self):
        for script, said, card in [
            (cards("0, Tesla T4, 7.5"), "GPU: Tesla T4, compute capability 7.5.\n", "0"),
            ("exit 9", "GPU: none to compute on, so the processor does: nvidia-smi failed with 9: and said nothing.\n", None),
        ]:
            with Machine(script), mock.patch("sys.stderr", io.StringIO()) as stderr:
                self.assertEqual(gpu.use(), card is not None)
                self.assertEqual(os.environ.get("CUDA_VISIBLE_DEVICES"), card)
            self.assertEqual(stderr.getvalue(), said)


if __name__ == "__main__":
    unittest.main()
