import unittest

import support
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


if __name__ == "__main__":
    unittest.main()
