package cnnlabs.plot;

import static cnnlabs.plot.Canvas.GAP;
import static cnnlabs.plot.Canvas.LINE_HEIGHT;

import cnnlabs.data.ImageDataset;
import cnnlabs.evaluate.FeatureMap;
import cnnlabs.evaluate.FeatureMaps;
import cnnlabs.evaluate.Kernels;
import cnnlabs.evaluate.Prediction;
import cnnlabs.evaluate.Predictions;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Grids of feature maps and of kernels, each grid one picture, each cell with its scale. */
public final class MapGrids {

  private static final int COLUMNS = 8;

  /** So wide that a map's scale fits below it. */
  private static final int CELL_WIDTH = 96;

  private static final int IMAGE_WIDTH = 136;

  private MapGrids() {}

  /**
   * Each image with its class, what the network takes it for, and all maps that a layer makes of
   * it. A map goes from its least value (dark) to its greatest (bright), which stand below it; a
   * map without a pattern is one dark square.
   *
   * @param predictions of the same images
   */
  public static BufferedImage featureMaps(String title, FeatureMaps maps, Predictions predictions) {
    ImageDataset images = maps.images();
    int scale = Math.max(1, 66 / maps.width());
    int cellHeight = maps.height() * scale + LINE_HEIGHT + GAP;
    int mapRows = (maps.maps() + COLUMNS - 1) / COLUMNS;
    int imageScale = Canvas.scale(images, 96);
    int imageHeight = images.shape().height() * imageScale;
    int rowHeight = Math.max(mapRows * cellHeight, imageHeight + 2 * LINE_HEIGHT) + 2 * GAP;
    var canvas =
        new Canvas(
            "%s: maps of %s, each from its least value (dark) to its greatest (%s)"
                .formatted(title, maps.layer(), images.provenance().label()),
            IMAGE_WIDTH + COLUMNS * CELL_WIDTH,
            images.size() * rowHeight);
    for (int image = 0; image < images.size(); image++) {
      int top = image * rowHeight;
      Prediction prediction = predictions.all().get(image);
      canvas.image(images.image(image), GAP, top, imageScale);
      int below = top + imageHeight + 2;
      String seen = ImageGrids.seenAs(predictions, prediction);
      canvas.text(images.classNames().get(prediction.label()), GAP, below, Color.BLACK);
      canvas.text(seen, GAP, below + LINE_HEIGHT, ImageGrids.color(prediction));
      for (int map = 0; map < maps.maps(); map++) {
        FeatureMap shown = maps.map(image, map);
        canvas.cell(
            picture(shown),
            Numbers.range(shown.least(), shown.greatest()),
            IMAGE_WIDTH + map % COLUMNS * CELL_WIDTH,
            top + map / COLUMNS * cellHeight,
            CELL_WIDTH,
            scale);
      }
    }
    return canvas.picture();
  }

  private static BufferedImage picture(FeatureMap map) {
    double least = map.least();
    double range = Math.max(map.greatest() - least, Double.MIN_NORMAL); // all may be the same
    return picture(
        map.width(),
        map.height(),
        (row, column) -> Palette.viridis((map.value(row, column) - least) / range));
  }

  /** A pixel a value. */
  private static BufferedImage picture(
      int width, int height, BiFunction<Integer, Integer, Color> color) {
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        picture.setRGB(column, row, color.apply(row, column).getRGB());
      }
    }
    return picture;
  }

  /**
   * The kernels of a convolution. Middle grey is a weight of 0, white the filter's greatest
   * absolute weight, which stands below it, black its negative. A layer that sees three channels
   * has a coloured kernel for each filter; another one has a row for each filter with a grey kernel
   * for each channel.
   *
   * @param data what the network was trained on, as captions name it
   */
  public static BufferedImage kernels(String title, String data, Kernels kernels) {
    boolean colored = kernels.channels() == 3;
    int cells = kernels.filters() * (colored ? 1 : kernels.channels());
    int columns = colored || kernels.channels() == 1 ? COLUMNS : kernels.channels();
    int scale = Math.max(1, 64 / kernels.width());
    int cellHeight = kernels.height() * scale + LINE_HEIGHT + GAP;
    var canvas =
        new Canvas(
            "%s: kernels of %s (%s)".formatted(title, kernels.layer(), data),
            Math.min(columns, cells) * CELL_WIDTH,
            (cells + columns - 1) / columns * cellHeight);
    for (int cell = 0; cell < cells; cell++) {
      int filter = colored ? cell : cell / kernels.channels();
      int channel = cell % kernels.channels();
      int[] shown = colored ? new int[] {0, 1, 2} : new int[] {channel, channel, channel};
      canvas.cell(
          picture(kernels, filter, shown),
          "±" + Numbers.brief(kernels.greatest(filter)),
          cell % columns * CELL_WIDTH,
          cell / columns * cellHeight,
          CELL_WIDTH,
          scale);
    }
    return canvas.picture();
  }

  /** A filter with the given channels as red, green and blue. */
  private static BufferedImage picture(Kernels kernels, int filter, int[] channels) {
    double greatest = Math.max(kernels.greatest(filter), Double.MIN_NORMAL); // all may be 0
    return picture(
        kernels.width(),
        kernels.height(),
        (row, column) -> {
          int[] levels =
              IntStream.of(channels)
                  .mapToDouble(channel -> kernels.weight(filter, channel, row, column) / greatest)
                  .mapToInt(weight -> (int) Math.round(127.5 + 127.5 * weight))
                  .toArray();
          return new Color(levels[0], levels[1], levels[2]);
        });
  }
}
