package cnnlabs.engine.onednn;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The last part of a training step: parameters and optimizer state, both in the network's own
 * arrays, from the gradients. One pass over memory, in chunks that stay in the processor's cache.
 */
final class ParameterUpdate {

  /** So many that parameters, gradients and state fit a processor's first cache together. */
  private static final int CHUNK = 1024;

  /**
   * A run of parameters that are updated alike.
   *
   * @param start the first in the network's array
   * @param end behind the last
   * @param stateStart the first one's first value of state
   * @param stateStride from one value of a parameter's state to the next
   */
  private record Segment(
      int start,
      int end,
      UpdateRule rule,
      @Nullable ISchedule l2,
      int stateStart,
      int stateStride) {}

  private final BaseMultiLayerUpdater<?> updater;
  private final @Nullable INDArray stateArray;
  private final List<Segment> segments = new ArrayList<>();
  private final FloatBuffer parameters;
  private final FloatBuffer gradients;
  private final FloatBuffer state;

  private final float[] parameterChunk = new float[CHUNK];
  private final float[] gradientChunk = new float[CHUNK];
  private final float[][] stateChunks = {new float[CHUNK], new float[CHUNK]};

  /** Zero as long as all parameters are finite. */
  private final float[] poison = new float[CHUNK];

  /**
   * What was seen of the parameters before their update.
   *
   * @param penalty the weighted half sum of their squares
   * @param finite whether each of them is a number; a ReLU would hide it that one is none
   */
  record Seen(double penalty, boolean finite) {}

  /** Reads the network's updater, which it makes if there is none yet. */
  ParameterUpdate(MultiLayerNetwork network, NetworkArrays arrays) {
    updater = (BaseMultiLayerUpdater<?>) network.getUpdater(true);
    stateArray = updater.getStateViewArray();
    parameters = arrays.parameters();
    gradients = arrays.gradients();
    state = stateArray == null ? FloatBuffer.allocate(0) : NetworkArrays.floats(stateArray);
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      addSegments(block);
    }
  }

  private void addSegments(UpdaterBlock block) {
    IUpdater settings = block.getGradientUpdater().getConfig();
    if (UpdateRule.isNone(settings)) {
      return;
    }
    UpdateRule rule =
        UpdateRule.of(settings).orElseThrow(() -> new IllegalStateException(settings.toString()));
    int length = block.getParamOffsetEnd() - block.getParamOffsetStart();
    for (UpdaterBlock.ParamState part : block.getLayersAndVariablesInBlock()) {
      int start = part.getParamOffsetStart();
      // A block's state is one array after the other, each as long as the block.
      int stateStart = block.getUpdaterViewOffsetStart() + start - block.getParamOffsetStart();
      ISchedule l2 = l2(part.getLayer().getConfig().getRegularizationByParam(part.getParamName()));
      add(new Segment(start, part.getParamOffsetEnd(), rule, l2, stateStart, length));
    }
  }

  /** Joins the segment to the one before, if they are updated alike. */
  private void add(Segment segment) {
    int last = segments.size() - 1;
    if (last >= 0) {
      Segment before = segments.get(last);
      boolean alike = before.rule == segment.rule && before.l2 == null && segment.l2 == null;
      if (alike && before.end == segment.start) {
        segments.set(
            last,
            new Segment(
                before.start,
                segment.end,
                before.rule,
                null,
                before.stateStart,
                before.stateStride));
        return;
      }
    }
    segments.add(segment);
  }

  private static @Nullable ISchedule l2(@Nullable List<Regularization> regularizations) {
    if (regularizations == null || regularizations.isEmpty()) {
      return null;
    }
    return ((L2Regularization) regularizations.get(0)).getL2();
  }

  /** Updates all parameters. */
  Seen apply(int iteration, int epoch) {
    double penalty = 0;
    Arrays.fill(poison, 0);
    for (Segment segment : segments) {
      segment.rule.prepare(iteration, epoch);
      float l2 = segment.l2 == null ? 0 : (float) segment.l2.valueAt(iteration, epoch);
      double squares = 0;
      for (int start = segment.start; start < segment.end; start += CHUNK) {
        squares += update(segment, start, Math.min(CHUNK, segment.end - start), l2);
      }
      penalty += 0.5 * l2 * squares;
    }
    float sum = 0;
    for (float value : poison) {
      sum += value;
    }
    return new Seen(penalty, sum == 0);
  }

  private double update(Segment segment, int start, int count, float l2) {
    parameters.get(start, parameterChunk, 0, count);
    gradients.get(start, gradientChunk, 0, count);
    int states = segment.rule.states();
    int stateStart = segment.stateStart + start - segment.start;
    for (int i = 0; i < states; i++) {
      state.get(stateStart + i * segment.stateStride, stateChunks[i], 0, count);
    }
    double squares = 0;
    if (segment.l2 != null) {
      squares = squares(parameterChunk, count);
      addPenalty(gradientChunk, parameterChunk, l2, count);
    }
    addPoison(poison, parameterChunk, count);
    segment.rule.apply(parameterChunk, gradientChunk, stateChunks, count);
    parameters.put(start, parameterChunk, 0, count);
    for (int i = 0; i < states; i++) {
      state.put(stateStart + i * segment.stateStride, stateChunks[i], 0, count);
    }
    return squares;
  }

  /** Zero times a number is zero, but not zero times infinity. */
  private static void addPoison(float[] poison, float[] parameters, int count) {
    for (int i = 0; i < count; i++) {
      poison[i] += 0 * parameters[i];
    }
  }

  private static void addPenalty(float[] gradients, float[] parameters, float l2, int count) {
    for (int i = 0; i < count; i++) {
      gradients[i] += l2 * parameters[i];
    }
  }

  private static double squares(float[] values, int count) {
    double even = 0;
    double odd = 0;
    for (int i = 0; i + 1 < count; i += 2) {
      even += (double) values[i] * values[i];
      odd += (double) values[i + 1] * values[i + 1];
    }
    if (count % 2 == 1) {
      even += (double) values[count - 1] * values[count - 1];
    }
    return even + odd;
  }

  /** Whether the network still has the updater that was read. */
  boolean isOf(MultiLayerNetwork network) {
    return network.getUpdater(true) == updater && updater.getStateViewArray() == stateArray;
  }
}
