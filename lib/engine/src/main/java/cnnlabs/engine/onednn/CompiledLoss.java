package cnnlabs.engine.onednn;

import cnnlabs.engine.LabelSmoothing;
import cnnlabs.engine.StepResult;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A loss: from the last node's outputs and the true classes to the gradient of those outputs. A few
 * numbers an example, so it is computed in Java.
 */
abstract class CompiledLoss {

  /** The number of classes, hence of outputs. */
  private final int classes;

  CompiledLoss(int classes) {
    this.classes = classes;
  }

  int classes() {
    return classes;
  }

  /**
   * Computes one example.
   *
   * @param outputs the last node's, overwritten with their gradient
   * @param label the true class
   * @return the example's loss
   */
  abstract double example(float[] outputs, int label);

  /**
   * Emits the loss of the mean over the batch.
   *
   * @param sum whether the gradient is of the sum over the batch instead: Deeplearning4j's {@code
   *     miniBatch(false)}
   * @return the gradient of the outputs
   */
  final Tensor emit(ProgramBuilder program, Tensor outputs, boolean sum) {
    outputs.requireRows(classes);
    Tensor gradient = program.tensor(outputs.layout(), outputs.shape());
    int examples = Math.toIntExact(outputs.size(0));
    float weight = sum ? 1 : 1f / examples;
    float[] row = new float[classes];
    program.emit(
        run -> run.measured(measure(outputs.floats(), gradient.floats(), row, weight, run.labels)),
        outputs,
        gradient);
    return gradient;
  }

  private StepResult measure(
      FloatBuffer outputs, FloatBuffer gradient, float[] row, float weight, int[] labels) {
    double loss = 0;
    int correct = 0;
    for (int i = 0; i < labels.length; i++) {
      outputs.get(i * classes, row);
      correct += greatest(row) == labels[i] ? 1 : 0;
      loss += example(row, labels[i]);
      for (int j = 0; j < classes; j++) {
        row[j] *= weight;
      }
      gradient.put(i * classes, row);
    }
    return new StepResult(loss / labels.length, correct);
  }

  /** The index of the greatest, the first of equals; -1 if none is a number. */
  private static int greatest(float[] row) {
    int best = -1;
    float maximum = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < row.length; j++) {
      if (row[j] > maximum) {
        maximum = row[j];
        best = j;
      }
    }
    return best;
  }

  /**
   * Cross-entropy of a softmax: Deeplearning4j's {@code LossMCXENT} on {@code ActivationSoftmax}.
   * The outputs are logits.
   */
  static final class CrossEntropy extends CompiledLoss {

    private final double clip;
    private final double onLabel;
    private final double offLabel;

    /**
     * A cross-entropy.
     *
     * @param clip probabilities count as at least this and at most one less it
     */
    CrossEntropy(int classes, double clip, LabelSmoothing smoothing) {
      super(classes);
      this.clip = clip;
      onLabel = smoothing.onLabel(classes);
      offLabel = smoothing.offLabel(classes);
    }

    @Override
    double example(float[] outputs, int label) {
      float maximum = Float.NEGATIVE_INFINITY;
      for (float logit : outputs) {
        maximum = Math.max(maximum, logit);
      }
      double total = 0;
      for (int j = 0; j < outputs.length; j++) {
        double exponential = Math.exp(outputs[j] - maximum);
        outputs[j] = (float) exponential;
        total += exponential;
      }
      for (int j = 0; j < outputs.length; j++) {
        outputs[j] = (float) (outputs[j] / total);
      }
      return offLabel == 0 ? plain(outputs, label) : smoothed(outputs, label);
    }

    /** From probabilities to the gradient of the logits. */
    private double plain(float[] outputs, int label) {
      double probability = outputs[label];
      outputs[label] -= 1;
      return -logarithm(probability);
    }

    private double smoothed(float[] outputs, int label) {
      double loss = 0;
      for (int j = 0; j < outputs.length; j++) {
        double target = j == label ? onLabel : offLabel;
        loss -= target * logarithm(outputs[j]);
        outputs[j] -= (float) target;
      }
      return loss;
    }

    private double logarithm(double probability) {
      return Math.log(Math.max(Math.min(probability, 1 - clip), clip));
    }
  }

  /** The mean over the outputs of the squared distance to the one-hot label: {@code LossMSE}. */
  static final class MeanSquaredError extends CompiledLoss {

    MeanSquaredError(int classes) {
      super(classes);
    }

    @Override
    double example(float[] outputs, int label) {
      double total = 0;
      for (int j = 0; j < outputs.length; j++) {
        float difference = outputs[j] - (j == label ? 1 : 0);
        total += (double) difference * difference;
        outputs[j] = 2 * difference / outputs.length;
      }
      return total / outputs.length;
    }
  }

  /** Fails on a label that is no class, before it writes beside a row. */
  final void check(int[] labels) {
    for (int label : labels) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            "A label is not of the "
                + classes
                + " classes 0 to "
                + (classes - 1)
                + ": "
                + label
                + " in "
                + Arrays.toString(labels));
      }
    }
  }
}
