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

  private static final int LABEL_WIDTH = 110;

  /** Variants of an image in a row. */
  private static final int VARIANTS = 8;

  /** So wide that the name of a class fits below an image. */
  private static final int NAMED_WIDTH = 112;

  /** So wide that a caption fits below an image. */
  private static final int CELL_WIDTH = 136;

  private ImageGrids() {}

  /**
   * The first images of each class: a row a class, with its name.
   *
   * @param columns images a class; a class with fewer leaves its row short
   */
  public static BufferedImage samples(ImageDataset images, int columns) {
    var rows = new ArrayList<Row>();
    for (int label = 0; label < images.classes(); label++) {
      rows.add(
          new Row(
              images.classNames().get(label),
              IntStream.of(membersOf(images, label, columns)).mapToObj(images::image).toList(),
              List.of()));
    }
    return rows(images.provenance().label(), images, columns, rows);
  }

  /**
   * A row of a grid.
   *
   * @param name in front of it
   * @param images at most as many as there are columns
   * @param captions below the images, one each; or none
   */
  private record Row(String name, List<BufferedImage> images, List<String> captions) {}

  private static BufferedImage rows(String title, ImageDataset of, int columns, List<Row> rows) {
    int scale = scale(of, 64);
    int width = of.shape().width() * scale;
    int height = of.shape().height() * scale;
    boolean captioned = rows.stream().anyMatch(row -> !row.captions.isEmpty());
    int rowHeight = height + (captioned ? LINE_HEIGHT : 0) + GAP;
    var canvas = new Canvas(title, LABEL_WIDTH + columns * (width + GAP), rows.size() * rowHeight);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      int top = i * rowHeight;
      canvas.text(row.name, GAP, top + (height - LINE_HEIGHT) / 2);
      for (int column = 0; column < row.images.size(); column++) {
        int left = LABEL_WIDTH + column * (width + GAP);
        canvas.image(row.images.get(column), left, top, scale);
        if (captioned) {
          canvas.caption(row.captions.get(column), left, top + height, width, Color.BLACK);
        }
      }
    }
    return canvas.picture();
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
    var rows = new ArrayList<Row>();
    rows.add(new Row("as it is", List.of(training.image(index)), List.of()));
    for (int first = 0; first < variants; first += VARIANTS) {
      int end = Math.min(variants, first + VARIANTS);
      rows.add(
          new Row(
              "epochs %d to %d".formatted(first + 1, end),
              IntStream.range(first, end).mapToObj(changed::image).toList(),
              List.of()));
    }
    String title = "Augmentation: %s (%s)".formatted(augmentation, training.provenance().label());
    return rows(title, training, VARIANTS, rows);
  }

  /**
   * The first image of each class with its name below, for data sets of many classes.
   *
   * @param columns classes a row, at least 1
   */
  public static BufferedImage classes(ImageDataset images, int columns) {
    int scale = scale(images, 64);
    int rowHeight = images.shape().height() * scale + LINE_HEIGHT + GAP;
    int rows = (images.classes() + columns - 1) / columns;
    var canvas =
        new Canvas(images.provenance().label(), columns * NAMED_WIDTH, GAP + rows * rowHeight);
    for (int label = 0; label < images.classes(); label++) {
      int left = label % columns * NAMED_WIDTH;
      int top = GAP + label / columns * rowHeight;
      for (int member : membersOf(images, label, 1)) {
        int width = images.shape().width() * scale;
        canvas.image(images.image(member), left + (NAMED_WIDTH - width) / 2, top, scale);
      }
      int below = top + images.shape().height() * scale;
      canvas.caption(images.classNames().get(label), left, below, NAMED_WIDTH, Color.BLACK);
    }
    return canvas.picture();
  }

  private static int[] membersOf(ImageDataset images, int label, int most) {
    return IntStream.range(0, images.size())
        .filter(index -> images.label(index) == label)
        .limit(most)
        .toArray();
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
    int scale = scale(images, 112);
    int width = images.shape().width() * scale;
    int rowHeight = images.shape().height() * scale + 2 * LINE_HEIGHT + 2 * GAP;
    int shown = Math.min(most, chosen.size());
    var canvas =
        new Canvas(
            "%s (%s)".formatted(title, images.provenance().label()),
            columns * CELL_WIDTH,
            GAP + (shown + columns - 1) / columns * rowHeight);
    for (int i = 0; i < shown; i++) {
      Prediction prediction = chosen.get(i);
      int left = i % columns * CELL_WIDTH;
      int top = GAP + i / columns * rowHeight;
      int imageLeft = left + (CELL_WIDTH - width) / 2;
      Color color = color(prediction);
      canvas.image(images.image(prediction.image()), imageLeft, top, scale);
      canvas.frame(imageLeft, top, width, images.shape().height() * scale, color);
      int below = top + images.shape().height() * scale + 3;
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
   *
   * @param title which network
   */
  public static BufferedImage topActivations(String title, TopActivations top) {
    ImageDataset images = top.images();
    var rows = new ArrayList<Row>();
    for (List<Maximum> map : top.maps()) {
      rows.add(
          new Row(
              "map " + (rows.size() + 1),
              map.stream().map(maximum -> images.image(maximum.image())).toList(),
              map.stream().map(maximum -> Numbers.brief(maximum.value())).toList()));
    }
    return rows(
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
    int scale = scale(images, 112);
    int height = images.shape().height() * scale;
    int columnWidth = 190;
    var canvas =
        new Canvas(
            "%s, normalized by %s".formatted(images.provenance().label(), normalization),
            4 * columnWidth,
            LINE_HEIGHT + GAP + images.size() * (height + LINE_HEIGHT + GAP));
    List<String> steps = List.of("bytes x", "x/255", "normalized", "normalized, clipped to 0 … 1");
    for (int step = 0; step < steps.size(); step++) {
      canvas.text(steps.get(step), step * columnWidth + GAP, 0);
    }
    for (int i = 0; i < images.size(); i++) {
      int top = LINE_HEIGHT + GAP + i * (height + LINE_HEIGHT + GAP);
      var bytes = new NormalizedImage(images, i, Normalization.of(0, 1 / 255.0));
      var unit = new NormalizedImage(images, i, Normalization.unit());
      var values = new NormalizedImage(images, i, normalization);
      List<BufferedImage> pictures =
          List.of(images.image(i), images.image(i), images.image(i), values.clipped());
      List<String> captions = List.of(bytes.range(), unit.range(), values.range(), values.lost());
      for (int step = 0; step < steps.size(); step++) {
        canvas.image(pictures.get(step), step * columnWidth + GAP, top, scale);
        canvas.text(captions.get(step), step * columnWidth + GAP, top + height);
      }
    }
    return canvas.picture();
  }

  /** The whole factor that makes images about so wide. */
  static int scale(ImageDataset images, int width) {
    return Math.max(1, width / images.shape().width());
  }
}
