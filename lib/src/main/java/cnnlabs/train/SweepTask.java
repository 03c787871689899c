package cnnlabs.train;

import static com.google.common.base.Preconditions.checkState;

import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.model.Architecture;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.RunJson;
import cnnlabs.run.RunOptions;
import cnnlabs.run.RunStatus;
import cnnlabs.run.StoredArchitecture;
import cnnlabs.run.Trial;
import cnnlabs.store.RunStore;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a sweep, to be trained by another process: all that it takes but the images. It holds
 * JSON, never an {@link Architecture}: a notebook's lambda has no class on another machine.
 *
 * @param key of the run, {@link RunSettings#key()}, which must come out the same where it trains
 * @param label of the trial
 * @param architecture the network's label
 * @param network Deeplearning4j's JSON of the network
 * @param hyperparameters as JSON
 * @param normalization as JSON
 * @param options what is kept and measured beside, as JSON
 * @param store the folder of the run store, which both sides reach
 * @param sharedStore the folder of the shared store, if there is one
 * @param checkpointSeconds from one checkpoint within an epoch to the next
 * @param fresh whether it is trained from its start, whatever the store has
 */
public record SweepTask(
    String key,
    String label,
    String architecture,
    String network,
    String hyperparameters,
    String normalization,
    String options,
    String store,
    @Nullable String sharedStore,
    double checkpointSeconds,
    boolean fresh)
    implements Serializable {

  private static final long serialVersionUID = 1;
  private static final double NANOS = 1e9;

  /** The training of this trial, whose run is left in a store. */
  static SweepTask of(PreparedTrial prepared, RunStore store, boolean fresh) {
    Trial trial = prepared.trial();
    return new SweepTask(
        prepared.key(),
        trial.label(),
        trial.architecture().label(),
        prepared.origin().settings().network(),
        RunJson.write(trial.hyperparameters()),
        RunJson.write(prepared.normalization()),
        RunJson.write(prepared.options()),
        store.folder().toAbsolutePath().normalize().toString(),
        store.sharedFolder().map(folder -> folder.toAbsolutePath().toString()).orElse(null),
        store.checkpointInterval().toNanos() / NANOS,
        fresh);
  }

  /**
   * Trains the run, or carries it on, in the store. Interrupting the thread ends it at its next
   * batch; what was trained so far is then in the store.
   *
   * @param data the very images that the sweep was asked to train on
   * @param progress is told where it stands, at most twice a second and at the end
   * @return how the run ended
   * @throws IllegalStateException if the store is not there, or the run would not be the same here
   */
  public RunStatus train(Split data, Consumer<TaskProgress> progress) {
    requireStore();
    var trial =
        new Trial(
            new StoredArchitecture(architecture, network),
            read(hyperparameters, Hyperparameters.class));
    var training =
        new TrainingSetup(
            data,
            read(normalization, Normalization.class),
            read(options, RunOptions.class),
            Optional.of(storeHere()),
            fresh,
            runs -> {});
    PreparedTrial prepared = training.prepare(trial);
    checkState(
        prepared.key().equals(key),
        "The run '%s' has the key %s here, but %s where the sweep was started: the two differ in the library, the data or the back end. Give both the same version of CNN Labs.",
        trial.label(),
        prepared.key(),
        key);
    var throttled = new ThrottledProgress(runs -> progress.accept(TaskProgress.of(runs.get(0))));
    Run run = training.fit(prepared, now -> throttled.offer(List.of(now)));
    TrainingSetup.requireTrained(run);
    throttled.finish();
    return run.status();
  }

  /**
   * Makes sure that this process reaches the store.
   *
   * @throws IllegalStateException if it does not
   */
  public void requireStore() {
    checkState(
        Files.isWritable(Path.of(store)),
        "The run store %s cannot be written to from here. Give CNNLABS_RUNS a folder that every machine of the cluster has under the same path.",
        store);
  }

  private RunStore storeHere() {
    RunStore own =
        RunStore.at(Path.of(store))
            .withCheckpointInterval(Duration.ofNanos((long) (checkpointSeconds * NANOS)));
    return sharedStore == null ? own : own.withShared(Path.of(sharedStore));
  }

  private static <T> T read(String json, Class<T> type) {
    try {
      return RunJson.MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "This is no %s: %s".formatted(type.getSimpleName(), json), e);
    }
  }
}
