"""`lab restore`: the originals come back, and nothing of a reader's work is lost."""

import contextlib
import io
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import support  # first: it finds the runner

import command_line
import originals
import project
import up


class Project(unittest.TestCase):
    """A project with two labs and a solution, in which the originals are kept in some way."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.notebooks = self.root / "notebooks"
        (self.notebooks / "solutions").mkdir(parents=True)
        for name in ("01-lenet", "02-maps", "solutions/01-lenet"):
            support.write(support.notebook(f"'{name}'"), self.notebooks / f"{name}.ipynb")
        for name, place in [("ROOT", self.root), ("NOTEBOOKS", self.notebooks)]:
            patch = mock.patch.object(originals, name, place)
            patch.start()
            self.addCleanup(patch.stop)
        self.original = self.text("01-lenet")

    def commit(self):
        for arguments in (["init"], ["add", "."], ["commit", "-m", "all"]):
            command = ["git", "-c", "user.name=n", "-c", "user.email=e", *arguments]
            try:
                subprocess.run(command, cwd=self.root, check=True, capture_output=True)
            except FileNotFoundError:
                self.skipTest("there is no git here")

    def text(self, name):
        return (self.notebooks / f"{name}.ipynb").read_text()

    def edit(self, text, name="01-lenet"):
        (self.notebooks / f"{name}.ipynb").write_text(text)

    def restore(self, *arguments):
        """Returns the exit status, and what was said."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = originals.main(command_line.parse(["restore", *arguments]))
        return status, said.getvalue()


