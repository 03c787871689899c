package cnnlabs.engine.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The programs of one network, compiled when first asked for. The least used make room. */
final class Programs implements AutoCloseable {

  /** Enough for two batch sizes of each purpose. */
  private static final int CAPACITY = 8;

  private static final class Entry {

    private final Purpose purpose;
    private final long[] shape;
    private final Program program;

    Entry(Purpose purpose, long[] shape, Program program) {
      this.purpose = purpose;
      this.shape = shape;
      this.program = program;
    }
  }

  private final Compiler compiler;

  /** The last used first. */
  private final List<Entry> entries = new ArrayList<>();

  private boolean closed;

  Programs(Compiler compiler) {
    this.compiler = compiler;
  }

  /**
   * The program for a purpose and a shape of batch.
   *
   * @throws IllegalArgumentException if the network does not take such a batch
   * @throws IllegalStateException if these programs are closed
   */
  Program get(Purpose purpose, long[] shape) {
    if (closed) {
      throw new IllegalStateException("The executor is closed.");
    }
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.purpose == purpose && Arrays.equals(entry.shape, shape)) {
        if (i > 0) {
          entries.add(0, entries.remove(i));
        }
        return entry.program;
      }
    }
    Program program = compiler.compile(purpose, shape);
    if (entries.size() == CAPACITY) {
      entries.remove(CAPACITY - 1).program.close();
    }
    entries.add(0, new Entry(purpose, shape.clone(), program));
    return program;
  }

  @Override
  public void close() {
    closed = true;
    entries.forEach(entry -> entry.program.close());
    entries.clear();
  }
}
