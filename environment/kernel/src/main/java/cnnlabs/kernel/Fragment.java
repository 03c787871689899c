package cnnlabs.kernel;

import java.util.List;

/**
 * A stretch of Java that is evaluated in one step: a statement of a cell, of a start-up script or
 * of a loaded file.
 *
 * @param origin what it is part of, such as {@code cell [3]}
 * @param firstLine the number of its first line there, from 1
 * @param text the Java itself
 */
record Fragment(String origin, int firstLine, String text) {
  /** Where a character of the text lies, and the line that it lies in. */
  Place placeOf(int offset) {
    int end = Math.min(Math.max(offset, 0), text.length());
    int line = (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
    List<String> lines = text.lines().toList();
    return new Place(origin, firstLine + line, line < lines.size() ? lines.get(line) : "");
  }

  /**
   * A line of the reader's code.
   *
   * @param origin what it is part of
   * @param line its number there, from 1
   * @param text the line
   */
  record Place(String origin, int line, String text) {
    @Override
    public String toString() {
      return origin + ", line " + line;
    }
  }
}
