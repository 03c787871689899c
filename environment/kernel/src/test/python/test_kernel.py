"""Drives the kernel over the wire, as Jupyter does.

    python3 environment/kernel/src/test/python/test_kernel.py [--full] [unittest's options]

Needs the jar that `mvn package` makes and Debian's python3-jupyter-client. Every test runs on the default JDK; on each other
JDK from 17 on that is installed, those run that depend on the JDK's version, or all with --full.
"""

import glob
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

MODULE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
JAR = os.path.join(MODULE, "target", "cnnlabs-kernel.jar")
WORK = tempfile.mkdtemp(prefix="kernel-test-")
LIBRARY = os.path.join(WORK, "library")
EXTRA_JAR = os.path.join(WORK, "extra.jar")
PATIENCE = 60

LIBRARY_SOURCES = {
    "demo/Trainer.java": """
        package demo;
        public class Trainer {
          /** A training run: polls the interrupt flag between steps of the given length, returns what it has. */
          public static String train(long stepMillis) {
            int steps = 0;
            while (!Thread.currentThread().isInterrupted()) {
              long end = System.nanoTime() + stepMillis * 1_000_000;
              while (System.nanoTime() < end) { }
              steps++;
            }
            return "partial";
          }
          public static volatile int finishedSteps;
          /** A step of a library that never looks at the flag. */
          public static void step(long millis) {
            long end = System.nanoTime() + millis * 1_000_000;
            while (System.nanoTime() < end) { }
            finishedSteps++;
          }
          public static void spin(long millis) {
            long end = System.nanoTime() + millis * 1_000_000;
            while (System.nanoTime() < end) { }
          }
          public static String sleep() throws InterruptedException {
            System.out.println("go");
            Thread.sleep(60_000);
            return "slept";
          }
          public static void fail() { throw new IllegalStateException("outer", new java.io.IOException("inner")); }
        }""",
    "demo/Report.java": """
        package demo;
        import java.util.Map;
        public class Report {
          public String toString() { return "a report"; }
          public static class Forms implements java.util.function.Function<Object, Map<String, String>> {
            public Map<String, String> apply(Object value) {
              return value instanceof Report ? Map.of("text/html", "<h1>report</h1>") : Map.of();
            }
          }
        }""",
    "extra/Extra.java": """
        package extra;
        public class Extra { public static int answer() { return 42; } }""",
}


class Jdk:
    """An installed JDK."""

    def __init__(self, java):
        self.java = java
        version = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
        self.major = int(re.search(r'version "(\d+)', version).group(1))


def installed_jdks():
    """The default JDK first, then one of each other major version from 17 on."""
    default = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else shutil.which("java")
    jdks = [Jdk(default)]
    for java in sorted(glob.glob("/usr/lib/jvm/*/bin/java")):
        jdk = Jdk(java)
        if jdk.major >= 17 and jdk.major not in [known.major for known in jdks]:
            jdks.append(jdk)
    return jdks


