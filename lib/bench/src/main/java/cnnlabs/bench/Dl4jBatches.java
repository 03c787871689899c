package cnnlabs.bench;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The sample's batches as ND4J's arrays, which all networks of a process share.
 *
 * @param features {@code [batchSize, channels, height, width]} each
 * @param oneHot {@code [batchSize, classes]} each
 */
record Dl4jBatches(List<INDArray> features, List<INDArray> oneHot) {

  static Dl4jBatches of(Workload workload, Sample sample) {
    Maps input = workload.input();
    long[] shape = {workload.batchSize(), input.channels(), input.height(), input.width()};
    return new Dl4jBatches(
        sample.features().stream()
            .map(values -> Nd4j.createFromArray(values).reshape('c', shape))
            .toList(),
        sample.labels().stream().map(Dl4jBatches::oneHot).toList());
  }

  private static INDArray oneHot(int[] labels) {
    INDArray rows = Nd4j.zeros(DataType.FLOAT, labels.length, Workload.CLASSES);
    for (int row = 0; row < labels.length; row++) {
      rows.putScalar(row, labels[row], 1);
    }
    return rows;
  }
}
