package cnnlabs.engine.onednn;

import java.util.Optional;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * How an optimizer turns gradients into new parameters, in single precision and in the order of
 * operations of ND4J's updaters, so that both give the same.
 *
 * <p>Loops are over plain arrays and without branches, which the JVM's compiler turns into vector
 * instructions.
 */
interface UpdateRule {

  /** How many values of state there are for each parameter. */
  int states();

  /** Reads what may follow a schedule. */
  void prepare(int iteration, int epoch);

  /**
   * Updates the first {@code count} parameters of a chunk, and their state.
   *
   * @param gradients of the mean loss, with the penalty's
   * @param states as many arrays as {@link #states()} says
   */
  void apply(float[] parameters, float[] gradients, float[][] states, int count);

  /** The rule that computes what ND4J's updater does, if there is one. */
  static Optional<UpdateRule> of(IUpdater updater) {
    Class<?> type = updater.getClass();
    if (type == Sgd.class) {
      return Optional.of(new SgdRule((Sgd) updater));
    }
    if (type == Nesterovs.class) {
      return Optional.of(new NesterovsRule((Nesterovs) updater));
    }
    if (type == Adam.class) {
      return Optional.of(new AdamRule((Adam) updater));
    }
    if (type == RmsProp.class) {
      return Optional.of(new RmsPropRule((RmsProp) updater));
    }
    return Optional.empty();
  }

  /** Whether nothing is updated: the running statistics of a batch normalization. */
  static boolean isNone(IUpdater updater) {
    return updater.getClass() == NoOp.class;
  }

  /** Plain stochastic gradient descent. */
  final class SgdRule implements UpdateRule {

    private final Sgd settings;
    private float learningRate;

    SgdRule(Sgd settings) {
      this.settings = settings;
    }

    @Override
    public int states() {
      return 0;
    }

    @Override
    public void prepare(int iteration, int epoch) {
      learningRate = (float) settings.getLearningRate(iteration, epoch);
    }

    @Override
    public void apply(float[] parameters, float[] gradients, float[][] states, int count) {
      float rate = learningRate;
      for (int i = 0; i < count; i++) {
        parameters[i] -= rate * gradients[i];
      }
    }
  }

  /** Nesterov's momentum. Its state is the velocity. */
  final class NesterovsRule implements UpdateRule {

    private final Nesterovs settings;
    private float learningRate;
    private float momentum;

    NesterovsRule(Nesterovs settings) {
      this.settings = settings;
    }

    @Override
    public int states() {
      return 1;
    }

    @Override
    public void prepare(int iteration, int epoch) {
      learningRate = (float) settings.getLearningRate(iteration, epoch);
      momentum = (float) settings.currentMomentum(iteration, epoch);
    }

    @Override
    public void apply(float[] parameters, float[] gradients, float[][] states, int count) {
      float[] velocities = states[0];
      float rate = learningRate;
      float kept = momentum;
      float ahead = -momentum - 1;
      for (int i = 0; i < count; i++) {
        float previous = kept * velocities[i];
        float velocity = previous - rate * gradients[i];
        velocities[i] = velocity;
        parameters[i] -= previous + ahead * velocity;
      }
    }
  }

  /**
   * Adam. Its state is the mean gradient and the mean squared gradient.
   *
   * @see <a href="https://arxiv.org/abs/1412.6980">Adam: a method for stochastic optimization</a>
   */
  final class AdamRule implements UpdateRule {

    private final Adam settings;
    private float step;

    AdamRule(Adam settings) {
      this.settings = settings;
    }

    @Override
    public int states() {
      return 2;
    }

    /** The learning rate with both corrections of the start, each rounded where ND4J rounds. */
    @Override
    public void prepare(int iteration, int epoch) {
      float rate = (float) settings.getLearningRate(iteration, epoch);
      float power1 = (float) Math.pow((float) settings.getBeta1(), iteration + 1.0);
      float power2 = (float) Math.pow((float) settings.getBeta2(), iteration + 1.0);
      step = (float) (rate * (float) Math.sqrt((float) (1.0 - power2)) / (1.0 - power1));
      if (Float.isNaN(step) || Float.isInfinite(step) || step == 0) {
        step = (float) settings.getEpsilon();
      }
    }

    @Override
    public void apply(float[] parameters, float[] gradients, float[][] states, int count) {
      float[] means = states[0];
      float[] squares = states[1];
      float beta1 = (float) settings.getBeta1();
      float beta2 = (float) settings.getBeta2();
      float rest1 = 1 - beta1;
      float rest2 = 1 - beta2;
      float epsilon = (float) settings.getEpsilon();
      float size = step;
      for (int i = 0; i < count; i++) {
        float gradient = gradients[i];
        float mean = beta1 * means[i] + gradient * rest1;
        float square = beta2 * squares[i] + gradient * gradient * rest2;
        means[i] = mean;
        squares[i] = square;
        parameters[i] -= mean * size / ((float) Math.sqrt(square) + epsilon);
      }
    }
  }

  /** RMSProp. Its state is the mean squared gradient. */
  final class RmsPropRule implements UpdateRule {

    private final RmsProp settings;
    private float learningRate;

    RmsPropRule(RmsProp settings) {
      this.settings = settings;
    }

    @Override
    public int states() {
      return 1;
    }

    @Override
    public void prepare(int iteration, int epoch) {
      learningRate = (float) settings.getLearningRate(iteration, epoch);
    }

    @Override
    public void apply(float[] parameters, float[] gradients, float[][] states, int count) {
      float[] squares = states[0];
      float decay = (float) settings.getRmsDecay();
      float rest = 1 - decay;
      float epsilon = (float) settings.getEpsilon();
      float rate = learningRate;
      for (int i = 0; i < count; i++) {
        float gradient = gradients[i];
        float square = squares[i] * decay + gradient * gradient * rest;
        squares[i] = square;
        parameters[i] -= rate * gradient / ((float) Math.sqrt(square) + epsilon);
      }
    }
  }
}
