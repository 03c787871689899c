"""`lab run --hand-in` and `--pdf`, on the Python kernel that Jupyter brings."""

import contextlib
import html
import io
import os
import re
import stat
import unittest
from pathlib import Path
from unittest import mock

import nbformat

import support  # first: it finds the runner

import command_line
import originals
import pdf
import run
import shown
from test_run import Folder

SHOWS = """\
from IPython.display import HTML, display
display(HTML('<p class="cnnlabs-data">CIFAR-10 stand-in: 10 training &amp; 5 test images</p>'))
display(HTML('<p class="cnnlabs-exercise right" style="x">✓ Exercise 1: 3 is right.</p>'))
display(HTML('<p class="cnnlabs-exercise open" style="x">Exercise 2: not answered yet.</p>'))"""


class OriginalsKept(Folder):
    def setUp(self):
        super().setUp()
        for name, place in [("ROOT", self.notebooks.parent), ("NOTEBOOKS", self.notebooks)]:
            patch = mock.patch.object(originals, name, place)
            patch.start()
            self.addCleanup(patch.stop)
        self.no_browser = mock.patch.object(pdf, "BROWSERS", ())
        self.no_browser.start()
        self.addCleanup(self.no_browser.stop)
        self.path = self.write("01-lenet", SHOWS)
        originals.keep()

    def edit(self, change):
        made = nbformat.read(self.path, as_version=4)
        change(made)
        support.write(made, self.path)


class HandIn(OriginalsKept):
    def cover(self, *arguments):
        status, said = self.run_lab("01", "--hand-in", *arguments)
        page = (self.out / "01-lenet.html").read_text(encoding="utf-8")
        rows = re.findall(r"<tr><th[^>]*>(.*?)</th><td[^>]*>(.*?)</td></tr>", page, re.DOTALL)
        return status, said, {what: html.unescape(re.sub(r"<br */?>", "\n", text)) for what, text in rows}

    def test_the_cover_says_notebook_data_answers_and_date(self):
        status, said, cover = self.cover()
        self.assertEqual(status, 0, said)
        self.assertEqual(cover["Notebook"], "01-lenet.ipynb")
        self.assertEqual(cover["Original"], "01-lenet.ipynb: no cell was changed")
        self.assertEqual(cover["Data"], "CIFAR-10 stand-in: 10 training & 5 test images")
        self.assertEqual(cover["Answers"], "1 of 2 right\n✓ Exercise 1: 3 is right.\nExercise 2: not answered yet.")
        self.assertRegex(cover["Run on"], r"^\d{4}-\d\d-\d\d, \d\d:\d\d ")
        self.assertNotIn("Incomplete", cover)
        self.assertIn("no PDF: none of ", said)

    def test_a_hand_in_is_the_notebook_as_its_reader_wrote_it(self):
        self.assertEqual(self.cover()[2]["Profile"], "full")
        self.assertEqual(self.cover("--profile", "quick")[2]["Profile"], "quick, a small training")

    def test_changed_cells_are_counted(self):
        def change(made):
            made.cells[0].source += "\n\nMy answer: <b>"
            made.cells.append(nbformat.v4.new_code_cell("6 * 7"))

        self.edit(change)
        self.assertEqual(self.cover()[2]["Original"], "01-lenet.ipynb: 1 cell changed, 1 cell added")

    def test_cells_that_fail_are_named_on_the_cover_and_the_others_run(self):
        def change(made):
            made.cells[1:1] = [nbformat.v4.new_code_cell(source) for source in ("1 / 0", "print(6 * 7)", "undefined")]

        self.edit(change)
        status, said, cover = self.cover()
        self.assertEqual(status, 0, said)
        self.assertIn("  cells 1 and 3 failed: the page says why", said)
        self.assertEqual(
            cover["Failed"],
            "cell 1: ZeroDivisionError: division by zero\ncell 3: NameError: name 'undefined' is not defined",
        )
        self.assertNotIn("Incomplete", cover)
        self.assertEqual(cover["Answers"], "1 of 2 right\n✓ Exercise 1: 3 is right.\nExercise 2: not answered yet.")
        cells = self.executed("01-lenet").cells
        self.assertEqual(cells[1].outputs[-1].ename, "ZeroDivisionError")
        self.assertEqual(cells[2].outputs[0].text, "42\n")

    def test_a_kernel_that_dies_leaves_a_hand_in_incomplete(self):
        self.edit(lambda made: made.cells.append(nbformat.v4.new_code_cell("import os\nos._exit(3)")))
        status, _, cover = self.cover()
        self.assertEqual(status, 1)
        self.assertEqual(cover["Failed"], "cell 2: the kernel died")
        self.assertEqual(cover["Incomplete"], "cell 2 failed; the cells after that have no output")

    def test_answers_that_no_cell_came_to_check_are_counted(self):
        def change(made):
            made.cells.append(nbformat.v4.new_code_cell('undefined\nLab.exercise("3", 1, 1, 0, "")'))
            made.cells.append(nbformat.v4.new_code_cell("Lab = None # Lab.exercise("))
            made.cells.append(nbformat.v4.new_code_cell("None # Lab.exercise("))

        self.edit(change)
        self.assertEqual(
            self.cover()[2]["Answers"],
            "1 of 3 right\n✓ Exercise 1: 3 is right.\nExercise 2: not answered yet.\n"
            "1 not checked: the cell failed or was not run",
        )

    def test_a_notebook_without_a_check_of_answers_says_so(self):
        self.edit(lambda made: made.cells.pop(1))
        self.assertEqual(self.cover()[2]["Answers"], "no cell of this notebook checks an answer")

    def test_it_wants_one_notebook(self):
        status, said = self.run_lab("--hand-in")
        self.assertEqual(status, 2)
        self.assertIn("--hand-in wants one notebook", said)


