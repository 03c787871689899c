"""The build, of a project of its own whose Maven makes empty jars, and what the commands do around it."""

import argparse
import contextlib
import fcntl
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

import support  # first: it finds the runner

import bench
import build
import command_line
import doctor
import gpu
import maven
import project
import testing
import up

MODULES = {**maven.KERNEL, **maven.SPARK, **maven.BENCH}
MAVEN = f"""\
#!/bin/sh
[ "$*" != -v ] || exec echo "Apache Maven 3.6.3"
echo "$*" >>builds
while read -r name module; do
  mkdir -p $module/target
  touch $module/target/$name-1.jar
  echo "$PWD/lib/target/cnnlabs-1.jar:${{PWD%/*}}/nd4j.jar" >$module/target/runtime.classpath
done <<END
{chr(10).join(f"{name} {module}" for name, module in MODULES.items())}
END
"""


class Project(unittest.TestCase):
    """A project in a folder of an awkward name."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.root = self.folder / "a+b [c]"
        for name in ("lib", "environment/runner"):
            (self.root / name).mkdir(parents=True)
        (self.root / "pom.xml").touch()
        for name in ("build", "maven", "specification"):
            (self.root / "environment" / "runner" / f"{name}.py").touch()
        (self.folder / "nd4j.jar").touch()
        self.maven(MAVEN)
        environment = {
            "PATH": f"{self.folder}:{os.environ['PATH']}",
            "JAVA_HOME": "/jdk",
            "JUPYTER_DATA_DIR": str(self.folder / "data"),
        }
        for patch in (
            mock.patch.dict(os.environ, environment),
            mock.patch.object(build, "ROOT", self.root),
            mock.patch.object(build, "TARGET", self.root / "target"),
            mock.patch.object(bench, "PLACE", self.root / "target" / "bench"),
            mock.patch.object(maven, "ROOT", self.root),
            mock.patch.object(build, "nd4j_platform", lambda: "linux-x86_64-of-the-test"),
            mock.patch.object(gpu, "use", lambda: True),
        ):
            patch.start()
            self.addCleanup(patch.stop)
        for name in ("CNNLABS_SPARK", "CNNLABS_RUNS"):
            os.environ.pop(name, None)

    def maven(self, script):
        (self.folder / "mvn").write_text(script)
        (self.folder / "mvn").chmod(0o755)

    def prepared(self, **kind):
        """Returns a build, and what was said."""
        os.environ.pop("CNNLABS_SPARK", None)
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            return build.prepare(**kind), said.getvalue()

    def builds(self):
        return (self.root / "builds").read_text().splitlines()

    def age(self, folder):
        weeks_ago = time.time() - 20 * 24 * 3600
        os.utime(folder, (weeks_ago, weeks_ago))


class Kinds(Project):
    def test_each_kind_of_build_stays_beside_the_others(self):
        kinds = {"plain": {}, "spark": {"with_spark": True}, "cuda": {"with_gpu": True}}
        jars = {}
        for _ in range(2):
            for kind, chosen in kinds.items():
                argv = json.loads(self.prepared(**chosen)[0].specification.read_text())["argv"]
                jars[kind] = argv[argv.index("-cp") + 1].split(":")
                self.assertEqual([jar for jar in jars[kind] if not Path(jar).exists()], [])
        self.assertEqual(len(self.builds()), 3)
        self.assertEqual([command.count("-Pspark") for command in self.builds()], [0, 1, 0])
        self.assertEqual([command.count("-Pcuda") for command in self.builds()], [0, 0, 1])
        self.assertEqual(len({jars[kind][0] for kind in kinds}), 3)
        self.assertEqual([kind for kind in kinds if "cnnlabs-spark.jar" in str(jars[kind])], ["spark"])

    def test_the_class_path_has_the_kernel_the_library_and_what_is_not_of_the_project(self):
        made, said = self.prepared()
        jars = made.class_path.split(":")
        own = [str(made.folder / f"{name}.jar") for name in maven.KERNEL]
        self.assertEqual(jars, [*own, str(self.folder / "nd4j.jar")])
        self.assertEqual(said, "Building the library and the kernel ...\nThe first time downloads about 250 MB.\n")
        self.assertEqual(os.environ["JUPYTER_PATH"].split(":")[0], str(self.root / "target" / "jupyter"))

    def test_what_a_lab_with_spark_starts_has_spark(self):
        os.environ["CNNLABS_SPARK"] = "1"
        self.assertTrue(build.Build.chosen().spark)
        os.environ["CNNLABS_SPARK"] = ""
        self.assertFalse(build.Build.chosen().spark)

    def test_a_jar_that_went_is_made_again(self):
        self.prepared()
        (self.prepared()[0].folder / "cnnlabs.jar").unlink()
        self.prepared()
        self.assertEqual(len(self.builds()), 2)


class Age(Project):
    def test_a_change_of_the_sources_leaves_a_build_of_the_last_days_to_those_who_may_run_it(self):
        made, _ = self.prepared()
        (self.root / "lib" / "New.java").touch()
        self.prepared()
        self.assertEqual(len([*self.root.glob("target/lab/*/")]), 2)
        self.assertTrue((made.folder / "cnnlabs.jar").exists())

    def test_a_build_that_nobody_used_for_weeks_is_removed_by_the_next_of_its_kind(self):
        made, _ = self.prepared(with_spark=True)
        self.prepared()
        for old in self.root.glob("target/lab*/*/"):
            self.age(old)
        (self.root / "lib" / "New.java").touch()
        self.prepared()
        self.assertTrue(made.folder.exists())
        self.assertEqual(len([*self.root.glob("target/lab/*/")]), 1)

    def test_a_build_that_is_used_is_no_old_one(self):
        made, _ = self.prepared()
        self.age(made.folder)
        self.prepared()
        self.assertLess(time.time() - made.folder.stat().st_mtime, 3600)


class Sources(Project):
    def test_they_are_what_a_kernel_runs_with_and_how_it_is_built(self):
        for name in (
            *("lib/src/main/java/A.java", "lib/src/test/java/ATest.java", "lib/target/A.class", "lib/engine/pom.xml"),
            *("lib/engine/src/test/BTest.java", "lib/bench/pom.xml", "lib/spark/pom.xml", "environment/kernel/pom.xml"),
            *("environment/lab", "environment/engine.env", "environment/tests/test_a.py", "environment/image/try"),
            *("environment/runner/run.py", "environment/browser/pom.xml", "notebooks/00.ipynb"),
        ):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).touch()
        self.assertEqual(
            sorted(path.relative_to(self.root).as_posix() for path in build.sources()),
            [
                "environment/engine.env",
                "environment/kernel/pom.xml",
                "environment/runner/build.py",
                "environment/runner/maven.py",
                "environment/runner/specification.py",
                "lib/engine/pom.xml",
                "lib/spark/pom.xml",
                "lib/src/main/java/A.java",
                "pom.xml",
            ],
        )

    def test_a_content_a_name_and_a_jdk_give_a_build_of_their_own(self):
        folders = [build.Build().folder]
        (self.root / "lib" / "a").write_text("1")
        folders.append(build.Build().folder)
        (self.root / "lib" / "a").write_text("2")
        folders.append(build.Build().folder)
        (self.root / "lib" / "a").rename(self.root / "lib" / "b")
        folders.append(build.Build().folder)
        os.environ["JAVA_HOME"] = "/other"
        folders.append(build.Build().folder)
        self.assertEqual(len(set(folders)), 5)
        self.assertEqual(folders[-1], build.Build().folder)


class Failing(Project):
    def failed(self):
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            with self.assertRaises(project.LabError) as failed:
                build.prepare()
        return str(failed.exception), said.getvalue()

    def test_who_cannot_write_a_project_that_is_not_built_is_told_whose_turn_it_is(self):
        (self.root / "target").write_text("in its way, for root as well")
        self.assertEqual(
            self.failed()[0],
            f"the project is not built for Java in /jdk ({build.Build().folder}/classpath is not there, or not for you to"
            f" read), and you cannot write {self.root}/target. Its owner builds it with environment/lab up",
        )

    def test_what_maven_says_of_an_error_is_shown(self):
        self.maven("#!/bin/sh\necho '[INFO] Scanning'\necho '[ERROR] what broke'\nexit 1\n")
        message, said = self.failed()
        self.assertEqual(message, "the build failed")
        self.assertTrue(said.endswith("250 MB.\n[ERROR] what broke\n"), said)
        self.assertFalse((self.root / "target" / "jupyter").exists())

    def test_no_maven_and_a_jar_that_it_did_not_make_fail_the_build(self):
        self.maven("#!/no/such/interpreter\n")
        self.assertEqual(self.failed()[0], "the build failed")
        self.maven(f"{MAVEN}rm lib/target/*.jar\n")
        self.assertEqual(self.failed()[0], "Maven made 0 jars named cnnlabs*.jar in lib/target, where one is expected")

    def test_where_nothing_can_be_tested_a_failure_is_counted(self):
        self.maven("#!/bin/sh\nexit 1\n")
        said = io.StringIO()
        with contextlib.redirect_stdout(said), mock.patch.object(testing, "TARGET", self.root / "target"):
            with self.assertRaises(project.LabError):
                testing.main(argparse.Namespace(full=False))
        self.assertEqual(said.getvalue().splitlines()[-1], "0 passed, 1 failed")


class Locking(Project):
    def is_locked(self):
        with (self.root / "target" / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def test_every_build_keeps_others_from_building_meanwhile(self):
        locked = []
        follow = maven.follow

        def noted(*arguments):
            locked.append(self.is_locked())
            follow(*arguments)

        with mock.patch.object(maven, "follow", noted), mock.patch.object(bench, "become") as became:
            self.prepared()
            with contextlib.redirect_stdout(io.StringIO()):
                bench.main(command_line.parse(["bench", "--only", "grid"]))
        self.assertEqual(locked, [True, True])
        self.assertFalse(self.is_locked())
        command = became.call_args.args[0]
        place = self.root / "target" / "bench"
        self.assertEqual(
            command[command.index("-cp") + 1 :],
            [
                ":".join([*(f"{place}/{name}.jar" for name in maven.BENCH), f"{self.folder}/nd4j.jar"]),
                *("cnnlabs.bench.Bench", str(place), "grid", ""),
            ],
        )

    def test_maven_holds_the_lock_though_the_script_is_killed(self):
        with build.locked():
            sleeper = subprocess.Popen(["sleep", "60"], close_fds=False)
            self.addCleanup(sleeper.wait)
            self.addCleanup(sleeper.kill)
        self.assertTrue(self.is_locked())


class Maven(unittest.TestCase):
    def followed(self, lines, seconds):
        out, error = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            maven.follow(lines, seconds)
        return out.getvalue(), error.getvalue()

    def test_a_long_build_says_how_far_it_is_and_shows_errors_only(self):
        def lines():
            yield "[INFO] Building CNN Labs: the library 1.0\n"
            yield "[INFO] Downloading from central: https://example.org/a/nd4j-native.jar\n"
            yield "[INFO] Downloaded from central: https://example.org/a/nd4j-native.jar (40 MB at 2 MB/s)\n"
            yield "[WARNING] nothing\n"
            yield "\x1b[m[ERROR] what broke\n"
            time.sleep(1)
            yield "[INFO] Building CNN Labs: the kernel 1.0  \n"
            time.sleep(1)

        out, error = self.followed(lines(), 0.4)
        self.assertEqual(error, "[ERROR] what broke\n")
        self.assertIn("  ... files downloaded: 1; downloading nd4j-native.jar\n", out)
        self.assertIn("  ... files downloaded: 1; building CNN Labs: the kernel 1.0\n", out)

    def test_a_short_one_says_nothing(self):
        self.assertEqual(self.followed(["[INFO] Building jar: a.jar\n", "\n", "Progress (1)\n"], 60), ("", ""))


class Platform(unittest.TestCase):
    def test_other_processors_have_names_of_nd4j_too(self):
        for system, machine, name in [("Linux", "aarch64", "linux-arm64"), ("Darwin", "arm64", "macosx-arm64")]:
            with mock.patch("platform.system", lambda: system), mock.patch("platform.machine", lambda: machine):
                self.assertEqual(build.nd4j_platform(), name)

    def test_one_without_native_code_is_named(self):
        with mock.patch("platform.system", lambda: "Plan9"), mock.patch("platform.machine", lambda: "mips"):
            with self.assertRaisesRegex(project.LabError, "no native code for Plan9 on mips"):
                build.nd4j_platform()


class Up(unittest.TestCase):
    def settings(self, *arguments, notebook="6.4.12", **screen):
        versions = {"notebook": notebook, "jupyterlab": "4.0.11"}
        with mock.patch.dict(os.environ, screen), mock.patch.object(up, "version", versions.__getitem__):
            return up.settings(command_line.parse(["up", *arguments]))

    def test_jupyter_listens_here_on_8888_unless_told_otherwise(self):
        self.assertLessEqual({"--ip=127.0.0.1", "--port=8888"}, {*self.settings()})
        self.assertLessEqual({"--ip=0.0.0.0", "--port=9"}, {*self.settings("--ip", "0.0.0.0", "--port", "9")})

    def test_each_generation_of_jupyter_is_told_in_its_words_to_lose_no_picture(self):
        for arguments, notebook, name in [
            ([], "6.4.12", "NotebookApp"),
            ([], "7.2.2", "ZMQChannelsWebsocketConnection"),
            (["--jupyterlab"], "6.4.12", "ZMQChannelsWebsocketConnection"),
        ]:
            said = self.settings(*arguments, notebook=notebook)
            self.assertIn(f"--{name}.iopub_data_rate_limit=100000000", said)
            self.assertEqual("--MappingKernelManager.cull_interval=1" in said, name == "NotebookApp")

    def test_no_browser_is_opened_without_a_screen_or_where_none_is_wanted(self):
        if not sys.platform.startswith("linux"):
            self.skipTest("a screen has no name here")
        self.assertIn("--no-browser", self.settings(DISPLAY="", WAYLAND_DISPLAY=""))
        self.assertNotIn("--no-browser", self.settings(DISPLAY=":0"))
        self.assertIn("--no-browser", self.settings("--no-browser", DISPLAY=":0"))


class Doctor(Project):
    def lines(self, *missing):
        said = io.StringIO()
        with contextlib.redirect_stdout(said), mock.patch.object(doctor, "become") as became:
            with mock.patch.object(doctor, "java_version", lambda: "openjdk 17.0.1"):
                status = doctor.main(argparse.Namespace(gpu=False, missing=missing))
        self.assertFalse(became.called)
        return status, dict(line.split(maxsplit=1) for line in said.getvalue().splitlines())

    def test_tools_that_are_missing_are_named_and_who_installs_them(self):
        status, lines = self.lines("jdk", "maven", "jupyter")
        self.assertEqual(status, 1)
        self.assertEqual(lines["JDK"], "missing: none of version 17 or newer with jdk.jshell was found")
        self.assertEqual(lines["Maven"], "missing")
        self.assertEqual(lines["Jupyter"], "missing: no Python 3.9 or newer with notebook, nbclient and nbconvert was found")
        self.assertIn("installs what is missing", lines["environment/lab"])
        self.assertLessEqual({"System", "Processor", "Memory"} if sys.platform == "linux" else {"System"}, lines.keys())
        self.assertNotIn("Build", lines)

    def test_a_project_that_is_not_built_is_no_illness(self):
        status, lines = self.lines()
        self.assertEqual(status, 0)
        self.assertEqual(lines["JDK"], "openjdk 17.0.1, in /jdk")
        self.assertEqual(lines["Maven"], "Apache Maven 3.6.3")
        self.assertEqual(lines["Build"], "not up to date: environment/lab up makes it")
        self.assertRegex(lines["Jupyter"], r"notebook \d.*, nbclient \d")


if __name__ == "__main__":
    unittest.main()
