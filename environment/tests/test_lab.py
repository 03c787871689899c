"""The script and what it leaves on the machine."""

import errno
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path
from unittest import mock

import support  # first: it finds the runner

import command_line
import specification
import trust

LAB = support.ENVIRONMENT / "lab"
USAGE = (support.ENVIRONMENT / "runner" / "usage.txt").read_text(encoding="utf-8")
JAVA = Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"


def lab(*arguments, **environment):
    return subprocess.run(
        [LAB, *arguments], capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )


def stand_in(folder, tool, commands):
    """Puts a script in a folder in the place of a tool, and returns the path that finds it first."""
    script = Path(folder, tool)
    script.write_text(f"#!/bin/sh\n{commands}\n", encoding="utf-8")
    script.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


def sourced(commands, **environment):
    """Runs commands that use the script's functions."""
    return subprocess.run(
        ["bash", "-c", f'. "$0" help >/dev/null; {commands}', LAB],
        capture_output=True, text=True, env={**os.environ, **environment}, check=False,
    )


class Script(unittest.TestCase):
    def test_no_command_and_help_show_the_usage(self):
        for arguments in ([], ["help"], ["--help"]):
            done = lab(*arguments)
            self.assertEqual((done.returncode, done.stdout), (0, USAGE))

    def test_each_command_says_its_part_of_the_usage(self):
        for arguments, first, last in [
            (["run", "--help"], "run     [NOTEBOOK...] [-p", "checked answers, the cells that failed and the date."),
            (["kernel", "--use", "-h"], "kernel  --user", "whose jar you have, with the labs' libraries."),
        ]:
            done = lab(*arguments)
            self.assertEqual(done.returncode, 0)
            self.assertTrue(done.stdout.startswith(f"Usage: environment/lab COMMAND\n\n  {first}"), done.stdout)
            self.assertTrue(done.stdout.endswith(f"{last}\n"), done.stdout)

    def test_help_needs_no_python(self):
        with tempfile.TemporaryDirectory() as folder:
            for tool in ("env", "bash", "readlink", "dirname", "cat", "rm"):
                Path(folder, tool).symlink_to(shutil.which(tool))
            self.assertEqual(lab("help", PATH=folder).stdout, USAGE)

    def test_what_it_does_not_know_ends_with_2(self):
        for arguments, message in [
            (["banch"], "environment/lab: there is no command 'banch'\nSee: environment/lab help\n"),
            (["up", "--prot", "1"], "environment/lab: up does not know '--prot'\nSee: environment/lab help\n"),
            (["kernel", "--use", "xeus", __file__], "--use knows ijava, jjava and rapaio, and not 'xeus'"),
            (["kernel", "--use", "ijava", "/no/such.jar"], "there is no jar /no/such.jar"),
            (["restore", "no-such-lab"], "there is no notebook 'no-such-lab'"),
        ]:
            with self.subTest(arguments):
                done = lab(*arguments)
                self.assertEqual(done.returncode, 2)
                self.assertIn(message, done.stderr)

    def test_where_no_card_fits_gpu_says_why_and_goes_on(self):
        with tempfile.TemporaryDirectory() as folder:
            path = stand_in(folder, "nvidia-smi", "echo '0, NVIDIA H100 80GB HBM3, 9.0'")
            done = lab("run", "--gpu", "no-such-lab", PATH=path, CUDA_VISIBLE_DEVICES="0")
        self.assertEqual(done.returncode, 2)
        lines = done.stderr.splitlines()
        self.assertIn("GPU: none to compute on, so the processor does: NVIDIA H100 80GB HBM3", lines[0])
        self.assertIn("there is no notebook 'no-such-lab'", done.stderr)

    def test_it_can_be_called_from_anywhere_and_through_a_link(self):
        with tempfile.TemporaryDirectory() as folder:
            link = Path(folder) / "lab"
            link.symlink_to(LAB)
            done = subprocess.run([link, "help"], capture_output=True, cwd=folder, check=False)
        self.assertEqual(done.returncode, 0)

    def test_a_python_without_jupyter_that_comes_first_is_passed_over(self):
        if not Path("/usr/bin/python3").samefile(sys.executable):
            self.skipTest("Jupyter is not the distribution's here")
        with tempfile.TemporaryDirectory() as folder:
            done = lab("doctor", PATH=stand_in(folder, "python3", "exit 1"))
        self.assertRegex(done.stdout, r"(?m)^Python .*, /usr/bin/python3$")

    def test_a_jupyterlab_that_is_not_there_is_named(self):
        if importlib.util.find_spec("jupyterlab"):
            self.skipTest("JupyterLab is there")
        done = lab("up", "--jupyterlab", "--no-browser")
        self.assertEqual(done.returncode, 1)
        self.assertIn("JupyterLab 4 or newer is not there: apt-get install jupyterlab", done.stderr)

    def test_java_is_enough_where_it_has_jshell_without_the_commands_of_a_jdk(self):
        homes = {
            "with-jshell": ("java.base@21.0.1\njdk.jshell@21.0.1", 0),
            "too-old": ("java.base@11.0.2\njdk.jshell@11.0.2", 1),
            "without-jshell": ("java.base@21.0.1", 1),
        }
        with tempfile.TemporaryDirectory() as folder:
            for name, (modules, expected) in homes.items():
                Path(folder, name, "bin").mkdir(parents=True)
                stand_in(f"{folder}/{name}/bin", "java", f"echo '{modules}'")
                self.assertEqual(sourced(f'jdk_fits "{folder}/{name}"').returncode, expected, name)

    def test_a_package_that_others_only_replace_is_not_installed(self):
        with tempfile.TemporaryDirectory() as folder:
            path = stand_in(folder, "apt-cache", 'case $2 in *-17-*) ;; *) echo "Package: $2" ;; esac')
            done = sourced("available_jdk", PATH=path)
        self.assertEqual(done.stdout, "openjdk-21-jre-headless\n")

    def test_what_is_missing_is_said_installed_and_found(self):
        with tempfile.TemporaryDirectory() as folder:
            done = sourced("""
            jupyter=false installed=''
            find_jdk() { [ -n "$installed" ]; }
            find_text_libraries() { return 0; }
            find_python() { jupyter=true; }
            command() { return 0; }
            available_jdk() { say a-jdk; }
            as_root() { say "$*" >>"$ASKED"; installed=yes; }
            find_tools || install_tools
            find_tools
            """, ASKED=f"{folder}/asked")
            asked = Path(folder, "asked").read_text().splitlines()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(asked[0], "apt-get update -qq")
        packages = (
            "libfontconfig1 libfreetype6 libharfbuzz0b jupyter-notebook python3-nbclient python3-nbconvert a-jdk"
        )
        self.assertTrue(asked[1].endswith(f"apt-get install -y --no-install-recommends {packages}"), asked[1])
        self.assertEqual(done.stdout.splitlines()[:2], ["Missing:", "  a JDK of version 17 or newer"])

    def test_on_arm_it_installs_what_deeplearning4j_is_linked_to_and_onednn_where_there_is_one(self):
        for known, packages in [("Package: libdnnl2", "libgomp1 libdnnl2"), ("", "libgomp1")]:
            with self.subTest(packages), tempfile.TemporaryDirectory() as folder:
                done = sourced(f"""
                jupyter=true installed=''
                uname() {{ say 'Linux aarch64'; }}
                ldconfig() {{ say "libc.so.6 $installed"; }}
                find_jdk() {{ return 0; }}
                find_text_libraries() {{ return 0; }}
                find_python() {{ return 0; }}
                command() {{ return 0; }}
                apt-cache() {{ say '{known}'; }}
                as_root() {{ say "$*" >>"$ASKED"; installed=libgomp.so.1; }}
                find_tools || install_tools
                find_tools
                """, ASKED=f"{folder}/asked")
                asked = Path(folder, "asked").read_text().splitlines()
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(asked[1].endswith(f"--no-install-recommends {packages}"), asked[1])

    def test_without_any_python_it_says_so_and_installs_nothing_for_what_is_no_command(self):
        no_python = "python_with() { return 1; }; find_jdk() { return 1; }; install_tools() { say installing; };"
        doctor = sourced(f"{no_python} command=doctor; run_command")
        self.assertEqual(doctor.returncode, 1)
        self.assertTrue(doctor.stdout.startswith("Missing:\n  a JDK of version 17 or newer\n"), doctor.stdout)
        self.assertTrue(doctor.stdout.endswith("environment/lab up installs what is missing on Debian and Ubuntu.\n"))
        unknown = sourced(f"{no_python} command=banch; run_command")
        self.assertEqual((unknown.returncode, unknown.stdout), (1, ""))
        self.assertIn("no Python 3.9 or newer was found", unknown.stderr)

    def test_a_jdk_that_cannot_draw_text_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            missing = "echo '\tlibjvm.so => not found\n\tlibharfbuzz.so.0 => not found'"
            done = lab("doctor", PATH=stand_in(folder, "ldd", missing))
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^Text +missing: Fontconfig, FreeType or HarfBuzz")
        self.assertIn("environment/lab up installs what is missing", done.stdout)


