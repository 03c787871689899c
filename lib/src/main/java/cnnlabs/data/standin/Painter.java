package cnnlabs.data.standin;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/**
 * Draws square pictures of classes. It may be asked by many threads at once.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param size rows of a picture, and columns
 * @param classNames the names of the classes, each of which can be drawn
 * @param brush draws a picture of a class, an index into the names, with the one source of chance:
 *     bytes 0 to 255, {@code [C, H, W]}, a new array
 */
public record Painter(
    int channels,
    int size,
    List<String> classNames,
    BiFunction<Integer, SplittableRandom, byte[]> brush) {}
