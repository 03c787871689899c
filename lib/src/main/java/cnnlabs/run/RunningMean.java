package cnnlabs.run;

import cnnlabs.engine.StepResult;
import cnnlabs.evaluate.Metrics;

/**
 * Loss and accuracy over the images of an epoch so far.
 *
 * @param lossSum of the images' losses
 * @param correct images whose class was predicted
 * @param images so far
 */
public record RunningMean(double lossSum, long correct, long images) {

  public static final RunningMean NONE = new RunningMean(0, 0, 0);

  public RunningMean plus(StepResult step, int size) {
    return new RunningMean(lossSum + step.loss() * size, correct + step.correct(), images + size);
  }

  /** NaN before the first image. */
  public Metrics metrics() {
    return new Metrics(lossSum / images, (double) correct / images);
  }
}