class HandOut(OriginalsKept):
    """`lab run --clear`."""

    def setUp(self):
        super().setUp()
        self.edit(lambda made: made.cells.append(nbformat.v4.new_code_cell("the teacher's answer")))

    def test_it_is_the_original_and_a_line_says_what_differed(self):
        status, said = self.run_lab("01", "--clear")
        self.assertEqual(status, 0, said)
        self.assertIn("01-lenet.ipynb differs from its original (1 cell added), which is written", said)
        self.assertEqual([cell.source for cell in self.executed("01-lenet").cells[1:]], [SHOWS])

    def test_the_teachers_own_is_written_where_that_is_asked_for(self):
        status, said = self.run_lab("01", "--clear", "--keep-edits")
        self.assertEqual((status, said), (0, f"{self.out / '01-lenet.ipynb'}\n"))
        self.assertEqual(self.executed("01-lenet").cells[-1].source, "the teacher's answer")

    def test_parameters_can_be_set_in_the_original(self):
        status, said = self.run_lab("01", "--clear", "-p", "epochs=2")
        self.assertEqual(status, 2)
        self.assertIn("01-lenet.ipynb: it has no cell tagged 'parameters'", said)

    def test_edits_are_kept_of_what_is_handed_out_only(self):
        status, said = self.run_lab("01", "--keep-edits")
        self.assertEqual((status, said), (2, "environment/lab run: --keep-edits belongs to --clear\n"))


