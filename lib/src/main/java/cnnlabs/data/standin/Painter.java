package cnnlabs.data.standin;

import java.util.List;
import java.util.SplittableRandom;

/** Draws square pictures of classes. It may be asked by many threads at once. */
public interface Painter {

  /** 1 for grey, 3 for red, green and blue. */
  int channels();

  /** Rows of a picture, and columns. */
  int size();

  /** The names of the classes, each of which can be drawn. */
  List<String> classNames();

  /**
   * Draws a picture.
   *
   * @param label its class, an index into {@link #classNames}
   * @param random the only source of chance
   * @return bytes 0 to 255, {@code [C, H, W]}: a new array
   */
  byte[] paint(int label, SplittableRandom random);
}
