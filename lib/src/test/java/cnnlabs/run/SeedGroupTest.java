package cnnlabs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.SampleImages;
import cnnlabs.data.Augmentation;
import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.evaluate.Metrics;
import cnnlabs.model.Activation;
import cnnlabs.model.Architecture;
import cnnlabs.model.Layers;
import cnnlabs.model.LeNet5;
import cnnlabs.train.Sweep;
import cnnlabs.train.Trainer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several seeds, and the epoch that a validation split chooses. */
class SeedGroupTest {

  private static final Split DATA = SampleImages.split(40, 20);

  private static List<Run> runs(double l2, long... seeds) {
    var chosen = Hyperparameters.defaults().withBatchSize(10).withEpochs(2).withL2(l2);
    return Sweep.with(Trainer.on(DATA).withoutStore())
        .run(Grid.of(chosen, LeNet5.of(Activation.TANH)).withSeeds(seeds));
  }

  @Test
  void aGroupGivesMeanAndRangeOverItsSeeds() {
    var group = new SeedGroup("three", runs(0, 1, 2, 3));
    double[] errors = group.runs().stream().mapToDouble(Run::testError).sorted().toArray();
    MeanAndRange ends = group.atTheEnd(EpochResult::testError);
    assertThat(ends.least()).isEqualTo(errors[0]);
    assertThat(ends.greatest()).isEqualTo(errors[2]);
    assertThat(ends.mean()).isCloseTo((errors[0] + errors[1] + errors[2]) / 3, within(1e-12));
    assertThat(group.at(2, EpochResult::testError)).isEqualTo(ends);
    assertThat(group.epochs()).isEqualTo(2);
  }

  @Test
  void runsAreGroupedByNameInTheirOrder() {
    List<Run> runs =
        List.of(runs(0, 1).get(0), runs(0.1, 1).get(0), runs(0, 2).get(0), runs(0.1, 2).get(0));
    List<SeedGroup> groups = SeedGroup.of(runs, run -> "L2 " + run.hyperparameters().l2());
    assertThat(groups).extracting(SeedGroup::name).containsExactly("L2 0.0", "L2 0.1");
    assertThat(groups.get(1).runs()).containsExactly(runs.get(1), runs.get(3));
  }

