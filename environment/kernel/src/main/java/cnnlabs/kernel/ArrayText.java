package cnnlabs.kernel;

import java.lang.reflect.Array;

/** The elements of an array, those of arrays in it in lines of their own; of many, the first. */
final class ArrayText {
  private static final int MOST_OF_ONE = 100;
  private static final int MOST = 1000;

  private final StringBuilder text = new StringBuilder();
  private int left = MOST;

  private ArrayText() {}

  /** Such as {@code [1, 2, 3]}, or {@code [0, 0, ... 9,900 more]}. */
  static String of(Object array) {
    ArrayText result = new ArrayText();
    result.append(array, 1);
    return result.text.toString();
  }

  private void append(Object array, int depth) {
    String separator =
        array.getClass().getComponentType().isArray() ? ",\n" + " ".repeat(depth) : ", ";
    int length = Array.getLength(array);
    text.append('[');
    for (int i = 0; i < length; i++) {
      text.append(i == 0 ? "" : separator);
      if (i == MOST_OF_ONE || left == 0) {
        text.append("... %,d more".formatted(length - i));
        break;
      }
      left--;
      Object element = Array.get(array, i);
      if (element != null && element.getClass().isArray()) {
        append(element, depth + 1);
      } else {
        text.append(element);
      }
    }
    text.append(']');
  }
}
