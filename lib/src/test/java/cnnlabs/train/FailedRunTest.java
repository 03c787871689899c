package cnnlabs.train;

import static cnnlabs.model.Activation.RELU;
import static cnnlabs.model.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import cnnlabs.SampleImages;
import cnnlabs.data.Split;
import cnnlabs.engine.onednn.Faults;
import cnnlabs.model.Activation;
import cnnlabs.model.Architecture;
import cnnlabs.model.LeNet5;
import cnnlabs.notebook.Lab;
import cnnlabs.run.Grid;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.store.RunStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose computation fails takes nothing else with it. */
class FailedRunTest {

  private static final String STEP = "dnnl_primitive_execute";
  private static final Hyperparameters CHOSEN =
      Hyperparameters.defaults().withBatchSize(10).withEpochs(2);

  private final Split data = SampleImages.split(80, 20);
  private final Architecture network = LeNet5.of(Activation.TANH);

  /** A call of the second epoch's. */
  private int callOfTheSecondEpoch() {
    try (Faults count = Faults.none(STEP)) {
      Trainer.on(data).withoutStore().fit(network, CHOSEN);
      return count.calls() * 3 / 4;
    }
  }

  @Test
  void aSweepReportsItAndTrainsTheOthers() {
    int call = callOfTheSecondEpoch();
    List<Run> runs;
    try (Faults once = Faults.once(STEP, call, Faults.OUT_OF_MEMORY)) {
      runs =
          Sweep.with(Trainer.on(data).withoutStore())
              .withThreads(1)
              .run(Grid.of(CHOSEN, network).withLearningRates(0.1, 0.01));
      assertThat(once.calls()).isGreaterThan(call);
    }
    assertThat(runs).extracting(Run::status).containsExactly(RunStatus.FAILED, RunStatus.COMPLETED);
    assertThat(runs.get(0).history().epochs()).hasSize(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> runs.get(0).network())
        .withMessageContaining("status 1 (out of memory), at layer");
    assertThatIllegalStateException()
        .isThrownBy(() -> Lab.requireTrained(runs))
        .withMessageContaining("status 1 (out of memory), at layer");
  }

  @Test
  void aTrainerThrowsAndTheStoreHasWhatWasTrained(@TempDir Path folder) {
    Run whole = Trainer.on(data).withoutStore().fit(network, CHOSEN);
    Trainer storing = Trainer.on(data).withStore(RunStore.at(folder));
    try (Faults once = Faults.once(STEP, callOfTheSecondEpoch(), Faults.OUT_OF_MEMORY)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> storing.fit(network, CHOSEN))
          .withMessageContaining("could not be trained: oneDNN's dnnl_primitive_execute answers");
      assertThat(once.calls()).isPositive();
    }
    assertThat(RunStore.at(folder).runs()).hasSize(1);
    Run carriedOn = storing.fit(network, CHOSEN);
    assertThat(carriedOn.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(carriedOn.settings()).isEqualTo(whole.settings());
    assertThat(carriedOn.network().params().toFloatVector())
        .isEqualTo(whole.network().params().toFloatVector());
  }

  @Test
  void aReleaseThatFailsLosesNoRun() {
    try (Faults destroys = Faults.once("destroy", 5, Faults.OUT_OF_MEMORY)) {
      Run run = Trainer.on(data).withoutStore().fit(network, CHOSEN);
      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(destroys.calls()).isGreaterThan(5);
    }
  }

  @Test
  void aNetworkTooBigForMemoryIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Trainer.on(data)
                    .withoutStore()
                    .fit(input -> List.of(dense("huge", 1_000_000_000, RELU)), CHOSEN))
        .withMessageContaining("Layer 'huge'");
  }

  @Test
  void aBatchLargerThanTheSplitIsRefusedBeforeAnythingIsAllocated() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Trainer.on(data)
                    .withoutStore()
                    .fit(
                        input -> List.of(dense("huge", 1_000_000_000, RELU)),
                        CHOSEN.withBatchSize(500_000)))
        .withMessageContaining("A batch size of 500000 for the 80 images");
  }
}
