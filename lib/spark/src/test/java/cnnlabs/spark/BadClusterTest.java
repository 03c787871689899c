package cnnlabs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import cnnlabs.data.Split;
import cnnlabs.run.RunSettings;
import cnnlabs.store.RunStore;
import cnnlabs.train.Cluster;
import cnnlabs.train.Sweep;
import cnnlabs.train.SweepTask;
import cnnlabs.train.TaskProgress;
import cnnlabs.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster that cannot do its work says so, soon and in words. */
class BadClusterTest {

  private static final int JAVA = Runtime.version().feature();

  private Path folder;

  @BeforeEach
  void open(@TempDir Path temporary) {
    folder = temporary;
  }

  /** The task that a sweep would send out. */
  private SweepTask task() {
    var sent = new ArrayList<SweepTask>();
    Sweep.with(Trainer.on(Samples.DATA).withStore(RunStore.at(folder)))
        .on(
            new Cluster() {
              @Override
              public int slots() {
                return 1;
              }

              @Override
              public Map<Integer, String> train(
                  Split data, List<SweepTask> tasks, BiConsumer<Integer, TaskProgress> progress) {
                sent.addAll(tasks);
                return Map.of(0, "it is not trained here");
              }
            })
        .run(new cnnlabs.run.Grid(Samples.GRID.trials().subList(0, 1)));
    return sent.get(0);
  }

  private Path marker() throws IOException {
    return Files.createFile(folder.resolve("marker"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "local[two]", "spark://host", "http://host:7077", "yarn-client"})
  void anAddressThatIsNoneIsRefused(String master) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SparkCluster.at(master))
        .withMessage(
            "A master is local, local[N], local[*], spark://host:port, yarn or k8s://address; this is '%s'."
                .formatted(master));
  }

  @Test
  @Timeout(30)
  void aMasterThatIsNotThereIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SparkCluster.at("spark://127.0.0.1:1").slots())
        .withMessage(
            "No Spark master answers at spark://127.0.0.1:1: start one, or give the address that its page shows.");
  }

  @Test
  void anExecutorOfAnotherJavaIsRefused() throws IOException {
    var required = new Requirements(11, RunSettings.VERSION, marker().toString(), 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> required.check(task()))
        .withMessageContaining("runs Java %d, and the driver Java 11.".formatted(JAVA));
  }

  @Test
  void anExecutorOfAnotherLibraryIsRefused() throws IOException {
    var required = new Requirements(JAVA, 99, marker().toString(), 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> required.check(task()))
        .withMessageContaining("and the driver version 99. Give both the same jar.");
  }

  @Test
  void aStoreThatAnExecutorDoesNotSeeIsNamed() {
    var required =
        new Requirements(JAVA, RunSettings.VERSION, folder.resolve("elsewhere").toString(), 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> required.check(task()))
        .withMessageContaining("does not see the run store %s of the driver.".formatted(folder));
  }

  @Test
  void tooLittleMemoryIsNamed() throws IOException {
    var required = new Requirements(JAVA, RunSettings.VERSION, marker().toString(), Long.MAX_VALUE);
    assertThatIllegalStateException()
        .isThrownBy(() -> required.check(task()))
        .withMessageContaining("Raise spark.executor.memory");
  }

  @Test
  void theReasonOfAFailureIsWhatWasThrownLast() {
    var spark =
        new IllegalStateException(
            "Job aborted due to stage failure: Task 0 in stage 3.0 failed 3 times, most recent failure:"
                + " Lost task 0.2 in stage 3.0 (TID 7) (10.0.0.2 executor 1): java.lang.IllegalStateException:"
                + " The run store is gone\n\tat cnnlabs.Nowhere");
    assertThat(FailureReason.of(new RuntimeException(spark))).isEqualTo("The run store is gone");
    assertThat(FailureReason.of(new IllegalStateException("one\ntwo"))).isEqualTo("one");
  }
}
