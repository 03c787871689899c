package cnnlabs.run;

import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.evaluate.Metrics;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;

/**
 * What was measured in one epoch.
 *
 * @param epoch counted from 1
 * @param training the mean over the epoch's batches in training mode, each before its update
 * @param l2Penalty the L2 penalty at the end of the epoch, which no loss here includes
 * @param validation after the epoch, in inference mode, where a validation split is held out
 * @param test after the epoch, in inference mode
 * @param trainingSeconds time spent in training
 * @param evaluationSeconds time spent in measuring after the epoch
 * @param layers statistics of each layer after the epoch, where they were asked for
 */
@RecordBuilder
public record EpochResult(
    int epoch,
    Metrics training,
    double l2Penalty,
    Optional<Metrics> validation,
    Metrics test,
    double trainingSeconds,
    double evaluationSeconds,
    List<LayerStatistics> layers)
    implements EpochResultBuilder.With {

  public EpochResult {
    layers = List.copyOf(layers);
  }

  /** 1 - training accuracy, a fraction. */
  public double trainingError() {
    return 1 - training.accuracy();
  }

  /** 1 - test accuracy, a fraction. */
  public double testError() {
    return 1 - test.accuracy();
  }

  /** One line, without the layers. */
  @Override
  public String toString() {
    String heldOut = validation.map(measured -> "; validation " + measured).orElse("");
    return "epoch %d: training %s%s; test %s; %.1f s"
        .formatted(epoch, training, heldOut, test, trainingSeconds + evaluationSeconds);
  }
}
