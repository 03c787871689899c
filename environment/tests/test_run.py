"""The runner, on the Python kernel that Jupyter brings and on the project's own."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

import nbformat
from jupyter_client.kernelspec import KernelSpecManager

import support  # first: it finds the runner

import build
import command_line
import run


RUN_WITHOUT_BUILD = f"""
import sys
sys.path.insert(0, {str(support.ENVIRONMENT / "runner")!r})
import build, command_line, run
build.prepare = lambda *_: None
sys.exit(run.main(command_line.parse(sys.argv[1:])))
"""


class Folder(unittest.TestCase):
    """A test with a folder of notebooks of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.notebooks = Path(folder.name).resolve() / "notebooks"
        self.notebooks.mkdir()
        self.out = Path(folder.name).resolve() / "out"
        for patch in (mock.patch.object(run, "NOTEBOOKS", self.notebooks), mock.patch.object(build, "prepare")):
            patch.start()
            self.addCleanup(patch.stop)

    def write(self, name, *cells, **options):
        return support.write(support.notebook(*cells, **options), self.notebooks / f"{name}.ipynb")

    def run_lab(self, *arguments):
        """Returns the exit status, and what was said on the two streams together."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = run.main(command_line.parse(["run", *arguments, "--out", str(self.out)]))
        return status, said.getvalue()

    def executed(self, name):
        return nbformat.read(self.out / f"{name}.ipynb", as_version=4)


class Find(Folder):
    def setUp(self):
        super().setUp()
        self.first = self.write("01-lenet")
        self.second = self.write("02-filters")
        self.third = self.write("02-filters-again")

    def test_a_name_the_start_of_one_or_a_path(self):
        for name in ("01-lenet", "01-lenet.ipynb", "01", str(self.first)):
            self.assertEqual(run.find(name), self.first)

    def test_a_whole_name_wins_over_the_start_of_another(self):
        self.assertEqual(run.find("02-filters"), self.second)

    def test_an_unknown_name_lists_the_known_ones(self):
        with self.assertRaisesRegex(run.UsageError, "no notebook '09'; .*\n  01-lenet\n  02-filters\n"):
            run.find("09")

    def test_the_start_of_several_lists_those(self):
        with self.assertRaisesRegex(run.UsageError, "'02' means more than one .*\n  02-filters\n  02-filters-again$"):
            run.find("02")


class Clear(Folder):
    def test_outputs_go_and_everything_else_stays(self):
        path = self.write("01", "6 * 7", parameters="int epochs = 20;", quick={"epochs": 2})
        made = nbformat.read(path, as_version=4)
        made.cells[-1].outputs = [nbformat.v4.new_output("stream", text="42")]
        made.cells[-1].execution_count = 7
        support.write(made, path)
        status, said = self.run_lab("01", "--clear")
        self.assertEqual(status, 0, said)
        self.assertEqual(said, f"{self.out / '01.ipynb'}\n")
        cleared = self.executed("01")
        self.assertEqual([cell.source for cell in cleared.cells], [cell.source for cell in made.cells])
        self.assertEqual(cleared.metadata, made.metadata)
        self.assertEqual((cleared.cells[-1].outputs, cleared.cells[-1].execution_count), ([], None))
        self.assertEqual(nbformat.read(path, as_version=4), made)

    def test_the_answer_to_the_question_is_left_to_those_who_get_it(self):
        made = support.notebook("1")
        made.cells += [nbformat.v4.new_markdown_cell(text) for text in ("## Answer\n\n42.", "## Exercises")]
        support.write(made, self.notebooks / "01.ipynb")
        self.assertEqual(self.run_lab("01", "--clear")[0], 0)
        answer, exercises = (cell.source for cell in self.executed("01").cells[-2:])
        self.assertRegex(answer, r"^## Answer\n\nWhat do your runs say\?")
        self.assertEqual(exercises, "## Exercises")

    def test_parameters_can_be_set_for_those_who_get_it(self):
        self.write("01", "epochs", parameters="int epochs = 20;", quick={"epochs": 2})
        self.assertEqual(self.run_lab("01", "--clear", "--profile", "quick")[0], 0)
        self.assertIn("epochs = 2;", self.executed("01").cells[2].source)

    def test_nothing_is_run_so_nothing_can_be_handed_in(self):
        self.write("01", "1")
        for option in ("--hand-in", "--pdf"):
            status, said = self.run_lab("01", "--clear", option)
            self.assertEqual(status, 2)
            self.assertIn("--clear runs nothing", said)
        self.assertFalse(self.out.exists())


class Spark(Folder):
    """A notebook that says it needs Apache Spark, beside one that does not."""

    def setUp(self):
        super().setUp()
        self.write("01-lenet", "print(1)")
        made = support.notebook("print(2)")
        made.metadata.cnnlabs = {"needs": "spark"}
        support.write(made, self.notebooks / "11-many-machines.ipynb")

    def test_without_spark_it_is_left_out_of_all(self):
        with mock.patch.dict(os.environ):
            os.environ.pop("CNNLABS_SPARK", None)
            status, said = self.run_lab()
        self.assertEqual(status, 0, said)
        self.assertIn("Left out: 11-many-machines, which needs Apache Spark (--spark).\n", said)
        self.assertEqual([path.stem for path in self.out.glob("*.ipynb")], ["01-lenet"])

    def test_without_spark_it_is_refused_by_name(self):
        with mock.patch.dict(os.environ):
            os.environ.pop("CNNLABS_SPARK", None)
            self.assertEqual(
                self.run_lab("11"), (2, "environment/lab run: 11-many-machines needs Apache Spark: add --spark\n")
            )

    def test_with_spark_it_runs(self):
        with mock.patch.dict(os.environ, CNNLABS_SPARK="1"):
            status, said = self.run_lab()
        self.assertEqual(status, 0, said)
        self.assertEqual(len(list(self.out.glob("*.ipynb"))), 2)


class Run(Folder):
    def test_writes_the_executed_notebook_and_a_page(self):
        self.write("01", "6 * 7", "print('printed')")
        status, said = self.run_lab("01")
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r"1/2  6 \* 7 +\d+\.\d s\n")
        cells = self.executed("01").cells
        self.assertEqual(cells[1].outputs[0].data["text/plain"], "42")
        page = (self.out / "01.html").read_text(encoding="utf-8")
        self.assertIn("<title>The title</title>", page)
        self.assertIn("printed", page)
        self.assertNotRegex(page, r"""(src|href)=["'](https?|file|//)""")
        self.assertEqual(len(list(self.out.iterdir())), 2, "nothing is left aside")

    def test_the_kernel_starts_beside_the_notebook_and_knows_the_profile(self):
        self.write("01", "import os\nprint(os.getcwd(), os.environ['CNNLABS_PROFILE'])")
        self.run_lab("--profile", "full")
        self.assertEqual(self.executed("01").cells[1].outputs[0].text, f"{self.notebooks} full\n")

    def test_a_cell_that_fails_is_shown_with_its_trace_and_the_rest_is_not_run(self):
        self.write("01", "one = 1", "# why\nprint(one / 0)", "after = 1")
        self.write("02", "two = 2")
        status, said = self.run_lab()
        self.assertEqual(status, 1)
        self.assertRegex(said, r"\nCell 2 of 01 failed:\n\n    # why\n    print\(one / 0\)\n")
        self.assertIn("ZeroDivisionError: division by zero", said)
        self.assertNotIn("\x1b", said)
        self.assertTrue(said.endswith("1 of 2 notebooks ran.\nFailed: 01.\n"), said)
        executed = self.executed("01")
        self.assertEqual(executed.cells[2].outputs[-1].ename, "ZeroDivisionError")
        self.assertIsNone(executed.cells[3].execution_count)
        self.assertEqual(self.executed("02").cells[1].execution_count, 1)

    def test_outputs_of_an_earlier_run_are_gone(self):
        made = support.notebook("1 / 0", "print('new')")
        made.cells[2].outputs = [nbformat.v4.new_output("stream", text="old")]
        support.write(made, self.notebooks / "01.ipynb")
        self.run_lab()
        self.assertEqual(self.executed("01").cells[2].outputs, [])

    def test_a_kernel_that_dies_fails_its_cell(self):
        self.write("01", "import os\nos._exit(3)")
        status, said = self.run_lab()
        self.assertEqual(status, 1)
        self.assertIn("Cell 1 of 01 failed", said)
        self.assertIn("The kernel died", said)

    def test_a_kernel_that_is_not_there(self):
        self.write("01", "1", kernel="missing")
        status, said = self.run_lab()
        self.assertEqual(status, 1)
        self.assertIn("there is no kernel named 'missing'", said)

    def test_a_kernel_that_does_not_start(self):
        place = self.notebooks.parent / "kernels" / "broken" / "kernel.json"
        place.parent.mkdir(parents=True)
        broken = {"argv": [sys.executable, "-c", "raise SystemExit(3)"], "display_name": "", "language": ""}
        place.write_text(json.dumps({**broken, "interrupt_mode": "message"}))
        self.write("01", "1", kernel="broken")
        with mock.patch.dict(os.environ, JUPYTER_PATH=str(self.notebooks.parent)):
            status, said = self.run_lab()
        self.assertEqual(status, 1)
        self.assertIn("01 failed: the kernel did not start", said)

    def test_what_was_asked_wrongly_runs_nothing(self):
        self.write("01", "1")
        self.write("02", "1", parameters="int epochs = 1;")
        for arguments, message in [
            (["03"], "no notebook '03'"),
            (["02", "-p", "epoch=3"], "02.ipynb: -p sets 'epoch'; its parameters are:\n  int epochs = 1"),
            (["02", "-p", "epochs=ten"], "epochs is an int: 'ten' is not a whole number"),
            (["-p", "epochs=3"], "01.ipynb: it has no cell tagged 'parameters'"),
        ]:
            with self.subTest(arguments):
                status, said = self.run_lab(*arguments)
                self.assertEqual(status, 2)
                self.assertIn(message, said)
                self.assertFalse(self.out.exists())

    def test_a_file_that_is_no_notebook(self):
        (self.notebooks / "01.ipynb").write_text("<html>")
        status, said = self.run_lab()
        self.assertEqual(status, 2)
        self.assertIn("01.ipynb is no notebook", said)

    def test_no_notebooks_at_all_is_an_error(self):
        status, said = self.run_lab()
        self.assertEqual(status, 2)
        self.assertIn("there are no notebooks", said)


