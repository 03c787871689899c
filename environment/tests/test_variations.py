import unittest

import support
import nbformat
import parameters
import run
import variations
from execute import Failure
from variations import Variation, complaint

ANY_VALUE_RUNS = {"seed", "master", "executorMemory"}


class Table(unittest.TestCase):
    def test_every_lab_has_values_that_run_and_values_that_are_refused(self):
        tried = {(variation.lab, variation.expected) for variation in variations.variations(full=False)}
        for path in run.labs():
            self.assertLessEqual({(path.stem[:2], "runs"), (path.stem[:2], "refused")}, tried)

    def test_every_parameter_is_tried_with_a_value_that_it_takes(self):
        everything = list(variations.variations(full=True))
        for path in run.labs():
            notebook = nbformat.read(path, as_version=4)
            names = set(parameters.of(notebook)) - ANY_VALUE_RUNS
            for variation in everything:
                if path.stem.startswith(variation.lab):
                    parameters.inject(notebook, "quick", variation.overrides)
                    names -= set(variation.overrides)
            self.assertEqual(names, set(), path.stem)

    def test_every_lab_refuses_in_a_cell_of_its_own_behind_the_parameters(self):
        for path in run.labs():
            cells = nbformat.read(path, as_version=4).cells
            place = next(i for i, cell in enumerate(cells) if cell.id == "fits")
            self.assertIn("parameters", cells[place - 2].metadata.get("tags", []), path.stem)


class Verdict(unittest.TestCase):
    def said(self, expected, message=None):
        failure = None if message is None else Failure(message, 4, "Lab.show(data);")
        return complaint(Variation("00", "epochs=0", expected), failure)

    def test_a_lab_that_runs_is_right_unless_it_should_be_refused(self):
        self.assertEqual(self.said("runs"), "")
        self.assertEqual(self.said("either"), "")
        self.assertEqual(self.said("refused"), "00 with epochs=0 should be refused")

    def test_a_refusal_is_in_words_that_say_what_to_change(self):
        words = f"java.lang.IllegalArgumentException: epochs, 0, must be at least 1. {variations.ADVICE}"
        self.assertEqual(self.said("refused", words), "")
        self.assertEqual(self.said("either", words), "")
        self.assertIn("failed in cell 4", self.said("runs", words))

    def test_any_other_exception_is_none(self):
        for expected in ("runs", "either", "refused"):
            self.assertIn("failed in cell 4", self.said(expected, "java.lang.IndexOutOfBoundsException: Index 2"))
            self.assertIn("failed in cell 4", self.said(expected, "java.lang.IllegalArgumentException: Index 2"))


if __name__ == "__main__":
    unittest.main()
