package cnnlabs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cnnlabs.data.Split;
import cnnlabs.run.RunSettings;
import cnnlabs.store.RunStore;
import cnnlabs.train.Sweep;
import cnnlabs.train.Trainer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors of a real cluster that cannot do the work: each says why within thirty seconds. */
@Tag("full")
@Timeout(120)
class BadExecutorTest {

  private static final int JAVA = Runtime.version().feature();

  /** A folder of its own for each process, as on machines that share no file system. */
  private static final Path UNSHARED = Path.of("/proc/self/cwd");

  private StandaloneCluster cluster;

  @BeforeEach
  void start(@TempDir Path home) throws IOException, InterruptedException {
    cluster = new StandaloneCluster(home);
    cluster.worker("worker", "2g");
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    cluster.stop();
  }

  /** What a sweep on it says, in time. */
  private static void assertRefused(SparkCluster client, Path store, String... words) {
    assertRefused(client, Trainer.on(Samples.DATA).withStore(RunStore.at(store)), words);
  }

  private static void assertRefused(SparkCluster client, Trainer trainer, String... words) {
    Sweep sweep = Sweep.with(trainer).on(client);
    long begin = System.nanoTime();
    try (client) {
      assertThatIllegalStateException()
          .isThrownBy(() -> sweep.run(Samples.GRID))
          .satisfies(thrown -> assertThat(thrown).hasMessageContainingAll(words));
    }
    assertThat((System.nanoTime() - begin) / 1e9).isLessThan(30);
  }

  @Test
  void moreMemoryThanAWorkerHas(@TempDir Path store) {
    assertRefused(
        cluster.client().with("spark.executor.memory", "64g"),
        store,
        "No executor of %s came within 15 s.".formatted(cluster.url()),
        "spark.executor.memory 64g");
  }

  @Test
  void lessMemoryThanTheImagesNeed(@TempDir Path store) {
    Split large = Split.of(Samples.images(312_500, 1), Samples.images(1, 2)); // 80 MB
    assertRefused(
        cluster.client().with("spark.executor.memory", "460m"),
        Trainer.on(large).withStore(RunStore.at(store)),
        "Raise spark.executor.memory");
  }

  @Test
  void anotherJava(@TempDir Path store) throws IOException {
    Optional<Path> other = otherJava();
    assumeTrue(other.isPresent(), "no other Java in /usr/lib/jvm");
    assertRefused(
        cluster.client().with("spark.executorEnv.JAVA_HOME", other.orElseThrow().toString()),
        store,
        "Java %d".formatted(JAVA),
        "spark.executorEnv.JAVA_HOME");
  }

  /** The home of a later Java, where the machine has one. On some, Spark itself does not start. */
  private static Optional<Path> otherJava() throws IOException {
    Path installed = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(installed)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(installed)) {
      return homes.filter(BadExecutorTest::isLater).findFirst();
    }
  }

  private static boolean isLater(Path home) {
    Path release = home.resolve("release");
    try {
      return Files.exists(home.resolve("bin/java"))
          && Files.exists(release)
          && Files.readString(release)
              .lines()
              .filter(line -> line.startsWith("JAVA_VERSION="))
              .map(line -> Integer.parseInt(line.replaceAll("\\D*(\\d+).*", "$1")))
              .anyMatch(version -> version > JAVA);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void anotherVersionOfTheLibrary(@TempDir Path store, @TempDir Path classes) throws IOException {
    String others = compiled(classes, RunSettings.VERSION + 1) + File.pathSeparator;
    assertRefused(
        cluster
            .client()
            .with("spark.executor.extraClassPath", others + System.getProperty("java.class.path")),
        store,
        "has version %d of CNN Labs' arithmetic, and the driver version %d."
            .formatted(RunSettings.VERSION + 1, RunSettings.VERSION));
  }

  /** What an executor checks, as a library of that version would have it. */
  private static Path compiled(Path folder, int version) throws IOException {
    Path here = Path.of("src/main/java/cnnlabs/spark/Requirements.java");
    Path changed = Files.createDirectories(folder.resolve("cnnlabs/spark"));
    String source =
        Files.readString(here)
            .replace("RunSettings.VERSION != library", version + " != library")
            .replace("formatted(RunSettings.VERSION", "formatted(" + version);
    Path file = Files.writeString(changed.resolve("Requirements.java"), source);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                file.toString());
    assertThat(result).isZero();
    return folder;
  }

  @Test
  void aStoreOutOfReach() throws IOException {
    assumeTrue(Files.exists(UNSHARED), "no /proc");
    Path store = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "unshared");
    Path unshared = UNSHARED.resolve(Path.of("").toAbsolutePath().relativize(store));
    assertRefused(
        cluster.client(),
        unshared,
        "does not see the run store %s of the driver".formatted(unshared));
  }
}