def make_library(jdk):
    """Compiles the classes that the tests put on class paths."""
    for name, source in LIBRARY_SOURCES.items():
        path = os.path.join(WORK, "src", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(source)
        target = os.path.join(WORK, "extra") if name.startswith("extra/") else LIBRARY
        javac = [jdk.java, "-m", "jdk.compiler/com.sun.tools.javac.Main"]
        subprocess.run([*javac, "-source", "17", "-target", "17", "-Xlint:-options", "-d", target, path], check=True)
    services = os.path.join(LIBRARY, "META-INF", "services")
    os.makedirs(services, exist_ok=True)
    with open(os.path.join(services, "cnnlabs.rendering"), "w") as names:
        names.write("demo.Report$Forms\n")
    with zipfile.ZipFile(EXTRA_JAR, "w") as jar:
        jar.write(os.path.join(WORK, "extra", "extra", "Extra.class"), "extra/Extra.class")


class Result:
    """What one execution sent."""

    def __init__(self):
        self.messages = []
        self.reply = None
        self.seconds = 0.0

    def stream(self, name):
        return "".join(c["text"] for kind, c in self.messages if kind == "stream" and c["name"] == name)

    @property
    def stdout(self):
        return self.stream("stdout")

    @property
    def stderr(self):
        return plain(self.stream("stderr"))

    def contents(self, kind):
        return [content for name, content in self.messages if name == kind]

    @property
    def value(self):
        results = self.contents("execute_result")
        return results[0]["data"]["text/plain"] if results else None

    @property
    def error(self):
        return self.contents("error")[0]["ename"] if self.contents("error") else None

    @property
    def report(self):
        return plain("\n".join(line for content in self.contents("error") for line in content["traceback"]))


def plain(text):
    return re.sub("\x1b\\[[0-9;]*m", "", text)


class Kernel:
    """A kernel process and a client of it."""

    def __init__(self, jdk, options=(), **env):
        directory = tempfile.mkdtemp(dir=WORK)
        os.makedirs(os.path.join(directory, "test"))
        specification = {
            "argv": [jdk.java, "-Xmx300m", *options, "-cp", JAR + ":" + LIBRARY, "cnnlabs.kernel.Main", "{connection_file}"],
            "display_name": "test",
            "language": "java",
            "interrupt_mode": "message",
            "env": env,
        }
        with open(os.path.join(directory, "test", "kernel.json"), "w") as file:
            json.dump(specification, file)
        self.manager = KernelManager(
            kernel_name="test", kernel_spec_manager=KernelSpecManager(kernel_dirs=[directory]))
        self.stdout = open(os.path.join(directory, "stdout"), "w+")
        self.stderr = open(os.path.join(directory, "stderr"), "w+")
        self.manager.start_kernel(stdout=self.stdout, stderr=self.stderr)
        self.connect()

    def connect(self):
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    @property
    def pid(self):
        return self.manager.provisioner.process.pid

    def send(self, code, **options):
        options.setdefault("allow_stdin", False)
        return self.client.execute(code, **options)

    def run(self, code, **options):
        return self.collect(self.send(code, **options))

    def collect(self, message_id, timeout=PATIENCE):
        """Everything that answers a request, up to its idle status and its reply."""
        result = Result()
        start = time.monotonic()
        while True:
            message = self.client.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == message_id:
                kind, content = message["msg_type"], message["content"]
                if kind == "status" and content["execution_state"] == "idle":
                    break
                result.messages.append((kind, content))
        result.seconds = time.monotonic() - start
        result.reply = self.reply(message_id)
        return result

    def reply(self, message_id):
        while True:
            message = self.client.get_shell_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == message_id:
                return message["content"]

    def wait_for_output(self, text):
        """Waits until the running cell has printed a text."""
        seen = ""
        while text not in seen:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "stream":
                seen += message["content"]["text"]

    def interrupt_after_output(self, code):
        """Runs a cell, interrupts it once it has printed 'go', and times it from there."""
        message_id = self.send(code)
        self.wait_for_output("go")
        self.manager.interrupt_kernel()
        return self.collect(message_id)

    def own_output(self):
        """What the process itself printed."""
        return [open(file.name).read() for file in (self.stdout, self.stderr)]

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.stdout.close()
        self.stderr.close()


class Shared:
    """Tests that share one kernel."""

    jdk = None

    @classmethod
    def setUpClass(cls):
        cls.kernel = Kernel(cls.jdk)

    @classmethod
    def tearDownClass(cls):
        cls.kernel.close()

    def run_ok(self, code, **options):
        result = self.kernel.run(code, **options)
        self.assertEqual("ok", result.reply["status"], result.report)
        return result

    def run_error(self, code):
        result = self.kernel.run(code)
        self.assertEqual("error", result.reply["status"])
        self.assertEqual(result.error, result.reply["ename"])
        for internal in ("jdk.jshell", "cnnlabs.kernel.", "do_it$", "$JShell$", "jdk.internal", "org.dflib"):
            self.assertNotIn(internal, result.report)
        return result


class ExecutionTest(Shared):
    def test_value_of_the_last_expression(self):
        result = self.run_ok("int first = 20;\nint second = 22;\nfirst + second")
        self.assertEqual("42", result.value)
        self.assertEqual(result.reply["execution_count"], result.contents("execute_result")[0]["execution_count"])

    def test_assignments_declarations_void_and_null_show_nothing(self):
        for code in ("int shown = 1;", "shown = 2;", "void nothing() {}\nnothing()", "Object none = null;\nnone", "", "// no"):
            self.assertIsNone(self.run_ok(code).value, code)

    def test_redefinition_of_variables_methods_and_classes(self):
        self.run_ok('int twice = 1;\nString who() { return "old"; }\nrecord Point(int x) {}')
        self.run_ok('String twice = "now a string";\nString who() { return "new"; }\nrecord Point(int x, int y) {}')
        self.assertEqual("now a string new 2", self.run_ok('twice + " " + who() + " " + new Point(1, 2).y()').value)

    def test_percent_at_the_start_of_a_line_in_a_statement_is_java(self):
        self.assertEqual("3", self.run_ok("int remainder = 7\n% 4;\nremainder").value)

    def test_text_block_with_a_percent_line_is_java(self):
        self.assertEqual("%jars x\n", self.run_ok('String block = """\n  %jars x\n  """;\nblock').value)

    def test_streams_default_imports_and_printf(self):
        result = self.run_ok('printf("%s%n", Stream.of(1, 2).map(i -> i * i).collect(Collectors.toList()));')
        self.assertEqual("[1, 4]\n", result.stdout)

    def test_class_path_of_the_jvm_is_seen_and_loaded_by_its_loader(self):
        code = "demo.Trainer.class.getClassLoader() == ClassLoader.getSystemClassLoader()"
        self.assertEqual("true", self.run_ok(code).value)

    def test_libraries_of_the_kernel_are_invisible(self):
        for name in ("com.google.gson.Gson", "org.zeromq.ZMQ", "zmq.ZMQ", "org.slf4j.Logger", "org.apache.maven.model.Model",
                     "org.eclipse.aether.RepositorySystem", "org.apache.http.client.HttpClient",
                     "org.codehaus.plexus.util.IOUtil", "org.apache.commons.codec.binary.Hex", "org.jspecify.annotations.Nullable"):
            self.assertEqual("ClassNotFoundException", self.run_error(f'Class.forName("{name}")').error, name)

    def test_libraries_of_the_kernel_are_under_its_own_name_only(self):
        with zipfile.ZipFile(JAR) as jar:
            classes = [name for name in jar.namelist() if name.endswith(".class")]
        foreign = [name for name in classes if not name.startswith(("cnnlabs/kernel/", "org/dflib/jjava/", "REPL/"))]
        self.assertEqual([], foreign)

    def test_context_class_loader_sees_the_classes_of_cells(self):
        self.run_ok("public class InCell {}")
        code = "Thread.currentThread().getContextClassLoader().loadClass(InCell.class.getName()) == InCell.class"
        self.assertEqual("true", self.run_ok(code).value)

    def test_cells_run_on_one_thread(self):
        self.run_ok("Thread cellThread = Thread.currentThread();")
        self.assertEqual("true", self.run_ok("cellThread == Thread.currentThread()").value)

    def test_silent_execution_counts_and_shows_nothing(self):
        before = self.run_ok("1").reply["execution_count"]
        self.assertIsNone(self.run_ok("2", silent=True).value)
        self.assertEqual(before + 1, self.run_ok("3").reply["execution_count"])

    def test_execution_that_is_not_stored_does_not_count(self):
        before = self.run_ok("1").reply["execution_count"]
        self.assertEqual("2", self.run_ok("2", store_history=False).value)
        self.assertEqual(before + 1, self.run_ok("3").reply["execution_count"])

    def test_user_expressions(self):
        expressions = {"sum": "asked + 1", "text": '"a"', "nothing": "int quiet = 1;", "wrong": "noSuchName"}
        values = self.run_ok("int asked = 4;", user_expressions=expressions).reply["user_expressions"]
        self.assertEqual({"status": "ok", "data": {"text/plain": "5"}, "metadata": {}}, values["sum"])
        self.assertEqual("a", values["text"]["data"]["text/plain"])
        self.assertEqual({"status": "ok", "data": {}, "metadata": {}}, values["nothing"])
        self.assertEqual(("error", "CompilationException"), (values["wrong"]["status"], values["wrong"]["ename"]))
        self.assertIn("noSuchName", plain("".join(values["wrong"]["traceback"])))

    def test_cells_behind_a_failing_one_are_aborted(self):
        failing = self.kernel.send("Thread.sleep(300); throw new Exception();")
        waiting = [self.kernel.send("int aborted = 1;"), self.kernel.send("int aborted2 = 1;")]
        self.assertEqual("error", self.kernel.collect(failing).reply["status"])
        for message_id in waiting:
            self.assertEqual("aborted", self.kernel.collect(message_id).reply["status"])
        self.run_error("aborted")


class DisplayTest(Shared):
    def test_display_and_update_of_html(self):
        result = self.run_ok(
            'String id = display("<b>one</b>", "text/html");\nupdateDisplay(id, "<b>two</b>", "text/html");\nid.isEmpty()')
        shown, updated = result.contents("display_data")[0], result.contents("update_display_data")[0]
        self.assertEqual("<b>one</b>", shown["data"]["text/html"])
        self.assertEqual("<b>two</b>", updated["data"]["text/html"])
        self.assertEqual(shown["transient"]["display_id"], updated["transient"]["display_id"])
        self.assertEqual("false", result.value)

    def test_update_from_a_later_cell(self):
        shown = self.run_ok('String later = display("a");').contents("display_data")[0]
        updated = self.run_ok('updateDisplay(later, "b");').contents("update_display_data")[0]
        self.assertEqual("b", updated["data"]["text/plain"])
        self.assertEqual(shown["transient"]["display_id"], updated["transient"]["display_id"])

    def test_id_of_a_display_is_not_shown_again(self):
        self.assertIsNone(self.run_ok('display("only once")').value)

    def test_display_data_with_several_types(self):
        result = self.run_ok(
            'import org.dflib.jjava.jupyter.kernel.display.DisplayData;\nDisplayData both = new DisplayData("plain");\n'
            'both.putHTML("<i>rich</i>");\nboth')
        self.assertEqual(
            {"text/plain": "plain", "text/html": "<i>rich</i>"}, result.contents("execute_result")[0]["data"])

    def test_render_returns_the_bundle(self):
        self.assertEqual("<p>", self.run_ok('render("<p>", "text/html")').contents("execute_result")[0]["data"]["text/html"])

    def test_string_is_text_and_null_can_be_displayed(self):
        result = self.run_ok('display("<b>text</b>"); display(null);')
        self.assertEqual(["<b>text</b>", "null"], [c["data"]["text/plain"] for c in result.contents("display_data")])
        self.assertNotIn("text/html", result.contents("display_data")[0]["data"])

    def test_long_html_is_not_sent_twice(self):
        data = self.run_ok('display("x".repeat(100_000), "text/html");').contents("display_data")[0]["data"]
        self.assertEqual(100_000, len(data["text/html"]))
        self.assertLess(len(data["text/plain"]), 1000)

    def test_image_is_a_whole_png(self):
        import base64
        result = self.run_ok("new java.awt.image.BufferedImage(30, 20, java.awt.image.BufferedImage.TYPE_INT_RGB)")
        png = base64.b64decode(result.contents("execute_result")[0]["data"]["image/png"])
        self.assertTrue(png.startswith(b"\x89PNG") and png.endswith(b"IEND\xaeB`\x82"))

    def test_json_is_sent_as_json(self):
        result = self.run_ok(
            'display("{\\"a\\": [1, null]}", "application/json"); display("{}", "application/vnd.vega.v5+json");\n'
            'display(Map.of("b", 2), "application/json");')
        data = [content["data"] for content in result.contents("display_data")]
        self.assertEqual([1, None], data[0]["application/json"]["a"])
        self.assertEqual({}, data[1]["application/vnd.vega.v5+json"])
        self.assertEqual({"b": 2}, data[2]["application/json"])
        self.assertIn("is no JSON", self.run_error('display("{", "application/json")').report)

    def test_bytes_are_an_image(self):
        data = self.run_ok('display(new byte[] {1, 2, 3}, "image/png");').contents("display_data")[0]["data"]
        self.assertEqual({"image/png": "AQID", "text/plain": "[1, 2, 3]"}, data)

    def test_type_that_no_front_end_shows_is_refused(self):
        self.assertIn("No front end shows 'text/htlm': give one of text/plain, text/html",
                      self.run_error('display("<b>", "text/htlm")').report)

    def test_arrays_are_their_elements(self):
        self.assertEqual("[1, 2]", self.run_ok("new int[] {1, 2}").value)
        self.assertLess(len(self.run_ok("new double[100_000]").value), 1000)

    def test_library_renders_its_own_values(self):
        data = self.run_ok("new demo.Report()").contents("execute_result")[0]["data"]
        self.assertEqual({"text/html": "<h1>report</h1>", "text/plain": "a report"}, data)
        data = self.run_ok("List.of(new demo.Report())").contents("execute_result")[0]["data"]
        self.assertEqual({"text/plain": "[a report]"}, data)

    def test_display_from_another_thread(self):
        result = self.run_ok(
            'Thread other = new Thread(() -> updateDisplay(display("from a thread"), "updated"));\nother.start(); other.join();')
        self.assertEqual("from a thread", result.contents("display_data")[0]["data"]["text/plain"])
        self.assertEqual("updated", result.contents("update_display_data")[0]["data"]["text/plain"])

    def test_display_by_reflection(self):
        for name in ("cnnlabs.kernel.Notebook", "org.dflib.jjava.jupyter.kernel.BaseNotebookStatics"):
            result = self.run_ok(
                f'Class<?> api = Class.forName("{name}");\n'
                'Object shownAs = api.getMethod("display", Object.class, String[].class)'
                '.invoke(null, "<u>1</u>", new String[] {"text/html"});\n'
                'api.getMethod("updateDisplay", String.class, Object.class, String[].class)'
                '.invoke(null, shownAs, "<u>2</u>", new String[] {"text/html"});')
            self.assertEqual("<u>1</u>", result.contents("display_data")[0]["data"]["text/html"])
            self.assertEqual("<u>2</u>", result.contents("update_display_data")[0]["data"]["text/html"])

    def test_flood_of_displays_arrives_in_order(self):
        result = self.run_ok("for (int i = 0; i < 600; i++) display(i);")
        self.assertEqual([str(i) for i in range(600)], [c["data"]["text/plain"] for c in result.contents("display_data")])


class StreamTest(Shared):
    def test_order_of_output_and_displays(self):
        result = self.run_ok('System.out.println("one"); display("two"); System.out.println("three"); "four"')
        kinds = [kind for kind, _ in result.messages if kind in ("stream", "display_data", "execute_result")]
        self.assertEqual(["stream", "display_data", "stream", "execute_result"], kinds)
        self.assertEqual("one\nthree\n", result.stdout)

    def test_output_streams_while_the_cell_runs(self):
        message_id = self.kernel.send('System.out.println("early"); Thread.sleep(1500); System.out.println("late");')
        start = time.monotonic()
        self.kernel.wait_for_output("early")
        self.assertLess(time.monotonic() - start, 1.4)
        self.assertEqual("late\n", self.kernel.collect(message_id).stdout)

    def test_error_stream_and_unicode(self):
        result = self.run_ok('System.err.println("wrong"); System.out.println("\\u00e4\\u20ac\\ud83d\\ude00 größer");')
        self.assertEqual("wrong\n", result.stderr)
        self.assertEqual("ä€😀 größer\n", result.stdout)

    def test_bytes_of_a_character_that_arrive_apart(self):
        result = self.run_ok(
            'for (byte b : "a€😀z".getBytes("UTF-8")) { System.out.write(b); System.out.flush(); Thread.sleep(60); }')
        self.assertEqual("a€😀z", result.stdout)

    def test_small_prints_are_batched(self):
        result = self.run_ok("for (int i = 0; i < 2000; i++) System.out.println(i);")
        self.assertEqual("".join(f"{i}\n" for i in range(2000)), result.stdout)
        self.assertLess(len(result.contents("stream")), 20)

    def test_flood_of_alternating_lines_is_batched(self):
        result = self.run_ok("for (int i = 0; i < 2000; i++) { System.out.println(i); System.err.println(i); }")
        lines = "".join(f"{i}\n" for i in range(2000))
        self.assertEqual((lines, lines), (result.stdout, result.stderr))
        self.assertLess(len(result.contents("stream")), 1500)

    def test_flood_is_cut(self):
        result = self.run_ok('String line = "x".repeat(99);\nfor (int i = 0; i < 100_000; i++) System.out.println(line);')
        self.assertLessEqual(len(result.stdout), 1_000_000)
        self.assertGreater(len(result.stdout), 900_000)
        self.assertIn("not shown", result.stderr)
        self.assertEqual("next\n", self.run_ok('System.out.println("next");').stdout)

    def test_output_of_a_left_over_thread_stays_out_of_later_cells(self):
        self.run_ok(
            'new Thread(() -> { for (int i = 0; i < 12; i++) { System.out.println("left over"); display("left over");'
            " try { Thread.sleep(100); } catch (InterruptedException e) { } } }).start();")
        later = self.run_ok('Thread.sleep(800); System.out.println("mine");')
        self.assertEqual("mine\n", later.stdout)
        self.assertEqual([], later.contents("display_data"))

    def test_output_of_a_left_over_timer_stays_out_of_later_cells(self):
        self.run_ok(
            "var timer = Executors.newScheduledThreadPool(1);\n"
            'timer.scheduleAtFixedRate(() -> System.out.println("tick"), 50, 50, TimeUnit.MILLISECONDS);\nThread.sleep(200);')
        later = self.run_ok("Thread.sleep(400); timer.shutdownNow();")
        self.assertEqual("", later.stdout)

    def test_pool_workers_print_to_the_cell_that_uses_them(self):
        self.run_ok("var pool = Executors.newFixedThreadPool(2);")
        code = (
            'for (int i = 0; i < 4; i++) pool.submit(() -> System.out.println("pool")).get();\n'
            'IntStream.range(0, 64).parallel().forEach(i -> System.out.println("stream"));')
        for _ in range(3):
            result = self.run_ok(code)
            self.assertEqual((4, 64), (result.stdout.count("pool\n"), result.stdout.count("stream\n")))
        self.run_ok("pool.shutdown();")

    def test_input(self):
        message_id = self.kernel.send(
            'Scanner scanner = new Scanner(System.in);\nString name = scanner.nextLine();\n"Hello " + name + scanner.nextInt()',
            allow_stdin=True)
        for answer in ("Ada é", "7"):
            self.assertEqual("input_request", self.kernel.client.get_stdin_msg(timeout=PATIENCE)["msg_type"])
            self.kernel.client.input(answer)
        self.assertEqual("Hello Ada é7", self.kernel.collect(message_id).value)

    def test_input_where_the_front_end_allows_none_is_at_its_end(self):
        self.assertEqual("-1", self.run_ok("System.in.read()").value)

    def test_interrupt_while_waiting_for_input(self):
        message_id = self.kernel.send("int typed = System.in.read();", allow_stdin=True)
        self.kernel.client.get_stdin_msg(timeout=PATIENCE)
        self.kernel.manager.interrupt_kernel()
        self.assertEqual("Interrupted", self.kernel.collect(message_id).error)
        self.kernel.client.input("too late")
        message_id = self.kernel.send("new Scanner(System.in).nextLine()", allow_stdin=True)
        self.kernel.client.get_stdin_msg(timeout=PATIENCE)
        self.kernel.client.input("in time")
        self.assertEqual("in time", self.kernel.collect(message_id).value)


class ErrorTest(Shared):
    def test_compile_error_shows_the_line_a_marker_and_the_reason(self):
        result = self.run_error('int fine = 1;\n\nint wrong =   "text";\n')
        number = result.contents("execute_input")[0]["execution_count"]
        self.assertEqual("CompilationException", result.error)
        self.assertEqual(
            f'cell [{number}], line 3\n    int wrong =   "text";\n                  ^^^^^^\n'
            "error: incompatible types: java.lang.String cannot be converted to int",
            result.report)
        self.assertEqual("1", self.run_ok("fine").value)

    def test_syntax_error(self):
        result = self.run_error("int x = 1;\nint y = (2;\n")
        self.assertIn("line 2\n    int y = (2;\n", result.report)
        self.assertIn("')'", result.report)

    def test_number_with_a_comma_has_a_hint(self):
        for code in ("8,865", "Number answer = 8,865;", "double answer =\n  1,234,567;"):
            self.assertIn("Java writes numbers without a comma: ", self.run_error(code).report)

    def test_unknown_name_is_named(self):
        result = self.run_error("int known = 1;\nknown + unknownName")
        self.assertIn("cannot find symbol", result.report)
        self.assertIn("unknownName", result.report)
        self.assertIn("line 2", result.report)

    def test_exception_shows_the_own_line_and_method(self):
        result = self.run_error("int divide(int by) {\n  return 1 / by;\n}\n\nint quotient =\n    divide(0);")
        number = result.contents("execute_input")[0]["execution_count"]
        self.assertEqual("ArithmeticException", result.error)
        self.assertEqual("/ by zero", result.contents("error")[0]["evalue"])
        self.assertEqual(
            "java.lang.ArithmeticException: / by zero\n"
            f"    at cell [{number}], line 2, in divide:  return 1 / by;\n"
            f"    at cell [{number}], line 6:  divide(0);",
            result.report)

    def test_exception_of_a_library_shows_its_frames_and_every_cause(self):
        result = self.run_error("int before = 0;\ndemo.Trainer.fail();")
        self.assertIn("java.lang.IllegalStateException: outer", result.report)
        self.assertIn("    at demo.Trainer.fail(Trainer.java:", result.report)
        self.assertIn("line 2:  demo.Trainer.fail();", result.report)
        self.assertIn("Caused by: java.io.IOException: inner", result.report)

    def test_exception_in_a_constructor_and_in_a_lambda(self):
        result = self.run_error(
            'class Picky { Picky(int v) { if (v < 0) throw new IllegalArgumentException("v: " + v); } }\nnew Picky(-1)')
        self.assertIn("line 1, in Picky.<init>:", result.report)
        self.assertIn("line 2:  new Picky(-1)", result.report)
        result = self.run_error("List.of(1).forEach(\n  i -> { Object gone = null;\n  gone.toString(); });")
        self.assertIn("line 3, in a lambda:  gone.toString(); });", result.report)
        self.assertIn('because "gone" is null', result.report)

    def test_own_exception_class_is_called_by_its_name(self):
        result = self.run_error('class Odd extends RuntimeException { Odd(String m) { super(m); } }\nthrow new Odd("why");')
        self.assertEqual("Odd", result.error)
        self.assertTrue(result.report.startswith("Odd: why\n"), result.report)

    def test_failed_cast_does_not_speak_of_modules(self):
        result = self.run_error("class Cat {}\nObject cat = new Cat();\nString s = (String) cat;")
        self.assertIn("ClassCastException: class Cat cannot be cast to class java.lang.String\n", result.report)

    def test_unresolved_reference_is_noted_and_explained(self):
        noted = self.run_ok("int needs() { return missing(); }")
        self.assertIn("'needs' cannot be used before this is declared: method missing()", noted.stderr)
        result = self.run_error("needs()")
        self.assertIn("method missing()", result.report)
        self.assertEqual("5", self.run_ok("int missing() { return 5; }\nneeds()").value)

    def test_text_constant_that_is_too_long_is_an_error_and_nothing_more(self):
        text = '"' + "x" * 70_000 + '"'
        self.run_ok("int healthy = 0;")
        for code in (f"String big = {text};", text, f"System.out.println({text});", f"var big = {text};",
                     f"void tooLong() {{\n  String s = {text};\n}}", f"class TooLong {{\n  String s = {text};\n}}",
                     f"void later() {{ notYet(); String s = {text}; }}\nvoid notYet() {{ }}"):
            result = self.run_error(code)
            self.assertEqual("CompilationException", result.error)
            self.assertIn("constant string too long", result.report)
            self.assertEqual("", result.stderr)
            self.assertEqual("2", self.run_ok("1+1").value)
            self.run_ok("if (healthy >= 0) healthy++;\nclass Fine {}\nnew Fine();")
        self.assertEqual("7", self.run_ok("healthy").value)
        self.assertEqual("1", self.run_ok('String big = "1";\nbig').value)

    def test_what_no_later_declaration_mends_is_an_error(self):
        for code, reason in (
            ("void large(int i) {\n" + "i++;\n" * 30_000 + "}", "code too large"),
            ("int before = 1;\nStrin s;", "line 2\n    Strin s;\n    ^^^^^\nerror: cannot find symbol\n  symbol:   class Strin"),
            ("hello world", "world"), ("List<Strin> list;", "class Strin"), ("hello world;", "class hello"),
            ("int late = unknown;", "variable unknown"),
        ):
            result = self.run_error(code)
            self.assertEqual("CompilationException", result.error)
            self.assertIn(reason, result.report)
            self.assertEqual("", result.stderr)
        self.run_error("s")
        self.assertEqual("2", self.run_ok("1+1").value)

    def test_class_that_needs_a_later_one_is_noted(self):
        noted = self.run_ok("class Needy extends Base { }")
        self.assertIn("'Needy' cannot be used before this is declared: class Base", noted.stderr)
        self.assertEqual("true", self.run_ok("class Base { }\nnew Needy() instanceof Base").value)

    def test_variables_of_a_class_that_is_declared_anew_are_named(self):
        self.run_ok("class Shape { int sides = 3; }")
        made = self.run_ok("var shape = new Shape(); Shape other = shape; int count = 1;").reply["execution_count"]
        result = self.run_ok("class Shape { int sides = 4; }")
        self.assertEqual(
            f"Note: 'shape', 'other' have no value, because Shape was declared anew. Run cell [{made}] again.\n", result.stderr)
        hint = f"'shape' has no value, because Shape was declared anew. Run cell [{made}] again."
        self.assertIn(hint, self.run_error("shape.sides").report)
        self.assertIn(hint.replace("shape", "other", 1), self.run_error("other.sides").report)
        self.assertEqual("5", self.run_ok("var shape = new Shape(); shape.sides + count").value)
        self.assertEqual("", self.run_ok("class Shape { int sides = 5; }\nvar shape = new Shape(); Shape other = shape;").stderr)

    def test_variable_without_a_value_explains_a_later_null_pointer(self):
        failed = self.run_error('String title = List.of("a").get(1);').contents("execute_input")[0]["execution_count"]
        hint = f"'title' has no value, because the statement that declares it did not finish. Run cell [{failed}] again."
        for code in ("List.of(title, title)", "title.length()", "int size() { return title.length(); }\nsize()"):
            report = self.run_error(code).report
            self.assertTrue(report.endswith("\n" + hint), report)
        self.run_ok('title = "assigned";')
        self.assertNotIn("has no value", self.run_error("((Object) null).equals(title)").report)
        self.run_error("String unset = title.substring(99);")
        self.run_ok("String unset;")
        self.assertNotIn("has no value", self.run_error("unset.length()").report)

    def test_circle_of_causes_is_printed_once(self):
        result = self.run_error(
            'Exception inner = new Exception("inner");\nException outer = new Exception("outer", inner);\n'
            "inner.initCause(outer);\nthrow outer;")
        self.assertEqual("Exception", result.error)
        self.assertEqual(1, result.report.count("Exception: outer"))
        self.assertEqual(1, result.report.count("Caused by: java.lang.Exception: inner"))

    def test_package_declaration_is_refused_in_words(self):
        result = self.run_error("package foo;\nint x = 1;")
        self.assertIn("line 1\n    package foo;\n    ^^^^^^^\nerror: a cell is in no package: leave this line out", result.report)
        self.assertNotIn("illegal start", result.report)

    def test_mutual_recursion_in_one_cell_needs_no_note(self):
        code = "boolean even(int n) { return n == 0 || odd(n - 1); }\nboolean odd(int n) { return n != 0 && even(n - 1); }\neven(10)"
        result = self.run_ok(code)
        self.assertEqual(("true", ""), (result.value, result.stderr))

    def test_errors_do_not_end_the_kernel(self):
        for code, error in (
            ("int deep(int n) { return deep(n + 1) + 1; }\ndeep(0)", "StackOverflowError"),
            ("long[][] big = new long[1000][];\nfor (int i = 0; i < 1000; i++) big[i] = new long[10_000_000];", "OutOfMemoryError"),
            ("big = null;\nclass Broken { static int v = 1 / 0; }\nBroken.v", "ExceptionInInitializerError"),
            ("Broken.v", "NoClassDefFoundError"),
            ('throw new Error("plain");', "Error"),
            ("throw new ThreadDeath();", "ThreadDeath"),
        ):
            result = self.run_error(code)
            self.assertEqual(error, result.error)
            self.assertLess(len(result.report), 3000)
            self.assertEqual("2", self.run_ok("1 + 1").value)

    def test_exception_in_tostring_is_the_cells(self):
        result = self.run_error(
            'new Object() { public String toString() { throw new IllegalStateException("no text"); } }')
        self.assertEqual("IllegalStateException", result.error)

    def test_exception_of_another_thread_is_printed(self):
        result = self.run_ok(
            'Thread broken = new Thread(() -> { throw new RuntimeException("elsewhere"); }, "helper");\nbroken.start(); broken.join();')
        self.assertIn('Exception in thread "helper"\njava.lang.RuntimeException: elsewhere\n', result.stderr)
        self.assertIn("line 1, in a lambda", result.stderr)

    def test_statements_after_an_error_do_not_run(self):
        self.run_error("int reached = 1;\nint[] empty = {};\nempty[0] = 1;\nreached = 2;")
        self.assertEqual("1", self.run_ok("reached").value)


class InterruptTest(Shared):
    GO = 'System.out.println("go");\n'

    def check_interrupted(self, result, seconds):
        self.assertEqual("Interrupted", result.error)
        self.assertEqual("Interrupted", result.reply["ename"])
        self.assertEqual(1, len(result.report.splitlines()), result.report)
        self.assertLess(result.seconds, seconds)
        following = self.run_ok("Thread.currentThread().isInterrupted()")
        self.assertEqual("false", following.value)
        self.assertLess(following.seconds, 2)

    def test_busy_loop(self):
        result = self.kernel.interrupt_after_output(self.GO + "long turns = 0;\nwhile (true) { turns++; }")
        self.check_interrupted(result, 3)
        before = self.run_ok("turns").value
        time.sleep(0.3)
        self.assertEqual(before, self.run_ok("turns").value)

    def test_busy_loop_in_a_method_that_catches_everything(self):
        code = "void stubborn() { while (true) { try { Math.sqrt(System.nanoTime()); } catch (Exception e) { } } }\n"
        self.check_interrupted(self.kernel.interrupt_after_output(code + self.GO + "stubborn();"), 3)

    def test_loop_that_prints(self):
        result = self.kernel.interrupt_after_output(self.GO + "for (int i = 0; ; i++) System.out.println(i);")
        self.check_interrupted(result, 6)

    def test_sleep(self):
        self.check_interrupted(self.kernel.interrupt_after_output(self.GO + "Thread.sleep(60_000);"), 3)

    def test_parallel_stream(self):
        code = "double sum = IntStream.range(0, Integer.MAX_VALUE).parallel().mapToDouble(i -> { double d = i; " \
            "for (int j = 0; j < 1000; j++) d = Math.sqrt(d + j); return d; }).sum();"
        self.check_interrupted(self.kernel.interrupt_after_output(self.GO + code), 5)

    def test_partial_result_is_assigned_and_the_rest_of_the_cell_does_not_run(self):
        result = self.kernel.interrupt_after_output(
            "int after = 0;\n" + self.GO + "String run = demo.Trainer.train(20);\nafter = 1;\nafter")
        self.check_interrupted(result, 3)
        self.assertEqual("partial 0", self.run_ok('run + " " + after').value)

    def test_own_loop_around_a_library_ends_between_two_calls(self):
        result = self.kernel.interrupt_after_output(self.GO + "int calls = 0;\nwhile (true) { demo.Trainer.step(200); calls++; }")
        self.check_interrupted(result, 3)
        self.assertEqual("true", self.run_ok("calls == demo.Trainer.finishedSteps").value)

    def test_library_that_never_looks_at_the_flag(self):
        # From JDK 20 on, nothing can stop the thread: it is left behind.
        self.check_interrupted(self.kernel.interrupt_after_output(self.GO + "demo.Trainer.spin(40_000);"), 30)

    def test_library_with_long_steps_may_finish_one(self):
        result = self.kernel.interrupt_after_output(self.GO + "String slow = demo.Trainer.train(2500);")
        self.check_interrupted(result, 4)
        self.assertEqual("partial", self.run_ok("slow").value)

    def check_left_behind(self, code):
        result = self.kernel.interrupt_after_output("int kept = 7;\n" + self.GO + code)
        self.check_interrupted(result, 30)
        self.assertEqual("7", self.run_ok("kept").value)
        return result.stderr

    def test_thread_that_waits_for_a_lock_is_left_behind(self):
        self.run_ok(
            "Object lock = new Object();\nvar held = new java.util.concurrent.locks.ReentrantLock();\nint reached = 0;\n"
            "Thread holder = new Thread(() -> { held.lock(); synchronized (lock) { LockSupport.park(); } });\n"
            .replace("LockSupport", "java.util.concurrent.locks.LockSupport") + "holder.start();\nThread.sleep(200);")
        stderr = self.check_left_behind("synchronized (lock) { while (true) { reached++; } }")
        self.assertIn("is left behind", stderr)
        self.check_left_behind("held.lock();")
        self.run_ok("java.util.concurrent.locks.LockSupport.unpark(holder);\nholder.join();\nThread.sleep(300);")
        self.assertEqual("true", self.run_ok("int before = reached;\nThread.sleep(300);\nbefore == reached").value)

    def test_thread_that_waits_for_a_connection_is_left_behind(self):
        self.assertIn("is left behind", self.check_left_behind("new ServerSocket(0).accept();"))

    def test_stop_names_the_variables_without_a_value(self):
        result = self.kernel.interrupt_after_output('String early = "kept";\nString late = demo.Trainer.sleep();')
        self.check_interrupted(result, 3)
        self.assertIn("'late' has no value: run the cell again", result.report)
        self.assertNotIn("early", result.report)
        report = self.run_error("List.of(early, late)").report
        self.assertIn("'late' has no value, because the statement that declares it did not finish. Run cell [", report)

    def test_cell_that_polls_the_flag(self):
        result = self.kernel.interrupt_after_output(
            'String polled = null;\n' + self.GO + 'while (!Thread.interrupted()) { }\npolled = "not reached";')
        self.check_interrupted(result, 3)
        self.assertIsNone(self.run_ok("polled").value)

    def test_cells_behind_an_interrupted_one_are_aborted(self):
        running = self.kernel.send(self.GO + "Thread.sleep(60_000);")
        waiting = self.kernel.send("int behind = 1;")
        self.kernel.wait_for_output("go")
        self.kernel.manager.interrupt_kernel()
        self.assertEqual("Interrupted", self.kernel.collect(running).error)
        self.assertEqual("aborted", self.kernel.collect(waiting).reply["status"])

    def test_interrupt_when_idle_does_nothing(self):
        self.kernel.manager.interrupt_kernel()
        time.sleep(0.3)
        self.assertEqual("ok", self.run_ok('Thread.sleep(200); "ok"').value)

    def test_interrupts_in_a_row(self):
        for _ in range(3):
            self.check_interrupted(self.kernel.interrupt_after_output(self.GO + "while (true) { }"), 3)


class AssistanceTest(Shared):
    def complete(self, code):
        reply = self.kernel.reply(self.kernel.client.complete(code))
        return reply["matches"], reply["cursor_start"], reply["cursor_end"]

    def inspect(self, code, position=None):
        reply = self.kernel.reply(self.kernel.client.inspect(code, position))
        return reply["data"].get("text/plain", "") if reply["found"] else None

    def test_completion_of_members_and_variables(self):
        self.run_ok('String completable = "x"; int completions = 1;')
        matches, start, end = self.complete("completable.toUpp")
        self.assertEqual(["toUpperCase("], matches)
        self.assertEqual((12, 17), (start, end))
        self.assertEqual({"completable", "completions"}, set(self.complete("int y = comple")[0]))

    def test_completion_in_a_later_statement_of_the_cell(self):
        matches, start, _ = self.complete('var map = new HashMap<String, Integer>();\nmap.computeIf')
        self.assertEqual(["computeIfAbsent(", "computeIfPresent("], sorted(matches))
        self.assertEqual(len("var map = new HashMap<String, Integer>();\nmap."), start)

    def test_completion_counts_characters_as_jupyter_does(self):
        matches, start, end = self.complete('String s = "😀".toLow')
        self.assertEqual((["toLowerCase("], 15, 20), (matches, start, end))

    def test_completion_behind_magics_and_of_magics(self):
        self.assertIn("println(", self.complete("%jars nothing.jar\nSystem.out.printl")[0])
        self.assertEqual((["classpath"], 1, 6), self.complete("%class"))

    def test_completion_of_nonsense_is_empty(self):
        self.assertEqual([], self.complete("}}}} ((( .")[0])

    def test_inspection_of_a_method_a_variable_and_a_class(self):
        self.run_ok("/** Adds one. */ int addOne(int value) { return value + 1; }\nList<String> inspected = List.of();")
        self.assertIn("addOne(int value)", self.inspect("addOne(3)", 4))
        self.assertIn("java.util.List<java.lang.String>", self.inspect("inspected"))
        self.assertIn("Math.max", self.inspect("int m = Math.max(1, "))
        self.assertIn("java.lang.String", self.inspect("String"))

    def test_inspection_of_nothing(self):
        self.assertIsNone(self.inspect("noSuchThing"))

    def test_completeness(self):
        for code, status in (
            ("int a = 1;", "complete"), ("1 + 1", "complete"), ("%jars x\nint b = 2;", "complete"), ("", "complete"),
            ("for (int i = 0; i < 3; i++) {", "incomplete"), ("int a = 1;\nvoid f() {", "incomplete"), ("int a = );", "invalid"),
            ("if (q > 1)", "incomplete"), ("for (;;)", "incomplete"), ("if (a) b(); else", "incomplete"), ("label:", "incomplete"),
        ):
            self.assertEqual(status, self.kernel.reply(self.kernel.client.is_complete(code))["status"], code)

    def test_kernel_info(self):
        info = self.kernel.reply(self.kernel.client.kernel_info())
        language = info["language_info"]
        self.assertEqual(("java", "java", ".jshell", "text/x-java"), tuple(
            language[key] for key in ("name", "codemirror_mode", "file_extension", "mimetype")))
        self.assertTrue(language["version"].startswith(str(self.jdk.major)))

    def ask(self, message_type, content, channel="shell"):
        """The content of the reply to a message that the client has no method for."""
        client = self.kernel.client
        message = client.session.msg(message_type, content)
        sender, receive = {
            "shell": (client.shell_channel, client.get_shell_msg), "control": (client.control_channel, client.get_control_msg)}[channel]
        sender.send(message)
        while True:
            reply = receive(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                self.assertEqual(message_type.replace("request", "reply"), reply["msg_type"])
                return reply["content"]

    def test_every_reply_has_a_status(self):
        for message_type, content, channel in (
            ("kernel_info_request", {}, "shell"), ("kernel_info_request", {}, "control"), ("comm_info_request", {}, "shell"),
            ("history_request", {"hist_access_type": "tail", "n": 1, "output": False, "raw": True}, "shell"),
            ("interrupt_request", {}, "control"), ("complete_request", {"code": "Str", "cursor_pos": 3}, "shell"),
            ("inspect_request", {"code": "Str", "cursor_pos": 3, "detail_level": 0}, "shell"),
        ):
            self.assertEqual("ok", self.ask(message_type, content, channel)["status"], message_type)

    def test_debugger_is_refused(self):
        for channel in ("control", "shell"):
            reply = self.ask("debug_request", {"type": "request", "seq": 1, "command": "debugInfo", "arguments": {}}, channel)
            self.assertEqual(("error", False), (reply["status"], reply["success"]))

    def test_message_that_cannot_be_read_is_ignored(self):
        client = self.kernel.client
        before = self.run_ok("int survivor = 1;\nsurvivor").value
        for channel in (client.shell_channel, client.control_channel, client.stdin_channel):
            forged = client.session.serialize(client.session.msg("kernel_info_request", {}))
            forged[1] = b"0" * 64
            channel.socket.send_multipart(forged)
        client.shell_channel.send(client.session.msg("history_request", {"output": False, "raw": True}))
        client.shell_channel.send(client.session.msg("is_complete_request", {"code": "a." * 20_000}))
        client.shell_channel.send(client.session.msg("execute_request", {"code": ["no string"]}))
        self.assertEqual(before, self.run_ok("survivor").value)
        self.assertEqual("ok", self.ask("kernel_info_request", {}, "control")["status"])
        failing = self.kernel.send("Thread.sleep(500); throw new Exception();")
        client.shell_channel.socket.send_multipart(forged)
        self.assertEqual("error", self.kernel.collect(failing).reply["status"])
        message_id = self.kernel.send("new Scanner(System.in).nextLine()", allow_stdin=True)
        client.get_stdin_msg(timeout=PATIENCE)
        client.stdin_channel.socket.send_multipart(forged)
        client.input("read")
        self.assertEqual("read", self.kernel.collect(message_id).value)

    def test_help_links(self):
        links = self.kernel.reply(self.kernel.client.kernel_info())["help_links"]
        self.assertIn(f"https://docs.oracle.com/en/java/javase/{self.jdk.major}/docs/api/", [link["url"] for link in links])

    def test_history_is_answered(self):
        self.assertEqual([], self.kernel.reply(self.kernel.client.history(hist_access_type="tail", n=5))["history"])


class MagicTest(Shared):
    def test_jars_and_classpath(self):
        self.run_error("extra.Extra.answer()")
        self.run_ok(f"%jars {WORK}/ext*.jar\n")
        self.assertEqual("42", self.run_ok("extra.Extra.answer()").value)
        self.run_ok(f"int mixed = 1;\n%classpath {WORK}/extra\nmixed = 2;")
        self.assertEqual("2", self.run_ok("mixed").value)
        self.assertIn("nothing*.jar", self.run_error("%jars nothing*.jar").report)
        self.assertEqual(
            "FileNotFound: no file or folder matches '/no/such/*.jar'", self.run_error("%jars /no/such/*.jar").report)

    def test_help_lists_every_magic(self):
        shown = self.run_ok("%help").stdout
        for magic in ("%jars", "%maven", "%mavenRepo", "%loadFromPOM", "%%loadFromPOM", "%load", "%time", "%%time"):
            self.assertRegex(shown, rf"(?m)^{magic} ")

    def test_load_of_a_script_and_of_a_notebook(self):
        script = os.path.join(WORK, "script.jshell")
        with open(script, "w") as file:
            file.write("int loaded = 7;\nint loadedTwice = loaded * 2;\nint broken() { return 1 / 0; }\n")
        self.assertEqual("21", self.run_ok(f"%load {script}\nloaded + loadedTwice").value)
        self.assertIn("script.jshell, line 3, in broken:", self.run_error("broken()").report)
        notebook = os.path.join(WORK, "loaded.ipynb")
        cells = [{"cell_type": "markdown", "source": ["# no"]}, {"cell_type": "code", "source": ["int inNotebook =\n", " 9;"]}]
        with open(notebook, "w") as file:
            json.dump({"cells": cells}, file)
        self.assertEqual("9", self.run_ok(f"%load {notebook}\ninNotebook").value)
        self.assertIn("no-such-file", self.run_error("%load no-such-file").report)

    def test_time(self):
        result = self.run_ok('%time String timed = "a" +  "b  c";')
        self.assertRegex(result.stdout, r"Wall time: [\d.,]+ ms")
        self.assertEqual("ab  c", self.run_ok("timed").value)
        result = self.run_ok("%%time\nThread.sleep(30);\n\n5")
        self.assertEqual("5", result.value)
        self.assertIn("Wall time", result.stdout)
        self.assertIn("line 3", self.run_error("%%time\nint ok = 1;\nint no = 1 / 0;").report)

    def test_unknown_magic(self):
        result = self.run_error("%nosuch thing")
        self.assertIn("%nosuch", result.report)
        self.assertIn("%maven", result.report)

    def skip_unless_resolvable(self, code):
        result = self.kernel.run(code)
        if result.error == "UnresolvedDependency" and not result.report.count("Could not find artifact"):
            self.skipTest("neither in the local repository nor reachable: " + result.report.splitlines()[0])
        self.assertEqual("ok", result.reply["status"], result.report)

    def test_maven(self):
        self.skip_unless_resolvable("%maven org.apache.commons:commons-csv:1.10.0")
        self.assertEqual(",", self.run_ok("org.apache.commons.csv.CSVFormat.DEFAULT.getDelimiterString()").value)
        self.skip_unless_resolvable("%maven org.apache.commons:commons-csv:jar:1.10.0")
        self.assertEqual("Nothing was added.\n", self.run_ok("%maven org.apache.commons:commons-csv:1.10.0").stdout)

    def test_maven_with_a_classifier(self):
        self.skip_unless_resolvable("%maven org.jspecify:jspecify:jar:sources:1.0.0")
        code = 'Thread.currentThread().getContextClassLoader().getResource("org/jspecify/annotations/Nullable.java") != null'
        self.assertEqual("true", self.run_ok(code).value)

    def test_maven_names_what_it_cannot_resolve(self):
        result = self.run_error("%maven cnnlabs.example:no-such-artifact:1.0")
        self.assertEqual("UnresolvedDependency", result.error)
        self.assertIn("cnnlabs.example:no-such-artifact:1.0", result.report)
        self.assertEqual(1, len(result.report.splitlines()))
        self.assertIn("group:artifact:version", self.run_error("%maven nonsense").report)

    def test_pom(self):
        dependency = (
            "<dependency>\n  <groupId>org.apache.commons</groupId>\n  <artifactId>commons-csv</artifactId>\n"
            "  <version>1.10.0</version>\n</dependency>\n")
        self.skip_unless_resolvable("%%loadFromPOM\n" + dependency)
        pom = os.path.join(WORK, "pom.xml")
        with open(pom, "w") as file:
            file.write(
                "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>a</artifactId><version>1</version>"
                f"<dependencies>{dependency}</dependencies></project>")
        self.run_ok(f"%loadFromPOM {pom}")
        self.assertEqual(",", self.run_ok("org.apache.commons.csv.CSVFormat.DEFAULT.getDelimiterString()").value)
        self.assertIn("no-such-pom", self.run_error("%loadFromPOM no-such-pom.xml").report)

    def test_broken_pom_is_refused(self):
        result = self.run_error("%%loadFromPOM\n<dependency>\n  <groupId>g\n</dependency>")
        self.assertIn("the XML is broken in its line", result.report)
        result = self.run_error("%%loadFromPOM\n<dependency>\n  <artifactId>a</artifactId>\n</dependency>")
        self.assertEqual("UnresolvedDependency", result.error, result.report)


class LifeTest(unittest.TestCase):
    """Tests that need a kernel of their own."""

    jdk = None

    def start(self, *options, **env):
        kernel = Kernel(self.jdk, options, **env)
        self.addCleanup(kernel.close)
        return kernel

    def wait_for_end(self, kernel, seconds):
        start = time.monotonic()
        while kernel.manager.is_alive():
            self.assertLess(time.monotonic() - start, seconds, "the kernel is still alive")
            time.sleep(0.05)

    def test_environment_variables(self):
        scripts = [os.path.join(WORK, f"start{i}.jshell") for i in (1, 2)]
        for i, script in enumerate(scripts):
            with open(script, "w") as file:
                file.write(f'int fromFile{i} = {i};\nSystem.out.println("file {i}");\n')
        kernel = self.start(
            IJAVA_CLASSPATH=f"{WORK}/extra*.jar",
            IJAVA_COMPILER_OPTS="-parameters -Xlint:none",
            IJAVA_STARTUP_SCRIPTS_PATH=":".join([f"{WORK}/start*.jshell"]),
            IJAVA_STARTUP_SCRIPT="int fromVariable = 3;\nString hello() { return \"hello\"; }",
            IJAVA_TIMEOUT="1500")
        first = kernel.run("fromFile1 + fromVariable + extra.Extra.answer()")
        self.assertEqual(("46", "file 0\nfile 1\n", ""), (first.value, first.stdout, first.stderr))
        kernel.run("class Named { void method(int parameterName) {} }")
        named = kernel.run('Named.class.getDeclaredMethods()[0].getParameters()[0].getName()')
        self.assertEqual("parameterName", named.value)
        late = kernel.run("int done = 1;\nwhile (true) { }")
        self.assertEqual("TimedOut", late.error)
        self.assertLess(late.seconds, 5)
        self.assertEqual("1", kernel.run("done").value)

    def test_bad_settings_show_in_the_first_cell_only(self):
        kernel = self.start(
            IJAVA_CLASSPATH="/no/such/*.jar", IJAVA_COMPILER_OPTS="-nonsense", IJAVA_STARTUP_SCRIPTS_PATH="/no/such.jshell",
            IJAVA_STARTUP_SCRIPT='int good = 1;\nint bad = "text";', IJAVA_TIMEOUT="soon", CLASSPATH="/nowhere")
        first = kernel.run("good + 1")
        self.assertEqual("2", first.value)
        for part in ("IJAVA_CLASSPATH", "nonsense", "/no/such.jshell", "IJAVA_TIMEOUT", "IJAVA_STARTUP_SCRIPT, line 2"):
            self.assertIn(part, first.stderr)
        second = kernel.run("demo.Trainer.class.getSimpleName()")
        self.assertEqual(("Trainer", ""), (second.value, second.stderr))

    def test_restart_and_shutdown_while_a_cell_runs(self):
        kernel = self.start()
        self.assertEqual("1", kernel.run("int before = 1;\nbefore").value)
        first = kernel.pid
        kernel.send("while (true) { }")
        start = time.monotonic()
        kernel.manager.restart_kernel()
        kernel.client.stop_channels()
        kernel.connect()
        self.assertLess(time.monotonic() - start, 15)
        self.assertNotEqual(first, kernel.pid)
        self.assertEqual("CompilationException", kernel.run("before").error)
        kernel.send("while (true) { }")
        time.sleep(0.5)
        start = time.monotonic()
        self.assertEqual("ok", kernel.client.shutdown(reply=True, timeout=5)["content"].get("status", "ok"))
        self.wait_for_end(kernel, 3)
        self.assertEqual(["", ""], kernel.own_output())

    def test_without_its_output_the_kernel_ends(self):
        kernel = self.start()
        kernel.send("""Thread.getAllStackTraces().keySet().stream()
    .filter(thread -> thread.getName().equals("iopub-pump")).forEach(Thread::interrupt);""")
        self.wait_for_end(kernel, PATIENCE)
        self.assertIn("The output to Jupyter failed", "".join(kernel.own_output()))

    def test_terminate_signal(self):
        kernel = self.start()
        os.kill(kernel.pid, signal.SIGTERM)
        self.wait_for_end(kernel, 3)

    def test_ends_with_the_process_that_started_it(self):
        code = (
            "import sys, time; sys.path.insert(0, sys.argv[1]); import test_kernel as t; "
            "k = t.Kernel(t.Jdk(sys.argv[2])); print(k.pid, flush=True); time.sleep(60)")
        starter = subprocess.Popen(
            [sys.executable, "-c", code, os.path.dirname(os.path.abspath(__file__)), self.jdk.java],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": WORK})
        pid = int(starter.stdout.readline())
        starter.kill()
        starter.wait()
        starter.stdout.close()
        end = time.monotonic() + 5
        while os.path.exists(f"/proc/{pid}"):
            self.assertLess(time.monotonic(), end, "the kernel is still alive")
            time.sleep(0.05)


# What depends on the JDK's version: how a cell is stopped, how classes are loaded, how errors are reported.
ON_EVERY_JDK = ("ExecutionTest.test_value", "ExecutionTest.test_redefinition", "DisplayTest.test_display_and_update", "ErrorTest",
                "InterruptTest", "StreamTest.test_output_of_a_left_over", "StreamTest.test_pool", "AssistanceTest",
                "LifeTest.test_bad_settings")
TESTS = (ExecutionTest, DisplayTest, StreamTest, ErrorTest, InterruptTest, AssistanceTest, MagicTest, LifeTest)


def suite(jdks, full):
    tests = unittest.TestSuite()
    for jdk in jdks:
        whole = full or jdk is jdks[0]
        for test in TESTS:
            bases = (test,) if issubclass(test, unittest.TestCase) else (test, unittest.TestCase)
            case = type(f"{test.__name__}_jdk{jdk.major}", bases, {"jdk": jdk})
            for name in unittest.defaultTestLoader.getTestCaseNames(case):
                if whole or f"{test.__name__}.{name}".startswith(ON_EVERY_JDK):
                    tests.addTest(case(name))
    return tests


def main():
    full = "--full" in sys.argv
    patterns = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    if not os.path.exists(JAR):
        sys.exit(f"{JAR} is missing: run 'mvn package' first")
    jdks = installed_jdks()
    print("JDKs:", ", ".join(f"{jdk.major} ({'all' if full or jdk is jdks[0] else 'in part'})" for jdk in jdks), file=sys.stderr)
    make_library(jdks[0])
    tests = suite(jdks, full)
    if patterns:
        tests = unittest.TestSuite(t for t in tests if any(pattern in t.id() for pattern in patterns))
    try:
        result = unittest.TextTestRunner(verbosity=2 if "-v" in sys.argv else 1).run(tests)
    finally:
        shutil.rmtree(WORK, ignore_errors=True)
    sys.exit(not result.wasSuccessful())


if __name__ == "__main__":
    main()
