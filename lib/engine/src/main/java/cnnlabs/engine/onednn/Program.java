package cnnlabs.engine.onednn;

import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * A flat list of operations for one batch size and one purpose, and the memory that they work in.
 * Running it allocates no native memory.
 */
final class Program implements AutoCloseable {

  /** One instruction. */
  @FunctionalInterface
  interface Operation {

    void run(ProgramRun run);
  }

  private final Operation[] operations;
  private final List<Integer> marks;
  private final List<Tensor> inputs;
  private final List<Tensor> results;
  private final NativeResources resources;
  private final long bytes;

  Program(
      List<Operation> operations,
      List<Integer> marks,
      List<Tensor> inputs,
      List<Tensor> results,
      NativeResources resources,
      long bytes) {
    this.operations = operations.toArray(Operation[]::new);
    this.marks = List.copyOf(marks);
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
  void run(Pointer features, ProgramRun run) {
    time(features, run, List.of(operations.length));
  }

  /**
   * Runs all operations and tells how long each stretch from mark to mark took.
   *
   * @return seconds, one entry a mark
   */
  double[] runTimed(Pointer features, ProgramRun run) {
    return time(features, run, marks);
  }

  private double[] time(Pointer features, ProgramRun run, List<Integer> ends) {
    for (Tensor input : inputs) {
      input.handle(features);
    }
    return OneThread.supply(
        () -> {
          double[] seconds = new double[ends.size()];
          int next = 0;
          for (int i = 0; i < seconds.length; i++) {
            long begin = System.nanoTime();
            for (; next < ends.get(i); next++) {
              operations[next].run(run);
            }
            seconds[i] = (System.nanoTime() - begin) / 1e9;
          }
          return seconds;
        });
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