class Out(Folder):
    """A folder for results that cannot be written is found before anything runs."""

    def refused(self, *arguments):
        self.out.write_text("a file in its way")
        self.write("01", "open('ran', 'w')")
        status, said = self.run_lab("01", *arguments)
        self.assertEqual(status, 2)
        self.assertIn(f"results cannot be written to {self.out}: ", said)
        self.assertIn("Name another folder with --out", said)
        self.assertFalse((self.notebooks / "ran").exists())

    def test_of_a_run(self):
        self.refused()

    def test_of_a_hand_in(self):
        self.refused("--hand-in")

    def test_of_notebooks_without_outputs(self):
        self.refused("--clear")


class Signals(Folder):
    def test_an_interrupted_run_stops_its_kernel_and_keeps_what_ran(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number.name):
                path = self.write(
                    "01", "import os, time\nprint(os.getpid())", "open('running', 'w').close()\ntime.sleep(600)"
                )
                command = [sys.executable, "-c", RUN_WITHOUT_BUILD, "run", str(path), "--out", str(self.out)]
                process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                running = self.notebooks / "running"
                deadline = time.monotonic() + 60
                while not running.exists() and time.monotonic() < deadline:
                    time.sleep(0.1)
                process.send_signal(number)
                self.assertEqual(process.wait(60), 128 + number)
                kernel = int(self.executed("01").cells[1].outputs[0].text)
                with self.assertRaises(ProcessLookupError):
                    os.kill(kernel, 0)
                running.unlink()


