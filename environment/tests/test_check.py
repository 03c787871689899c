import argparse
import multiprocessing
import os
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

import support
import check
from check import Count, junit_count, unittest_count


class Counting(unittest.TestCase):
    def test_a_junit_report(self):
        report = '<testsuite name="A" tests="7" errors="1" skipped="2" failures="1"><testcase name="a"/></testsuite>'
        self.assertEqual(junit_count(report), Count(passed=3, failed=2, skipped=2))

    def test_unittests_last_lines(self):
        self.assertEqual(unittest_count("Ran 12 tests in 0.5s\n\nOK\n"), Count(12))
        self.assertEqual(unittest_count("Ran 1 test in 0.5s\n\nOK (skipped=1)\n"), Count(0, 0, 1))
        self.assertEqual(
            unittest_count("Ran 12 tests in 0.5s\n\nFAILED (failures=1, errors=2, skipped=3)\n"), Count(6, 3, 3)
        )

    def test_a_program_that_never_got_to_its_tests_failed(self):
        self.assertEqual(unittest_count("ImportError: no module\n"), Count(failed=1))

    def test_a_part_that_ended_badly_has_a_failure(self):
        self.assertEqual(Count(3).at_least_one_failed(), Count(3, 1))
        self.assertEqual(Count(3, 2).at_least_one_failed(), Count(3, 2))

    def test_the_last_line(self):
        self.assertEqual(str(Count(12) + Count(1, 2)), "13 passed, 2 failed")
        self.assertEqual(str(Count(1, 0, 4)), "1 passed, 0 failed, 4 skipped")


class EveryProcessor(unittest.TestCase):
    def runs(self, **options):
        """The runs of the library's tests, each as its instructions and Maven's command."""
        runs = []

        def noted(command, modules, environment):
            runs.append((environment["DNNL_MAX_CPU_ISA"], " ".join(command)))
            return Count(3)

        with mock.patch.object(check, "junit_tests", noted), mock.patch("builtins.print"):
            count = check.every_processor(argparse.Namespace(platform="linux-x86_64", jdk=17, **options))
        self.assertEqual(count.passed, 3 * len(runs))
        self.assertEqual(count.failed, 0)
        return runs

    def test_the_engines_tests_run_once_more_as_on_most_processors(self):
        with mock.patch.object(check, "has_instructions", lambda *_: True):
            ((instructions, command),) = self.runs(full=False)
        self.assertEqual(instructions, "AVX2")
        self.assertIn("-pl lib/engine test", command)

    def test_in_full_each_instruction_set_and_each_jdk_has_a_run_and_a_busy_machine(self):
        jvms = {17: Path("a/java"), 25: Path("b/java")}
        with mock.patch.object(check, "has_instructions", lambda *_: True), \
                mock.patch.object(check, "jvms", lambda: jvms), mock.patch.object(check, "busy_loops") as busy:
            runs = self.runs(full=True)
        self.assertEqual(
            [(instructions, "-Djvm=b/java" in command) for instructions, command in runs],
            [(name, False) for name in ("SSE41", "AVX", "AVX2", "AVX512_CORE")] + [("DEFAULT", True), ("DEFAULT", False)],
        )
        busy.assert_called_once_with(2)

    def test_instructions_that_the_processor_lacks_are_skipped_with_a_line(self):
        with mock.patch.object(check, "has_instructions", lambda name, _: name == "DEFAULT"), \
                mock.patch("builtins.print") as printed:
            count = check.library_tests(argparse.Namespace(platform="linux-arm64", jdk=17), "AVX2")
        self.assertEqual(count, Count(skipped=1))
        self.assertIn("this processor has no AVX2", printed.call_args.args[0])

    def test_a_run_without_a_test_failed(self):
        with mock.patch.object(check, "junit_tests", lambda *_: Count()), mock.patch("builtins.print"):
            count = check.library_tests(argparse.Namespace(platform="linux-x86_64", jdk=17), "DEFAULT")
        self.assertEqual(count, Count(failed=1))

    def test_what_the_processor_has_is_read(self):
        with tempfile.TemporaryDirectory() as folder:
            cpuinfo = Path(folder, "cpuinfo")
            self.assertTrue(check.has_instructions("AVX2", cpuinfo))  # no Linux
            cpuinfo.write_text("processor\t: 0\nflags\t\t: sse4_1 avx\n")
            has = [name for name in check.INSTRUCTION_SETS if check.has_instructions(name, cpuinfo)]
            self.assertEqual(has, ["SSE41", "AVX", "DEFAULT"])

    def test_one_jvm_of_each_version_is_found(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ):
            os.environ.pop("JAVA_HOME", None)
            for home, version in (("a", "17.0.1"), ("b", "17.0.2"), ("c", "25"), ("d", "11.0.3")):
                Path(folder, home).mkdir()
                Path(folder, home, "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')
            found = check.jvms(Path(folder))
        self.assertEqual({v: java.parent.parent.name for v, java in found.items()}, {17: "a", 25: "c"})

    def test_busy_loops_end_with_what_they_run_beside(self):
        with mock.patch.object(check.subprocess, "Popen") as started, check.busy_loops(2):
            self.assertEqual(started.call_count, 2)
        self.assertEqual(started.return_value.kill.call_count, 2)


def slow(path):
    time.sleep(float(path.stem))
    return Count(1)


def named(path):
    """Stands for a lab's tests: they must be known by name in another process."""
    print(path.stem)
    return Count(int(path.stem))


class SideBySide(unittest.TestCase):
    def test_each_notebook_counts_in_their_order(self):
        counts = list(check.side_by_side(named, [Path(f"{n}.ipynb") for n in (1, 2, 3)]))
        self.assertEqual(counts, [Count(1), Count(2), Count(3)])

    def test_every_part_has_its_turn_once(self):
        for full, parts in ((False, [*check.PARTS]), (True, [*check.PARTS, *check.LONG_PARTS])):
            self.assertCountEqual([name for group in check.groups(full) for name in group], parts)

    def test_what_is_asked_for_no_more_is_ended(self):
        counts = check.side_by_side(slow, [Path("0.ipynb"), Path("60.ipynb"), Path("60.ipynb")])
        start = time.monotonic()
        self.assertEqual(next(counts), Count(1))
        with self.assertRaises(KeyboardInterrupt):
            counts.throw(KeyboardInterrupt())
        self.assertLess(time.monotonic() - start, 30)
        self.assertEqual(multiprocessing.active_children(), [])


if __name__ == "__main__":
    unittest.main()
