package cnnlabs.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One share of a list that is dealt out like cards.
 *
 * @param index from 0
 * @param count of all shares
 */
record Part(int index, int count) {

  <T> List<T> of(List<T> all) {
    return IntStream.range(0, all.size())
        .filter(i -> i % count == index)
        .mapToObj(all::get)
        .toList();
  }
}
