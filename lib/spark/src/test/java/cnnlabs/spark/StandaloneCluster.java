package cnnlabs.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
    awaitMaster();
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

  private void awaitMaster() throws IOException, InterruptedException {
    for (int i = 0; i < 300; i++) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new IOException(
        "The master did not start: " + Files.readString(home.resolve("master.log")));
  }

  /** Starts a worker of one core. */
  Process worker(String name, String memory) throws IOException {
    return start(
        name,
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        "127.0.0.1",
        "--webui-port",
        "0",
        "--cores",
        "1",
        "--memory",
        memory,
        url());
  }

  String url() {
    return "spark://127.0.0.1:" + port;
  }

  SparkCluster client() {
    return SparkCluster.at(url())
        .with("spark.driver.host", "127.0.0.1")
        .with("spark.driver.bindAddress", "127.0.0.1");
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
