package cnnlabs.run;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * How the learning rate changes in training. The rate of the hyperparameters is its greatest.
 *
 * <p>Each becomes one of ND4J's own: a stored network needs nothing of this library.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Schedule.Constant.class, name = "constant"),
  @JsonSubTypes.Type(value = Schedule.Step.class, name = "step"),
  @JsonSubTypes.Type(value = Schedule.Cosine.class, name = "cosine"),
  @JsonSubTypes.Type(value = Schedule.OneCycle.class, name = "one-cycle")
})
public sealed interface Schedule {

  /** The same rate all the time. */
  static Schedule constant() {
    return new Constant();
  }

  /**
   * The rate times a factor, again and again: PyTorch's {@code StepLR}.
   *
   * @param epochs between two changes, at least 1
   * @param factor in (0, 1), such as 0.1
   */
  static Schedule step(int epochs, double factor) {
    return new Step(epochs, factor);
  }

  /**
   * From the rate down towards 0 along half a cosine, a step an epoch, for 10,000 epochs at most:
   * PyTorch's {@code CosineAnnealingLR}. The last epoch's rate is the last above 0.
   *
   * <p>Loshchilov, Hutter: SGDR: stochastic gradient descent with warm restarts (2017).
   */
  static Schedule cosine() {
    return new Cosine();
  }

  /**
   * From a 25th of the rate up to it over the first 30 % of the iterations, then down to a
   * 250,000th, both along half a cosine, in a hundred steps: PyTorch's {@code OneCycleLR}, but for
   * the momentum, which stays as it is. For runs of 2,147,483,647 iterations at most.
   *
   * <p>Smith, Topin: Super-convergence: very fast training of neural networks using large learning
   * rates (2018).
   */
  static Schedule oneCycle() {
    return new OneCycle();
  }

  /**
   * ND4J's form of it.
   *
   * @param learningRate the greatest
   * @param epochs of the whole run
   * @param batches steps an epoch
   * @return empty for a rate that never changes
   * @throws IllegalArgumentException if the run is longer than the schedule can be
   */
  Optional<ISchedule> of(double learningRate, int epochs, int batches);

  /**
   * Whether the rate of an epoch depends on how many follow: a longer run begins otherwise then.
   */
  default boolean dependsOnLength() {
    return this instanceof Cosine || this instanceof OneCycle;
  }

  /** {@link #constant()}. */
  record Constant() implements Schedule {

    @Override
    public Optional<ISchedule> of(double learningRate, int epochs, int batches) {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return "constant";
    }
  }

  /** {@link #step(int, double)}. */
  record Step(int epochs, double factor) implements Schedule {

    public Step {
      checkArgument(
          epochs >= 1, "A step lasts at least 1 epoch, such as 10, but is to last %s", epochs);
      checkArgument(
          factor > 0 && factor < 1,
          "A step's factor must be between 0 and 1, such as 0.1, but is %s",
          factor);
    }

    @Override
    public Optional<ISchedule> of(double learningRate, int allEpochs, int batches) {
      return Optional.of(new StepSchedule(ScheduleType.EPOCH, learningRate, factor, epochs));
    }

    @Override
    public String toString() {
      return "times %s every %d epochs".formatted(factor, epochs);
    }
  }

  /** {@link #cosine()}. */
  record Cosine() implements Schedule {

    /** Each layer of a stored network lists all of its rates. */
    private static final int MOST_EPOCHS = 10_000;

    @Override
    public Optional<ISchedule> of(double learningRate, int epochs, int batches) {
      if (epochs > MOST_EPOCHS) {
        throw new IllegalArgumentException(
            "A cosine has a step for each epoch, of %,d at most, but the run has %,d: give it fewer epochs, or oneCycle()."
                .formatted(MOST_EPOCHS, epochs));
      }
      var rates = new TreeMap<Integer, Double>();
      for (int epoch = 0; epoch < epochs; epoch++) {
        // Math.cos may differ in its last bit from one JVM to the next, and so would the run's key.
        rates.put(epoch, learningRate * (1 + StrictMath.cos(Math.PI * epoch / epochs)) / 2);
      }
      return Optional.of(new MapSchedule(ScheduleType.EPOCH, rates));
    }

    @Override
    public String toString() {
      return "cosine";
    }
  }

  /** {@link #oneCycle()}. */
  record OneCycle() implements Schedule {

    private static final double RISE = 0.3; // of the run
    private static final double START = 1 / 25.0; // of the greatest rate
    private static final double END = START / 1e4;
    private static final int STEPS = 100;

    @Override
    public Optional<ISchedule> of(double learningRate, int epochs, int batches) {
      long iterations = (long) epochs * batches;
      if (iterations > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "One cycle has %,d iterations at most, but %,d epochs of %,d batches are %,d: give the run fewer epochs."
                .formatted(Integer.MAX_VALUE, epochs, batches, iterations));
      }
      int steps = (int) Math.min(STEPS, iterations);
      var rates = new TreeMap<Integer, Double>();
      for (int step = 0; step < steps; step++) {
        double middle = (step + 0.5) / steps;
        rates.put(Math.toIntExact(step * iterations / steps), learningRate * factor(middle));
      }
      return Optional.of(new MapSchedule(ScheduleType.ITERATION, rates));
    }

    /** At a part of the run, 0 to 1. */
    private static double factor(double part) {
      return part < RISE
          ? between(START, 1, part / RISE)
          : between(1, END, (part - RISE) / (1 - RISE));
    }

    /** Along half a cosine. */
    private static double between(double from, double to, double part) {
      return to + (from - to) * (1 + StrictMath.cos(Math.PI * part)) / 2;
    }

    @Override
    public String toString() {
      return "one cycle";
    }
  }
}