class OfAFolder(OriginalsKept):
    """A hand-in of a reader's own copy, beside a project's notebook of the same name."""

    def setUp(self):
        super().setUp()
        self.folder = self.notebooks.parent / "mine"
        originals.fill(self.folder)
        shown_by_the_kernel = "import os\nprint('mine', os.environ['CNNLABS_RUNS'])"
        support.write(support.notebook(shown_by_the_kernel), self.folder / "01-lenet.ipynb")
        for place in (mock.patch.dict(os.environ), mock.patch.object(run, "TARGET", self.notebooks.parent / "target")):
            place.start()
            self.addCleanup(place.stop)
        os.environ.pop("CNNLABS_RUNS", None)

    def check_handed_in(self, *arguments):
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = run.main(command_line.parse(["run", *arguments, "--hand-in"]))
        self.assertEqual(status, 0, said.getvalue())
        made = nbformat.read(self.folder / "hand-in" / "01-lenet.ipynb", as_version=4)
        self.assertEqual(made.cells[1].outputs[0].text, f"mine {self.folder}/runs\n")
        self.assertIn("01-lenet.ipynb: 2 cells added, 2 cells removed", (self.folder / "hand-in" / "01-lenet.html").read_text())
        self.assertFalse((self.notebooks.parent / "target").exists())

    def test_it_is_the_copy_where_the_command_is_run(self):
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.folder)
        self.check_handed_in("01")

    def test_it_is_the_copy_in_the_folder_that_is_named(self):
        self.check_handed_in("01", "--folder", str(self.folder))

    def test_it_is_the_copy_in_the_folder_that_jupyter_opened(self):
        os.environ["CNNLABS_FOLDER"] = str(self.folder)
        self.check_handed_in("01")

    def test_it_is_the_copy_that_a_path_names(self):
        self.check_handed_in(str(self.folder / "01-lenet.ipynb"))

    def test_all_means_all_of_the_folder(self):
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(run.main(command_line.parse(["run", "--folder", str(self.folder)])), 0)
        self.assertEqual([path.name for path in (self.folder / "executed").glob("*.html")], ["01-lenet.html"])

    def test_a_name_that_the_folder_lacks_is_not_taken_from_the_project(self):
        self.write("07-design", "1")
        status, said = self.run_lab("07", "--hand-in", "--folder", str(self.folder))
        self.assertEqual(status, 2)
        self.assertIn(f"there is no notebook '07'; those in {self.folder} are:\n  01-lenet\n", said)

    def test_a_project_that_its_reader_cannot_write_is_not_handed_in(self):
        with mock.patch.object(os, "access", return_value=False):
            status, said = self.run_lab("01", "--hand-in")
        self.assertEqual(status, 2)
        self.assertIn(f"{self.path} is the project's, which you cannot write", said)
        self.assertIn("in the folder of your notebooks, or name that with --folder", said)
        self.assertFalse(self.out.exists())

    def test_a_notebook_as_it_was_shipped_is_handed_in_with_a_word(self):
        status, said = self.run_lab("01", "--hand-in")
        self.assertEqual(status, 0, said)
        self.assertIn(f"{self.path} is as it was shipped, without an answer.", said)
        self.edit(lambda made: made.cells.append(nbformat.v4.new_markdown_cell("my answer")))
        self.assertNotIn("as it was shipped", self.run_lab("01", "--hand-in")[1])


class Parameters(unittest.TestCase):
    def test_those_that_are_not_the_originals_are_named_with_both_values(self):
        import hand_in

        original = support.notebook(parameters="int epochs = 20;\ndouble rate = 0.1;\nlong seed = 1;")
        mine = support.notebook(parameters="int epochs = 5;\ndouble rate = 0.1;\nint units = 3;\nlong seed = 1;")
        self.assertEqual(
            hand_in._parameters(mine, original, ["seed = 2L;"]),
            "epochs = 5 (original: 20)\nunits = 3 (original: none)\nseed = 2L (original: 1)",
        )
        self.assertEqual(hand_in._parameters(original, original, []), "all as in the original")
        self.assertEqual(hand_in._parameters(mine, None, []), "epochs = 5\nrate = 0.1\nunits = 3\nseed = 1")


class WrongAnswers(unittest.TestCase):
    def test_with_other_parameters_the_cover_says_what_they_are_compared_with(self):
        import hand_in

        made = support.notebook("1")
        made.cells[1].outputs = [
            nbformat.v4.new_output("display_data", {"text/html": '<p class="cnnlabs-exercise wrong" s="">No.</p>'})
        ]
        self.assertEqual(hand_in._answers(made, False), "0 of 1 right\nNo.")
        self.assertEqual(
            hand_in._answers(made, True),
            "0 of 1 right\nNo.\nThey are compared with runs of the parameters above, which are not the original's.",
        )


