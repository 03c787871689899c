package cnnlabs.plot;

import static cnnlabs.plot.Canvas.GAP;
import static cnnlabs.plot.Canvas.LINE_HEIGHT;

import cnnlabs.data.Augmentation;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import cnnlabs.evaluate.Prediction;
import cnnlabs.evaluate.Predictions;
import cnnlabs.evaluate.TopActivations;
import cnnlabs.evaluate.TopActivations.Maximum;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Grids of a data set's images, each grid one picture. Images are enlarged by whole factors. */
public final class ImageGrids {

  /** Variants of an image in a row. */
  private static final int VARIANTS = 8;

  /** So wide that the name of a class fits below an image. */
  private static final int NAMED_WIDTH = 112;

  /** So wide that a caption fits below an image. */
  private static final int CELL_WIDTH = 136;

  /** So wide that what is said of a step fits below its image. */
  private static final int STEP_WIDTH = 190;

  private ImageGrids() {}

  /**
   * The first images of each class: a row a class, with its name.
   *
   * @param columns images a class at most
   */
  public static BufferedImage samples(ImageDataset images, int columns) {
    List<ImageRow> rows =
        IntStream.range(0, images.classes())
            .mapToObj(i -> new ImageRow(images.classNames().get(i), members(images, i, columns)))
            .toList();
    return ImageRow.grid(images.provenance().label(), images, columns, rows);
  }

  private static List<BufferedImage> members(ImageDataset images, int label, int most) {
    return IntStream.range(0, images.size())
        .filter(index -> images.label(index) == label)
        .limit(most)
        .mapToObj(images::image)
        .toList();
  }

  /**
   * An image, and what augmentation makes of it in the first epochs of a run: eight a row.
   *
   * @param index of the image in the training images
   * @param seed the run's
   * @param variants how many, such as 16
   * @throws IndexOutOfBoundsException if there is no such image
   * @throws IllegalArgumentException if the images are too small for the augmentation, or variants
   *     is below 1
   */
  public static BufferedImage augmented(
      ImageDataset training, int index, Augmentation augmentation, long seed, int variants) {
    ImageDataset changed = augmentation.variants(training, index, seed, variants);
    var rows = new ArrayList<ImageRow>();
    rows.add(new ImageRow("as it is", List.of(training.image(index))));
    for (int first = 0; first < variants; first += VARIANTS) {
      int end = Math.min(variants, first + VARIANTS);
      rows.add(
          new ImageRow(
              "epochs %d to %d".formatted(first + 1, end),
              IntStream.range(first, end).mapToObj(changed::image).toList()));
    }
    String title = "Augmentation: %s (%s)".formatted(augmentation, training.provenance().label());
    return ImageRow.grid(title, training, VARIANTS, rows);
  }

  /**
   * The first image of each class with its name below, for data sets of many classes.
   *
   * @param columns classes a row, at least 1
   */
  public static BufferedImage classes(ImageDataset images, int columns) {
    int scale = Canvas.scale(images, 64);
    int width = images.shape().width() * scale;
    int height = images.shape().height() * scale;
    int rowHeight = height + LINE_HEIGHT + GAP;
    int rows = (images.classes() + columns - 1) / columns;
    var canvas =
        new Canvas(images.provenance().label(), columns * NAMED_WIDTH, GAP + rows * rowHeight);
    for (int label = 0; label < images.classes(); label++) {
      int left = label % columns * NAMED_WIDTH;
      int top = GAP + label / columns * rowHeight;
      for (BufferedImage image : members(images, label, 1)) {
        canvas.image(image, left + (NAMED_WIDTH - width) / 2, top, scale);
      }
      String name = images.classNames().get(label);
      canvas.caption(name, left, top + height, NAMED_WIDTH, Color.BLACK);
    }
    return canvas.picture();
  }

