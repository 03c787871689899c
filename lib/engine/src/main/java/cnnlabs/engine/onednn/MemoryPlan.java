package cnnlabs.engine.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places storages in one block of memory, so that those whose lives do not overlap share it: the
 * largest first, each at the lowest offset that is free for its whole life.
 */
final class MemoryPlan {

  /** A processor's cache line, and the width of its widest registers. */
  static final long ALIGNMENT = 64;

  private MemoryPlan() {}

  /** Gives each storage its offset and returns how many bytes all of them take. */
  static long place(List<Storage> storages) {
    List<Storage> largestFirst = new ArrayList<>(storages);
    largestFirst.sort(Comparator.comparingLong(Storage::bytes).reversed());
    List<Storage> placed = new ArrayList<>();
    long total = 0;
    for (Storage storage : largestFirst) {
      long offset = lowestFree(storage, placed);
      storage.place(offset);
      placed.add(storage);
      placed.sort(Comparator.comparingLong(Storage::offset));
      total = Math.max(total, offset + storage.bytes());
    }
    return total;
  }

  private static long lowestFree(Storage storage, List<Storage> placedByOffset) {
    long offset = 0;
    for (Storage other : placedByOffset) {
      if (!storage.overlaps(other)) {
        continue;
      }
      if (offset + storage.bytes() <= other.offset()) {
        break;
      }
      offset = Math.max(offset, align(other.offset() + other.bytes()));
    }
    return offset;
  }

  static long align(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
