package cnnlabs.engine.onednn;

import cnnlabs.engine.AvailableMemory;
import cnnlabs.engine.ComputationException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * What a program asks for while it is built, layer by layer, so that a failure can say where it
 * was, how much was asked for and what to make smaller.
 */
final class Demand {

  private final String program;
  private final Map<String, Long> bytesByLayer = new LinkedHashMap<>();
  private String layer = "its input";

  /** A demand for nothing yet. */
  Demand(Purpose purpose, long[] batchShape) {
    program = "%s of batches of %s".formatted(purpose.text(), Arrays.toString(batchShape));
  }

  /** What follows belongs to this layer. */
  void at(String name) {
    layer = name;
  }

  String layer() {
    return layer;
  }

  void add(long bytes) {
    bytesByLayer.merge(layer, bytes, Long::sum);
  }

  /**
   * Makes sure that oneDNN has room for the code that it makes: it crashes without.
   *
   * @throws ComputationException if it has not
   */
  void requireMargin() {
    long available = AvailableMemory.forNeed(AvailableMemory.MARGIN);
    if (available < AvailableMemory.MARGIN) {
      throw new ComputationException(
          "Only %s of memory are available, too little to compile the %s. %s"
              .formatted(AvailableMemory.text(available), program, advice(layer)),
          null);
    }
  }

  /**
   * The program's memory.
   *
   * @param bytes that it takes, now that layers share it
   * @throws ComputationException if there is not so much
   */
  BytePointer allocate(long bytes) {
    long available = AvailableMemory.forNeed(bytes + AvailableMemory.MARGIN);
    if (bytes + AvailableMemory.MARGIN > available) {
      throw lacking(bytes, AvailableMemory.text(available) + " are available", null);
    }
    try {
      return new BytePointer(bytes);
    } catch (OutOfMemoryError e) {
      String limit = AvailableMemory.text(Pointer.maxBytes());
      throw lacking(bytes, "the JVM's limit is %s (-Xmx)".formatted(limit), e);
    }
  }

  private ComputationException lacking(long bytes, String limit, @Nullable Throwable cause) {
    String largest = largest();
    return new ComputationException(
        "The %s takes %s of memory, and %s. Most of it is for %s. %s"
            .formatted(program, AvailableMemory.text(bytes), limit, largest, advice(largest)),
        cause);
  }

  /**
   * Checks a call that was made for a layer, as {@link OneDnn#check}.
   *
   * @throws ComputationException if it failed
   */
  void check(int status, String call, String place) {
    try {
      OneDnn.check(status, call);
    } catch (OneDnnFailure e) {
      throw explain(e, place);
    }
  }

  /** The failure of a call that was made while this layer was built. */
  ComputationException explain(OneDnnFailure failure) {
    return explain(failure, layer);
  }

  private ComputationException explain(OneDnnFailure failure, String place) {
    String where = "%s, at %s, for the %s.".formatted(failure.getMessage(), place, program);
    if (!failure.outOfMemory()) {
      return new ComputationException(where, failure);
    }
    long all = bytesByLayer.values().stream().mapToLong(Long::longValue).sum();
    return new ComputationException(
        "%s Up to there %s were asked for, %s of them for this layer; %s are available. %s"
            .formatted(
                where,
                AvailableMemory.text(all),
                AvailableMemory.text(bytesByLayer.getOrDefault(place, 0L)),
                AvailableMemory.text(AvailableMemory.ofProcess().bytes()),
                advice(place)),
        failure);
  }

  private String largest() {
    return bytesByLayer.isEmpty()
        ? layer
        : Collections.max(bytesByLayer.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private static String advice(String layer) {
    return "Choose a smaller batch, give %s fewer filters or units, or end other programs."
        .formatted(layer);
  }
}
