package cnnlabs.store;

import cnnlabs.engine.BackEnd;
import cnnlabs.evaluate.Metrics;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.RunData;
import cnnlabs.run.RunSettings;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;

/**
 * A run of the store, as its table has it.
 *
 * @param key what it is known by: {@link RunSettings#key()}
 * @param settings all that decided its result, but for the network's configuration, a file apart
 * @param configuration SHA-256 of that file
 * @param architecture the network's label
 * @param hyperparameters how it was trained; its epochs are those that were last asked for
 * @param data what it was trained and measured on
 * @param backEnd what computed
 * @param path the arithmetic path
 * @param started when training began
 * @param written when it was last written
 * @param seconds of training and measuring, over all epochs
 * @param status how it ended, or where it stood when it was last written
 * @param epochs that are finished
 * @param iterations steps that were trained
 * @param training loss and accuracy over the last epoch; as the two below, NaN where not measured
 * @param validation after the last epoch
 * @param test after the last epoch
 */
@RecordBuilder
public record StoredRun(
    String key,
    @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) RunSettings settings,
    @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) String configuration,
    String architecture,
    Hyperparameters hyperparameters,
    RunData data,
    BackEnd backEnd,
    String path,
    Instant started,
    Instant written,
    double seconds,
    RunStatus status,
    int epochs,
    long iterations,
    Metrics training,
    Metrics validation,
    Metrics test)
    implements StoredRunBuilder.With {

  /** As {@link Trial#label()} of the trial that it was. */
  public String label() {
    return Trial.label(architecture, hyperparameters);
  }

  /** One line: the key, what was trained on what, how it ended, and its test error. */
  @Override
  public String toString() {
    return "%s: %s, on %s: %s after %d %s, test %s"
        .formatted(key, label(), data, status, epochs, epochs == 1 ? "epoch" : "epochs", test);
  }
}
