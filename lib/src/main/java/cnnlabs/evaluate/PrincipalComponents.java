package cnnlabs.evaluate;

import static com.google.common.base.Preconditions.checkArgument;

import cnnlabs.data.Interruption;
import com.google.common.base.Throwables;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Points along the directions in which they vary most.
 *
 * <p>Pearson: On lines and planes of closest fit to systems of points in space (1901).
 */
public final class PrincipalComponents {

  private static final String DOING = "principal components were computed";

  private PrincipalComponents() {}

  /**
   * The points' first principal components, the largest first. A component's sign is such that its
   * greatest absolute value is positive.
   *
   * @param points {@code [points][dimensions]}
   * @param components how many, at least 1; where the points have fewer, the rest are 0
   * @return {@code [points][components]}
   * @throws CancellationException if the thread is interrupted, whose flag stays set. The native
   *     library cannot be stopped: what it computes just then goes on in the background to its end,
   *     for a minute or two with thousands of dimensions
   */
  public static double[][] of(double[][] points, int components) {
    checkArgument(components >= 1, "components must be at least 1, but is %s", components);
    var task = new FutureTask<>(() -> project(points, components));
    var thread = new Thread(task, "cnnlabs-components");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      task.cancel(true);
      throw Interruption.during(DOING);
    } catch (ExecutionException e) {
      Throwables.throwIfUnchecked(Objects.requireNonNull(e.getCause()));
      throw new IllegalStateException(e); // It throws nothing else.
    }
  }

  private static double[][] project(double[][] points, int components) {
    try (INDArray values = Nd4j.create(points).castTo(DataType.DOUBLE)) {
      Interruption.check(DOING);
      INDArray centered = values.subiRowVector(values.mean(0));
      // The smaller of the two products has the same eigenvalues, and is quicker to take apart.
      boolean wide = values.columns() > values.rows();
      INDArray product =
          wide ? centered.mmul(centered.transpose()) : centered.transpose().mmul(centered);
      Interruption.check(DOING);
      INDArray eigenvalues = Eigen.symmetricGeneralizedEigenvalues(product, true);
      int found = (int) Math.min(components, eigenvalues.length());
      var projected = new double[points.length][components];
      for (int component = 0; component < found; component++) {
        long column = eigenvalues.length() - 1 - component; // They come in ascending order.
        double eigenvalue = Math.max(0, eigenvalues.getDouble(column));
        INDArray direction = product.getColumn(column); // The vectors have taken its place.
        fill(
            projected,
            component,
            wide ? direction.mul(Math.sqrt(eigenvalue)) : centered.mmul(direction.reshape(-1, 1)));
      }
      return projected;
    }
  }

  private static void fill(double[][] projected, int component, INDArray values) {
    double[] column = values.dup().data().asDouble();
    double greatest = 0;
    for (double value : column) {
      greatest = Math.abs(value) > Math.abs(greatest) ? value : greatest;
    }
    for (int point = 0; point < projected.length; point++) {
      projected[point][component] = greatest < 0 ? -column[point] : column[point];
    }
  }
}