class Fill(Project):
    def setUp(self):
        super().setUp()
        self.commit()
        self.folder = self.root / "mine" / "labs"

    def fill(self):
        """Returns what was said."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            up.fill(self.folder)
        return said.getvalue()

    def test_a_new_folder_gets_the_labs_as_they_were_shipped(self):
        self.edit("edited")
        self.assertEqual(self.fill(), f"Copied 2 labs to {self.folder}.\n")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["01-lenet.ipynb", "02-maps.ipynb", "environment"])
        self.assertEqual((self.folder / "01-lenet.ipynb").read_text(), self.original)

    def test_a_folder_with_a_notebook_stays_as_it_is(self):
        self.folder.mkdir(parents=True)
        (self.folder / "01-lenet.ipynb").write_text("a reader's")
        self.assertEqual(self.fill(), "")
        self.assertEqual([path.read_text() for path in self.folder.glob("*.ipynb")], ["a reader's"])

    def test_what_the_labs_call_environment_lab_is_there_and_links_to_the_project(self):
        for _ in range(2):
            self.fill()
            self.assertTrue((self.folder / "environment" / "lab").samefile(support.ENVIRONMENT / "lab"))

    def test_a_script_of_the_readers_own_stays(self):
        script = self.folder / "environment" / "lab"
        script.parent.mkdir(parents=True)
        script.write_text("mine")
        self.fill()
        self.assertEqual(script.read_text(), "mine")

    def test_a_folder_that_cannot_be_made_is_named(self):
        self.folder.parent.write_text("a file in its way")
        with self.assertRaisesRegex(project.LabError, f"the folder for your notebooks cannot be used: .*{self.folder}"):
            self.fill()


class OfAFolder(Project):
    """`lab restore` for a reader who works on copies."""

    def setUp(self):
        super().setUp()
        self.commit()
        self.folder = self.root.parent / f"{self.root.name}-mine"
        originals.fill(self.folder)
        self.addCleanup(shutil.rmtree, self.folder)
        self.mine = self.folder / "01-lenet.ipynb"
        self.mine.write_text("mine")

    def restored(self, *arguments):
        status, said = self.restore(*arguments)
        self.assertEqual(status, 0, said)
        self.assertIn(f"{self.mine} is the original again; yours is 01-lenet.mine.ipynb.", said)
        self.assertEqual(self.mine.read_text(), self.original)
        self.assertEqual((self.folder / "01-lenet.mine.ipynb").read_text(), "mine")
        self.assertEqual([path.name for path in self.notebooks.glob("*.mine*")], [])

    def test_the_copy_comes_back_where_the_command_is_run(self):
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.folder)
        self.restored("01")

    def test_the_copy_comes_back_in_the_folder_that_is_named(self):
        self.restored("01", "--folder", str(self.folder))

    def test_the_copy_comes_back_in_the_folder_that_jupyter_opened(self):
        with mock.patch.dict(os.environ, CNNLABS_FOLDER=str(self.folder)):
            self.restored("01")

    def test_the_copy_comes_back_that_a_path_names(self):
        self.restored(str(self.mine))

    def test_a_notebook_that_cannot_be_written_is_named(self):
        with mock.patch.object(originals, "_write_whole", side_effect=PermissionError(13, "Permission denied")):
            status, said = self.restore("02", "--folder", str(self.folder / "gone"))
            self.assertEqual((status, said), (2, f"environment/lab restore: --folder: there is no folder {self.folder}/gone\n"))
            (self.folder / "02-maps.ipynb").unlink()
            status, said = self.restore("02", "--folder", str(self.folder))
        self.assertEqual(status, 1)
        self.assertIn(f"{self.folder}/02-maps.ipynb cannot be written: Permission denied", said)


class WithGit(Project):
    def setUp(self):
        super().setUp()
        self.commit()

    def test_the_committed_notebook_comes_back_and_the_edited_one_stays_beside_it(self):
        self.edit("mine")
        status, said = self.restore("01")
        self.assertEqual(status, 0)
        self.assertIn("yours is notebooks/01-lenet.mine.ipynb", said)
        self.assertEqual(self.text("01-lenet"), self.original)
        self.assertEqual(self.text("01-lenet.mine"), "mine")

    def test_what_was_kept_before_is_never_overwritten(self):
        for number in range(1, 4):
            self.edit(f"mine {number}")
            self.restore("01-lenet")
        kept = [self.text(f"01-lenet.mine{end}") for end in ("", "-2", "-3")]
        self.assertEqual(kept, ["mine 1", "mine 2", "mine 3"])

    def test_no_copies_are_kept_where_git_has_them(self):
        originals.keep()
        self.assertFalse((self.notebooks / ".originals").exists())

    def test_an_untouched_notebook_is_left_alone(self):
        status, said = self.restore("01")
        self.assertEqual(status, 0)
        self.assertIn("there is nothing to restore", said)
        self.assertEqual(project.notebooks(self.notebooks), sorted(self.notebooks.glob("*.ipynb")))

    def test_a_deleted_notebook_is_there_again(self):
        (self.notebooks / "01-lenet.ipynb").unlink()
        status, said = self.restore("01")
        self.assertEqual(status, 0)
        self.assertIn("is there again", said)
        self.assertEqual(self.text("01-lenet"), self.original)

    def test_a_kept_notebook_means_its_original(self):
        self.edit("mine")
        self.restore("01")
        self.edit("more of mine")
        self.assertEqual(self.restore(str(self.notebooks / "01-lenet.mine.ipynb"))[0], 0)
        self.assertEqual(self.text("01-lenet"), self.original)
        self.assertEqual(self.text("01-lenet.mine"), "mine")
        self.assertEqual(self.text("01-lenet.mine-2"), "more of mine")

    def test_a_solution_comes_back_too(self):
        solution = self.text("solutions/01-lenet")
        self.edit("mine", "solutions/01-lenet")
        self.assertEqual(self.restore("solutions/01")[0], 0)
        self.assertEqual(self.text("solutions/01-lenet"), solution)
        self.assertEqual(self.text("solutions/01-lenet.mine"), "mine")

    def test_an_unknown_notebook_lists_the_originals(self):
        status, said = self.restore("07")
        self.assertEqual(status, 2)
        self.assertIn("no notebook '07'; those in notebooks/ are:\n  01-lenet\n  02-maps\n  solutions/01-lenet", said)


class WithoutGit(Project):
    def test_the_copies_of_the_first_start_come_back(self):
        originals.keep()
        self.edit("mine")
        originals.keep()  # a later start takes no edited notebook for an original
        self.assertEqual(self.restore("01")[0], 0)
        self.assertEqual(self.text("01-lenet"), self.original)
        self.assertEqual(self.text("01-lenet.mine"), "mine")

    def test_the_copies_are_complete_or_not_there(self):
        with mock.patch("shutil.copyfile", side_effect=OSError("disk full")), mock.patch("sys.stderr"):
            originals.keep()
        self.assertFalse((self.notebooks / ".originals").exists())
        originals.keep()
        self.assertEqual(originals.names(), ["01-lenet", "02-maps", "solutions/01-lenet"])

    def test_where_nothing_was_kept_nothing_is_touched(self):
        self.edit("mine")
        self.assertEqual(self.restore("01")[0], 2)
        self.assertEqual(self.text("01-lenet"), "mine")


class NameFor(Project):
    def test_a_readers_notebook_is_known_by_its_name(self):
        originals.keep()
        for own in ("01-lenet", "01-lenet.mine", "01-lenet.mine-2", "01-lenet-Copy1", "01-lenet (2)"):
            self.assertEqual(originals.name_for(self.notebooks / f"{own}.ipynb"), "01-lenet")
            self.assertEqual(originals.name_for(Path("/elsewhere") / f"{own}.ipynb"), "01-lenet")
        self.assertEqual(originals.name_for(self.notebooks / "solutions/01-lenet.mine.ipynb"), "solutions/01-lenet")
        self.assertIsNone(originals.name_for(Path("/elsewhere/01-lenets.ipynb")))


if __name__ == "__main__":
    unittest.main()
