package cnnlabs.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real cluster on loopback: a master and workers, a JVM each, that start executors in JVMs of
 * their own. What they have is Spark alone; the library has to come from the driver.
 */
final class StandaloneCluster {

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx256m",
          "-Dorg.slf4j.simpleLogger.defaultLogLevel=info", // What is awaited stands in the log.
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  private final Path home;
  private final int port;
  private final List<Process> processes = new ArrayList<>();

  /** Starts a master. */
  StandaloneCluster(Path home) throws IOException, InterruptedException {
    this.home = home;
    linkSpark(Files.createDirectories(home.resolve("jars")));
    port = freePort();
    start(
        "master",
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--webui-port",
        "0");
    await("New state: ALIVE");
  }

  /** All jars but the library's own and the natives that it needs. */
  private static void linkSpark(Path jars) throws IOException {
    List<Path> all =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(entry -> entry.toString().endsWith(".jar"))
            .filter(
                jar ->
                    !jar.toString()
                        .matches(
                            ".*/(org/nd4j|org/bytedeco|org/deeplearning4j|tech)/.*|.*cnnlabs-[^/]*"))
            .toList();
    for (Path jar : all) {
      Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toAbsolutePath());
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process start(String name, String... command) throws IOException {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(OPTIONS);
    line.addAll(List.of("-cp", home.resolve("jars") + "/*"));
    line.addAll(List.of(command));
    var builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve(name + ".log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME",
                home.toString(),
                "SPARK_SCALA_VERSION",
                "2.13",
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                "SPARK_WORKER_DIR",
                home.resolve("work").toString()));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** An open port is not enough: whom it does not answer yet, Spark asks again after 20 seconds. */
  private void await(String words) throws IOException, InterruptedException {
    Path log = home.resolve("master.log");
    for (int i = 0; i < 300; i++) {
      if (Files.readString(log).contains(words)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IOException(
        "The master does not say '%s': %s".formatted(words, Files.readString(log)));
  }

  /** Starts a worker of one core, which the master knows when this returns. */
  Process worker(String name, String memory) throws IOException, InterruptedException {
    int workerPort = freePort();
    Process worker =
        start(
            name,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(workerPort),
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            memory,
            url());
    await("Registering worker 127.0.0.1:" + workerPort);
    return worker;
  }

  String url() {
    return "spark://127.0.0.1:" + port;
  }

  SparkCluster client() {
    return SparkCluster.at(url())
        .with("spark.driver.host", "127.0.0.1")
        .with("spark.driver.bindAddress", "127.0.0.1");
  }

  /** The most memory that each executor has had so far, heap and all, in bytes. */
  List<Long> executorPeaks() {
    return processes.stream()
        .flatMap(Process::descendants)
        .map(executor -> Path.of("/proc/%d/status".formatted(executor.pid())))
        .map(StandaloneCluster::peak)
        .toList();
  }

  private static long peak(Path status) {
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() throws IOException, InterruptedException {
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(home.resolve("jars"))) {
      for (Path link : links) {
        Files.delete(link); // JUnit would say of each that it leaves its target alone.
      }
    }
  }
}
