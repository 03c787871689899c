package cnnlabs.run;

import static com.google.common.base.Preconditions.checkArgument;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/** A rule that turns gradients into updates; the learning rate is given apart. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "rule")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Optimizer.PlainSgd.class, name = "SGD"),
  @JsonSubTypes.Type(value = Optimizer.Momentum.class, name = "momentum"),
  @JsonSubTypes.Type(value = Optimizer.AdamRule.class, name = "Adam"),
  @JsonSubTypes.Type(value = Optimizer.RmsPropRule.class, name = "RMSProp")
})
public sealed interface Optimizer {

  /** Plain stochastic gradient descent: the learning rate times the gradient. */
  static Optimizer sgd() {
    return new PlainSgd();
  }

  /**
   * Stochastic gradient descent with Nesterov's momentum. PyTorch's default is heavy-ball momentum.
   *
   * <p>Sutskever, Martens, Dahl, Hinton: On the importance of initialization and momentum in deep
   * learning (2013).
   *
   * @param momentum the fraction of the last update that is kept, in [0, 1)
   */
  static Optimizer momentum(double momentum) {
    return new Momentum(momentum);
  }

  /**
   * Adam with decays 0.9 and 0.999.
   *
   * <p>Kingma, Ba: Adam: a method for stochastic optimization (2015).
   */
  static Optimizer adam() {
    return new AdamRule();
  }

  /**
   * RMSProp with decay 0.99, PyTorch's default. Hinton: Neural networks for machine learning,
   * lecture 6e (2012).
   */
  static Optimizer rmsProp() {
    return new RmsPropRule();
  }

  /** Deeplearning4j's form of it. */
  IUpdater updater(double learningRate);

  /** Deeplearning4j's form of it, with a learning rate that changes. */
  default IUpdater updater(ISchedule learningRate) {
    IUpdater updater = updater(Double.NaN); // As Deeplearning4j has it where there is a schedule.
    updater.setLrAndSchedule(Double.NaN, learningRate);
    return updater;
  }

  /** {@link #sgd()}. */
  record PlainSgd() implements Optimizer {
    @Override
    public IUpdater updater(double learningRate) {
      return new Sgd(learningRate);
    }

    @Override
    public String toString() {
      return "SGD";
    }
  }

  /** {@link #momentum(double)}. */
  record Momentum(double momentum) implements Optimizer {

    public Momentum {
      checkArgument(
          momentum >= 0 && momentum < 1, "momentum must be in [0, 1), but is %s", momentum);
    }

    @Override
    public IUpdater updater(double learningRate) {
      return new Nesterovs(learningRate, momentum);
    }

    @Override
    public String toString() {
      return "momentum " + momentum + " (Nesterov)";
    }
  }

  /** {@link #adam()}. */
  record AdamRule() implements Optimizer {
    @Override
    public IUpdater updater(double learningRate) {
      return new Adam(learningRate);
    }

    @Override
    public String toString() {
      return "Adam";
    }
  }

  /** {@link #rmsProp()}. */
  record RmsPropRule() implements Optimizer {

    private static final double DECAY = 0.99;

    @Override
    public IUpdater updater(double learningRate) {
      return new RmsProp(learningRate, DECAY, RmsProp.DEFAULT_RMSPROP_EPSILON);
    }

    @Override
    public String toString() {
      return "RMSProp";
    }
  }
}