@unittest.skipUnless("java" in KernelSpecManager().find_kernel_specs(), "no kernel java: run environment/lab test")
class Java(Folder):
    def test_parameters_of_every_kind_reach_the_cells(self):
        self.write(
            "01",
            'System.out.println(epochs + " " + java.util.Arrays.toString(rates) + " " + name + " " + on + " " + words)',
            kernel="java",
            parameters=(
                "int epochs = 20;\ndouble[] rates = {0.1};\nString name = \"\";\n"
                "boolean on = false;\nvar words = List.of(\"a\");"
            ),
            quick={"epochs": 1, "rates": [0.5, 1]},
        )
        name = 'é "q" \\u0041'
        status, said = self.run_lab("-p", f"name={name}", "-p", "on=true", "-p", 'words=List.of("b", "c")')
        self.assertEqual(status, 0, said)
        self.assertEqual(self.executed("01").cells[3].outputs[0].text.rstrip(), f"1 [0.5, 1.0] {name} true [b, c]")

    def test_an_exception_fails_the_run_with_its_trace(self):
        self.write("01", "int zero = 0;", "// why\nint x = 1 / zero;", kernel="java")
        status, said = self.run_lab()
        self.assertEqual(status, 1)
        self.assertIn("Cell 2 of 01 failed:\n\n    // why\n    int x = 1 / zero;\n", said)
        self.assertIn("ArithmeticException", said)


if __name__ == "__main__":
    unittest.main()