class Elsewhere(unittest.TestCase):
    """The script in a project in another folder."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()

    def project(self, name):
        (self.folder / name / "notebooks" / ".originals").mkdir(parents=True)
        shutil.copytree(support.ENVIRONMENT / "runner", self.folder / name / "environment" / "runner")
        for file in ("lab", "engine.env"):
            shutil.copy(support.ENVIRONMENT / file, self.folder / name / "environment")
        return self.folder / name / "environment" / "lab"

    def test_a_path_that_no_class_path_can_hold_is_refused(self):
        for name in ("a:b", "a\\b"):
            script = self.project(name)
            for arguments in (["up"], ["run"], ["doctor"], ["kernel", "--user"]):
                done = subprocess.run([script, *arguments], capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 1)
                self.assertEqual(
                    done.stderr,
                    "environment/lab: the project cannot work in a folder with a colon or a backslash in its path: "
                    f"move it from {self.folder / name}\n",
                )

    def test_links_and_an_awkward_name_do_with_the_tools_of_macos(self):
        self.project("a+b [c]")
        (self.folder / "far").symlink_to("a+b [c]")
        (self.folder / "near").symlink_to("far/environment/lab")
        path = stand_in(self.folder, "readlink", '[ "$1" != -f ] && exec /usr/bin/readlink "$@"')
        done = subprocess.run(
            [self.folder / "near", "restore", "01"],
            env={**os.environ, "PATH": path}, cwd=self.folder, capture_output=True, text=True, check=False,
        )
        self.assertIn("there is no notebook '01'; those in notebooks/ are: none", done.stderr)
        self.assertEqual(done.returncode, 2)


class CommandLine(unittest.TestCase):
    def test_a_mistake_is_named_with_what_is_wanted(self):
        for line, message in [
            ("up --port", "--port wants a number from 1 to 65535"),
            ("up --port 70000", "--port wants a number from 1 to 65535"),
            ("up --ip everywhere", "--ip wants an address, such as 127.0.0.1"),
            ("up --folder", "--folder wants a folder for your notebooks"),
            ("run --profile slow", "--profile wants quick or full, and not 'slow'"),
            ("run 01 --what", "run does not know '--what'"),
            ("test --fast", "test does not know '--fast'"),
            ("kernel", "kernel wants --user, or --use ijava|jjava|rapaio JAR"),
            ("kernel --use ijava", "kernel wants --user, or --use ijava|jjava|rapaio JAR"),
            ("kernel --user now", "kernel wants --user, or --use ijava|jjava|rapaio JAR"),
            ("bench --quick", "bench does not know '--quick'"),
            ("bench lenet", "bench does not know 'lenet'"),
            ("bench --only", f"--only wants one of {' '.join(command_line.BENCHMARKS)}, and not ''"),
            ("bench --only alexnet", f"--only wants one of {' '.join(command_line.BENCHMARKS)}, and not 'alexnet'"),
            ("bench --out", "--out wants a file, in a folder that exists"),
            ("bench --out /", "--out wants a file, in a folder that exists"),
            ("bench --out /no/such/folder/rows.json", "--out wants a file, in a folder that exists"),
            ("doctor --all", "doctor does not know '--all'"),
            ("restore", "restore wants one notebook, such as 01"),
            ("restore --all", "restore wants one notebook, such as 01"),
            ("restore 01 02", "restore wants one notebook, such as 01"),
        ]:
            with self.subTest(line), mock.patch("sys.stderr", io.StringIO()) as said:
                with self.assertRaises(SystemExit) as ended:
                    command_line.parse(line.split())
                self.assertEqual(ended.exception.code, 2)
                self.assertEqual(said.getvalue(), f"environment/lab: {message}\nSee: environment/lab help\n")

    def test_names_and_options_of_run_come_in_any_order(self):
        options = command_line.parse(["run", "01", "-p", "a=1", "02", "--pdf", "-p", "b=-1", "03"])
        self.assertEqual((options.notebooks, options.parameters, options.pdf), (["01", "02", "03"], ["a=1", "b=-1"], True))

    def test_a_file_for_rows_is_known_from_elsewhere_too(self):
        out = command_line.parse(["bench", "--out", "rows.json"]).out
        self.assertEqual(out, Path.cwd().resolve() / "rows.json")

    def test_the_usage_has_the_options_that_each_command_takes(self):
        for name, parser in command_line.commands().items():
            taken, said = (
                set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text)) for text in (parser.format_usage(), parser.format_help())
            )
            self.assertEqual(taken - {"-h", "--missing"}, said, name)

    def test_the_usage_names_the_benchmarks(self):
        self.assertIn(f"--only times one of {' '.join(command_line.BENCHMARKS)}.\n", USAGE)


class Specification(unittest.TestCase):
    def test_it_starts_java_with_the_settings_of_the_two_files(self):
        content = specification.specification("/jdk/bin/java", "kernel.jar:lib.jar")
        self.assertEqual(content["argv"][0], "/jdk/bin/java")
        self.assertEqual(content["argv"][1], f"@{support.ENVIRONMENT}/java.options")
        self.assertEqual(content["argv"][-2:], ["cnnlabs.kernel.Main", "{connection_file}"])
        self.assertEqual(content["interrupt_mode"], "message")
        self.assertEqual(content["env"]["OMP_NUM_THREADS"], "1")

    def test_pictures_need_no_screen_that_answers(self):
        draw = "new java.awt.image.BufferedImage(1, 1, 1).createGraphics();"
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "Draw.java")
            source.write_text(f"class Draw {{ public static void main(String[] none) {{ {draw} }} }}")
            done = subprocess.run(
                [JAVA, f"@{support.ENVIRONMENT}/java.options", source],
                env={**os.environ, "DISPLAY": "localhost:99"},
                capture_output=True,
                text=True,
                check=False,
            )
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_lines_of_an_environment(self):
        self.assertEqual(specification.environment_lines("# why\n\nA=1\nB=x=y\n"), {"A": "1", "B": "x=y"})


class Register(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        environment = mock.patch.dict(os.environ, JUPYTER_DATA_DIR=folder.name, JAVA_HOME="/jdk")
        environment.start()
        self.addCleanup(environment.stop)
        quiet = mock.patch("sys.stderr"), mock.patch("builtins.print")
        for patch in quiet:
            patch.start()
            self.addCleanup(patch.stop)
        self.kernels = Path(folder.name) / "kernels"
        self.place = self.kernels / "java" / "kernel.json"
        self.source = Path(folder.name) / "kernel.json"
        self.build("lab/1")

    def build(self, name):
        build = f"/home/jürgen/target/{name}"
        content = specification.specification("java", f"{build}/cnnlabs-kernel.jar:{build}/cnnlabs.jar:/m2/nd4j.jar")
        self.source.write_text(json.dumps(content))

    def class_path(self, kernel):
        argv = json.loads((self.kernels / kernel / "kernel.json").read_text())["argv"]
        return argv[argv.index("-cp") + 1]

    def test_a_build_that_nobody_registered_stays_out_of_the_home(self):
        self.assertEqual(specification.refresh(self.source), 0)
        self.assertFalse(self.kernels.exists())

    def test_a_registered_kernel_follows_the_build(self):
        self.assertEqual(specification.register(self.source), 0)
        self.build("lab/2")
        self.assertEqual(specification.refresh(self.source), 0)
        self.assertIn("/home/jürgen/target/lab/2/cnnlabs.jar", self.class_path("java"))

    def test_it_does_not_follow_a_build_of_another_kind(self):
        specification.register(self.source)
        self.build("lab-spark/2")
        specification.refresh(self.source)
        self.assertIn("/home/jürgen/target/lab/1/cnnlabs.jar", self.class_path("java"))

    def test_a_kernel_of_another_project_follows_the_build_with_its_libraries(self):
        jar = self.kernels.parent.resolve() / "ijava.jar"
        with zipfile.ZipFile(jar, "w") as archive:
            archive.writestr("META-INF/MANIFEST.MF", "Main-Class: a.Kernel\n")
        specification.use("ijava", jar, "ours.jar:/home/jürgen/target/lab/1/cnnlabs.jar:/m2/nd4j.jar")
        self.build("lab/2")
        specification.refresh(self.source)
        self.assertEqual(self.class_path("ijava"), f"{jar}:/home/jürgen/target/lab/2/cnnlabs.jar:/m2/nd4j.jar")
        jar.unlink()
        self.build("lab/3")
        self.assertEqual(specification.refresh(self.source), 0)

    def test_another_kernel_of_that_name_is_left_alone(self):
        self.place.parent.mkdir(parents=True)
        self.place.write_text('{"argv": ["java", "-jar", "ijava.jar", "{connection_file}"]}')
        self.assertEqual(specification.refresh(self.source), 0)
        self.assertEqual(specification.register(self.source), 1)
        self.assertIn("ijava", self.place.read_text())


class Use(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.jar = Path(folder.name).resolve() / "kernel.jar"
        self.place = Path(folder.name) / "kernels" / "jjava" / "kernel.json"
        for patch in (
            mock.patch.dict(os.environ, JUPYTER_DATA_DIR=folder.name, JAVA_HOME="/jdk"),
            mock.patch("builtins.print"),
        ):
            patch.start()
            self.addCleanup(patch.stop)

    def make(self, manifest):
        with zipfile.ZipFile(self.jar, "w") as jar:
            jar.writestr("META-INF/MANIFEST.MF", manifest)

    def test_its_main_class_comes_with_the_libraries_and_without_our_kernel(self):
        self.make("Manifest-Version: 1.0\r\nMain-Class: a.very.long.na\r\n me.Kernel\r\n\r\n")
        self.assertEqual(specification.use("jjava", self.jar, "ours.jar:cnnlabs.jar:nd4j.jar"), 0)
        content = json.loads(self.place.read_text())
        argv = content["argv"]
        self.assertEqual(argv[argv.index("-cp") + 1], f"{self.jar}:cnnlabs.jar:nd4j.jar")
        self.assertEqual(argv[-2:], ["a.very.long.name.Kernel", "{connection_file}"])
        self.assertIn("--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED", argv)
        self.assertEqual((content["display_name"], content["language"]), ("Java (JJava)", "java"))
        self.assertEqual(content["env"]["OMP_NUM_THREADS"], "1")

    def test_rapaio_is_registered_under_its_name(self):
        self.make("Manifest-Version: 1.0\r\nMain-Class: org.rapaio.jupyter.kernel.MainApp\r\n\r\n")
        self.assertEqual(specification.use("rapaio", self.jar, "ours.jar:cnnlabs.jar"), 0)
        content = json.loads((self.place.parent.parent / "rapaio" / "kernel.json").read_text())
        self.assertEqual(content["argv"][-2:], ["org.rapaio.jupyter.kernel.MainApp", "{connection_file}"])
        self.assertEqual(content["display_name"], "Java (rapaio)")

    def test_what_is_no_jar_of_a_kernel_is_named(self):
        self.make("Manifest-Version: 1.0\r\n")
        with self.assertRaisesRegex(specification.UsageError, f"{self.jar} .* names no Main-Class"):
            specification.use("ijava", self.jar, "ours.jar:cnnlabs.jar")
        self.jar.write_text("text")
        with self.assertRaisesRegex(specification.UsageError, f"{self.jar} is no jar of a kernel: File is not a zip"):
            specification.use("ijava", self.jar, "ours.jar:cnnlabs.jar")


class Trust(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "notebooks").mkdir()
        for name in ("01", "02"):
            support.write(support.notebook("1"), self.root / "notebooks" / f"{name}.ipynb")
        (self.root / "notebooks" / "solutions").mkdir()
        support.write(support.notebook("1"), self.root / "notebooks" / "solutions" / "01.ipynb")
        for name, place in [("ROOT", "."), ("NOTEBOOKS", "notebooks"), ("TARGET", "target")]:
            patch = mock.patch.object(trust, name, self.root / place)
            patch.start()
            self.addCleanup(patch.stop)

    def git(self, *arguments):
        command = ["git", "-c", "user.name=n", "-c", "user.email=e", *arguments]
        subprocess.run(command, cwd=self.root, check=True, capture_output=True)

    def names(self):
        return [str(path.relative_to(self.root / "notebooks").with_suffix("")) for path in trust.shipped()]

    def test_with_git_those_that_are_as_committed(self):
        try:
            self.git("init")
        except FileNotFoundError:
            self.skipTest("there is no git here")
        self.git("add", ".")
        self.git("commit", "-m", "all")
        support.write(support.notebook("2"), self.root / "notebooks" / "02.ipynb")
        support.write(support.notebook("3"), self.root / "notebooks" / "03.ipynb")
        self.assertEqual(self.names(), ["01", "solutions/01"])

    def test_without_git_those_of_the_first_start(self):
        self.assertEqual(self.names(), ["01", "02", "solutions/01"])
        support.write(support.notebook("3"), self.root / "notebooks" / "03.ipynb")
        self.assertEqual(self.names(), [])

    def test_without_git_those_of_a_disk_that_nobody_can_write(self):
        for number in (errno.EROFS, errno.EACCES):
            with mock.patch.object(Path, "touch", side_effect=OSError(number, os.strerror(number))):
                self.assertEqual(self.names(), ["01", "02", "solutions/01"])
        with mock.patch.object(Path, "touch", side_effect=OSError(errno.ENOSPC, "full")), self.assertRaises(OSError):
            trust.shipped()


if __name__ == "__main__":
    unittest.main()