  /**
   * Images with their class and what a network takes them for, in a blue frame where it is right
   * and in an orange one where it is wrong.
   *
   * @param title what the images have in common
   * @param predictions of the data set
   * @param chosen those to show, such as {@code predictions.mostConfidentlyWrong()}
   * @param columns images a row, at least 1
   * @param most images at most
   */
  public static BufferedImage predictions(
      String title, Predictions predictions, List<Prediction> chosen, int columns, int most) {
    ImageDataset images = predictions.images();
    int scale = Canvas.scale(images, 112);
    int width = images.shape().width() * scale;
    int height = images.shape().height() * scale;
    int rowHeight = height + 2 * LINE_HEIGHT + 2 * GAP;
    int shown = Math.min(most, chosen.size());
    var canvas =
        new Canvas(
            "%s (%s)".formatted(title, images.provenance().label()),
            columns * CELL_WIDTH,
            GAP + (shown + columns - 1) / columns * rowHeight);
    for (int i = 0; i < shown; i++) {
      Prediction prediction = chosen.get(i);
      Color color = color(prediction);
      int left = i % columns * CELL_WIDTH;
      int inner = left + (CELL_WIDTH - width) / 2;
      int top = GAP + i / columns * rowHeight;
      int below = top + height + 3;
      canvas.image(images.image(prediction.image()), inner, top, scale);
      canvas.frame(inner, top, width, height, color);
      String label = images.classNames().get(prediction.label());
      canvas.caption(label, left, below, CELL_WIDTH, Color.BLACK);
      canvas.caption(seenAs(predictions, prediction), left, below + LINE_HEIGHT, CELL_WIDTH, color);
    }
    return canvas.picture();
  }

  /** What a network takes an image for, and how sure it is: {@code as dog, 87 %}. */
  static String seenAs(Predictions predictions, Prediction prediction) {
    String name = predictions.images().classNames().get(prediction.predicted());
    return predictions.probabilities()
        ? "as %s, %.0f %%".formatted(name, 100 * prediction.confidence())
        : "as %s, score %.2f".formatted(name, prediction.confidence());
  }

  /** Blue for right, orange for wrong. */
  static Color color(Prediction prediction) {
    return Color.decode(prediction.correct() ? Palette.GOOD : Palette.BAD);
  }

  /**
   * The images in which each map of a layer is greatest: a row for each map, each image with the
   * map's greatest value in it.
   */
  public static BufferedImage topActivations(String title, TopActivations top) {
    ImageDataset images = top.images();
    var rows = new ArrayList<ImageRow>();
    for (List<Maximum> map : top.maps()) {
      rows.add(
          new ImageRow(
              "map " + (rows.size() + 1),
              map.stream().map(maximum -> images.image(maximum.image())).toList(),
              map.stream().map(maximum -> Numbers.brief(maximum.value())).toList()));
    }
    return ImageRow.grid(
        "%s: what excites each map of %s most (%s)"
            .formatted(title, top.layer(), images.provenance().label()),
        images,
        top.maps().get(0).size(),
        rows);
  }

  /**
   * What normalization does to images, step by step, a row an image: its bytes; the same from 0 to
   * 1; the values that a network sees, drawn from the least that there can be (black) to the
   * greatest (white); and those values drawn as if they were brightness from 0 to 1, which clips
   * them.
   */
  public static BufferedImage preprocessing(ImageDataset images, Normalization normalization) {
    int scale = Canvas.scale(images, 112);
    int height = images.shape().height() * scale;
    int rowHeight = height + LINE_HEIGHT + GAP;
    String title = "%s, normalized by %s".formatted(images.provenance().label(), normalization);
    var canvas = new Canvas(title, 4 * STEP_WIDTH, LINE_HEIGHT + GAP + images.size() * rowHeight);
    List<String> steps = List.of("bytes x", "x/255", "normalized", "normalized, clipped to 0 … 1");
    List<Normalization> seen =
        List.of(Normalization.of(0, 1 / 255.0), Normalization.unit(), normalization, normalization);
    for (int step = 0; step < steps.size(); step++) {
      boolean clipped = step == 3;
      int left = step * STEP_WIDTH + GAP;
      canvas.text(steps.get(step), left, 0, Color.BLACK);
      for (int i = 0; i < images.size(); i++) {
        int top = LINE_HEIGHT + GAP + i * rowHeight;
        var values = new NormalizedImage(images, i, seen.get(step));
        canvas.image(clipped ? values.clipped() : images.image(i), left, top, scale);
        canvas.text(clipped ? values.lost() : values.range(), left, top + height, Color.BLACK);
      }
    }
    return canvas.picture();
  }
}