class Solutions(Folder):
    def solution(self, verdict):
        (self.notebooks / "solutions").mkdir(exist_ok=True)
        return self.write("solutions/01", SHOWS.replace("open", verdict))

    def test_a_solution_whose_answers_are_right_ran(self):
        self.solution("right")
        status, said = self.run_lab("solutions/01")
        self.assertEqual(status, 0, said)
        self.assertTrue((self.out / "solutions" / "01.html").exists())

    def test_a_solution_with_a_wrong_or_missing_answer_failed(self):
        for verdict in ("wrong", "open"):
            self.solution(verdict)
            status, said = self.run_lab("solutions/01")
            self.assertEqual(status, 1)
            self.assertIn("solutions/01 failed: Exercise 2: not answered yet.", said)

    def test_a_lab_may_have_open_exercises(self):
        self.write("01", SHOWS)
        self.assertEqual(self.run_lab("01")[0], 0)

    def test_none_means_the_labs_without_solutions_and_kept_notebooks(self):
        self.write("01", "1")
        self.write("01.mine", "1 / 0")
        self.solution("right")
        status, said = self.run_lab()
        self.assertEqual(status, 0, said)
        self.assertEqual(run.find("01.mine").name, "01.mine.ipynb")

    def test_every_check_of_a_solution_is_the_labs_own(self):
        labs = {path.stem: nbformat.read(path, as_version=4) for path in run.notebooks(support.NOTEBOOKS)}
        for path in run.notebooks(support.NOTEBOOKS / "solutions"):
            with self.subTest(path.stem):
                checks = support.exercise_checks(nbformat.read(path, as_version=4))
                self.assertTrue(checks)
                self.assertEqual(checks, support.exercise_checks(labs[path.stem]))


class Pdf(Folder):
    def browser(self, script):
        path = self.notebooks.parent / "chromium"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        patch = mock.patch.dict(os.environ, PATH=f"{path.parent}:{os.environ['PATH']}")
        patch.start()
        self.addCleanup(patch.stop)

    def test_the_browser_prints_the_page_beside_it(self):
        self.browser('for a; do case $a in --print-to-pdf=*) echo "$a $*" >"${a#*=}" ;; esac; done')
        self.write("01", "1")
        status, said = self.run_lab("01", "--pdf")
        self.assertEqual(status, 0, said)
        self.assertIn((self.out / "01.html").as_uri(), (self.out / "01.pdf").read_text())
        self.assertEqual(len(list(self.out.iterdir())), 3, "nothing is left aside")

    def test_a_browser_that_fails_fails_the_run(self):
        self.browser("echo no display >&2; exit 1")
        self.write("01", "1")
        status, said = self.run_lab("01", "--pdf")
        self.assertEqual(status, 1)
        self.assertIn("chromium made no PDF: no display", said)

    def test_without_a_browser_nothing_is_run(self):
        self.write("01", "1")
        with mock.patch.object(pdf, "BROWSERS", ("no-such-browser",)):
            status, said = self.run_lab("01", "--pdf")
        self.assertEqual(status, 2)
        self.assertIn("--pdf wants a browser, and none of no-such-browser is installed", said)
        self.assertFalse(self.out.exists())

    def test_the_installed_browser_makes_a_pdf(self):
        program = pdf.browser()
        if not program:
            self.skipTest("no Chromium or Chrome is installed")
        page = Path(self.notebooks) / "page.html"
        page.write_text("<title>A page</title><p>Text</p>")
        self.assertTrue(pdf.write(page, program).read_bytes().startswith(b"%PDF"))


class Shown(unittest.TestCase):
    def test_a_notebook_without_outputs_showed_nothing(self):
        made = support.notebook("1")
        self.assertEqual((shown.data(made), shown.exercises(made)), ([], []))


if __name__ == "__main__":
    unittest.main()
