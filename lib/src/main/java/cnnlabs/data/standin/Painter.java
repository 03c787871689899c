package cnnlabs.data.standin;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws square pictures of classes. It may be asked by many threads at once.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param size rows of a picture, and columns
 * @param classNames the names of the classes, each of which can be drawn
 * @param brush draws a picture
 */
public record Painter(int channels, int size, List<String> classNames, Brush brush) {

  /** How a picture is drawn. */
  public interface Brush {

    /**
     * Draws a picture.
     *
     * @param label its class, an index into {@link #classNames}
     * @param random the only source of chance
     * @return bytes 0 to 255, {@code [C, H, W]}: a new array
     */
    byte[] paint(int label, SplittableRandom random);
  }
}