  @Test
  void runsThatDifferInMoreThanTheirSeedAreNoGroup() {
    List<Run> mixed = List.of(runs(0, 1).get(0), runs(0.1, 2).get(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SeedGroup("mixed", mixed))
        .withMessage(
            "The group 'mixed' has runs that differ in more than their seed (l2: 0.0 and 0.1)."
                + " Name them apart.");
    assertThatIllegalArgumentException().isThrownBy(() -> new SeedGroup("none", List.of()));
  }

  private static Run run(Trainer trainer, Architecture network, Hyperparameters chosen) {
    return trainer.withoutStore().fit(network, chosen);
  }

  private static void assertRefused(Run first, Run second, String difference) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SeedGroup("mixed", List.of(first, second)))
        .withMessageContaining("differ in more than their seed (" + difference + "). Name");
  }

  @Test
  void runsThatDifferInAnythingTheKeySeesAreNoGroup() {
    var chosen = Hyperparameters.defaults().withBatchSize(10).withEpochs(1);
    var another = chosen.withSeed(2);
    LeNet5 tanh = LeNet5.of(Activation.TANH);
    Run first = run(Trainer.on(DATA), tanh, chosen);
    assertRefused(
        first,
        run(Trainer.on(DATA).withNormalization(Normalization.unit()), tanh, another),
        "normalization: (x/255 - 0.5) / 0.5 and (x/255 - 0.0) / 1.0");
    assertRefused(
        first,
        run(
            Trainer.on(DATA),
            tanh,
            another.withAugmentation(Augmentation.none().withCropPadding(2))),
        "augmentation: none and crop 2");
    assertRefused(
        first,
        run(Trainer.on(DATA), tanh, another.withLabelSmoothing(0.1)),
        "labelSmoothing: 0.0 and 0.1");
    Split others = Split.of(DATA.training(), SampleImages.images(20, 3));
    assertRefused(
        first,
        run(Trainer.on(others), tanh, another),
        "data: %s and %s".formatted(DATA.fingerprint(), others.fingerprint()));
    assertRefused(
        first,
        run(Trainer.on(DATA), tanh.withFilters(4, 16), another),
        "network: LeNet-5, tanh and LeNet-5, tanh, 4 and 16 filters");
    assertThat(new SeedGroup("one", List.of(first, run(Trainer.on(DATA), tanh, another))).runs())
        .hasSize(2);
  }

  @Test
  void twoLambdasAreTwoNetworks() {
    var chosen = Hyperparameters.defaults().withBatchSize(10).withEpochs(1);
    Architecture small = input -> List.of(Layers.dense("dense1", 4, Activation.RELU));
    Architecture large = input -> List.of(Layers.dense("dense1", 8, Activation.RELU));
    Run first = run(Trainer.on(DATA), small, chosen);
    assertRefused(
        first,
        run(Trainer.on(DATA), large, chosen.withSeed(2)),
        "network: own network, 3,096 parameters, ReLU and own network, 6,188 parameters, ReLU");
    assertRefused(
        run(Trainer.on(DATA), Architecture.named("net", small), chosen),
        run(Trainer.on(DATA), Architecture.named("net", large), chosen.withSeed(2)),
        "layers: two networks are called 'net'");
  }

  @Test
  void whatComputedOnAnotherDeviceOrPathIsNoGroup() {
    Run first = runs(0, 1).get(0);
    Run second = runs(0, 2).get(0);
    RunSettings was = second.settings();
    assertRefused(
        first,
        with(second, was.withBackEnd("GPU").withPath("elsewhere").withVersion(was.version() + 1)),
        "backEnd: CPU and GPU; path: compiled and elsewhere; version: %d and %d"
            .formatted(was.version(), was.version() + 1));
  }

  private static Run with(Run run, RunSettings settings) {
    return new Run(
        run.trial(),
        settings,
        run.data(),
        run.backEnd(),
        run.started(),
        run.status(),
        run.iterations(),
        run.history(),
        run.networks(),
        run.end());
  }

  @Test
  void aRunIsInItsGroupOnce() {
    Run run = runs(0, 1).get(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SeedGroup("twice", List.of(run, run)))
        .withMessage("The group 'twice' has the run of seed 1 twice. Give each run once.");
  }

  @Test
  void noiseIsTwiceAsWideAsTheRangeOfTheSeeds() {
    MeanAndRange seeds = MeanAndRange.of(0.700, 0.710, 0.705);
    assertThat(seeds.mean()).isCloseTo(0.705, within(1e-12));
    assertThat(seeds.withinNoise(0.6951)).isTrue();
    assertThat(seeds.withinNoise(0.6949)).isFalse();
    assertThat(seeds.withinNoise(0.7149)).isTrue();
    assertThat(seeds.withinNoise(0.7151)).isFalse();
  }

  @Test
  void noiseIsNeverWidenedBeyondThreePoints() {
    MeanAndRange wide = MeanAndRange.of(0.70, 0.72);
    assertThat(wide.withinNoise(0.6951)).isTrue();
    assertThat(wide.withinNoise(0.6949)).isFalse();
    MeanAndRange widest = MeanAndRange.of(0.70, 0.74);
    assertThat(widest.withinNoise(0.72)).isTrue();
    assertThat(widest.withinNoise(0.6999)).isFalse();
  }

  @Test
  void aMeanIsShownInPerCentWithItsRange() {
    assertThat(MeanAndRange.of(0.98, 0.99).percent()).isEqualTo("98.50 (98.00 … 99.00)");
    assertThat(MeanAndRange.of(0.9, Double.NaN).withinNoise(0.9)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(MeanAndRange::of);
  }

  private static History history(double... validationAccuracies) {
    return new History(
        IntStream.range(0, validationAccuracies.length)
            .mapToObj(
                index ->
                    new EpochResult(
                        index + 1,
                        new Metrics(1, 0.5),
                        0,
                        Optional.of(new Metrics(1, validationAccuracies[index])),
                        new Metrics(1, 0.1 * index),
                        1,
                        1,
                        List.of()))
            .toList());
  }

  @Test
  void theEarliestEpochOfTheGreatestValidationAccuracyIsChosen() {
    assertThat(history(0.3, 0.6, 0.5, 0.6).chosenByValidation().epoch()).isEqualTo(2);
    assertThat(history(0.3).chosenByValidation().epoch()).isEqualTo(1);
  }

  @Test
  void withoutValidationNothingIsChosen() {
    History history = runs(0, 1).get(0).history();
    assertThatIllegalStateException()
        .isThrownBy(history::chosenByValidation)
        .withMessageContaining("Split.withValidation");
  }
}
