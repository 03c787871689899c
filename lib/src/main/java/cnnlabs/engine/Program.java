package cnnlabs.engine;

import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * A flat list of operations for one batch size and one purpose, and the memory that they work in.
 * Running it allocates nothing.
 */
final class Program implements AutoCloseable {

  private final Operation[] operations;
  private final List<Tensor> inputs;
  private final List<Tensor> results;
  private final NativeResources resources;
  private final long bytes;

  Program(
      List<Operation> operations,
      List<Tensor> inputs,
      List<Tensor> results,
      NativeResources resources,
      long bytes) {
    this.operations = operations.toArray(Operation[]::new);
    this.inputs = List.copyOf(inputs);
    this.results = List.copyOf(results);
    this.resources = resources;
    this.bytes = bytes;
  }

  /**
   * Runs all operations.
   *
   * @param features the batch, dense and in C order, which the caller keeps alive meanwhile
   */
  void run(Pointer features, Batch batch) {
    for (Tensor input : inputs) {
      input.handle(features);
    }
    for (Operation operation : operations) {
      operation.run(batch);
    }
  }

  /** What the program was built to compute, in plain layout, valid until it runs again. */
  List<Tensor> results() {
    return results;
  }

  /** The size of the memory that activations and gradients share. */
  long bytes() {
    return bytes;
  }

  int length() {
    return operations.length;
  }

  @Override
  public void close() {
    resources.close();
  }
}
