package cnnlabs.plot;

import static cnnlabs.plot.Canvas.GAP;
import static cnnlabs.plot.Canvas.LINE_HEIGHT;

import cnnlabs.data.ImageDataset;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A row of a grid.
 *
 * @param name in front of it
 * @param images at most as many as there are columns
 * @param captions below the images, one each; or none
 */
record ImageRow(String name, List<BufferedImage> images, List<String> captions) {

  private static final int NAME_WIDTH = 110;

  ImageRow(String name, List<BufferedImage> images) {
    this(name, images, List.of());
  }

  /** A grid of rows of images that have the shape of this data set. */
  static BufferedImage grid(String title, ImageDataset of, int columns, List<ImageRow> rows) {
    int scale = Canvas.scale(of, 64);
    int width = of.shape().width() * scale;
    int height = of.shape().height() * scale;
    boolean captioned = rows.stream().anyMatch(row -> !row.captions.isEmpty());
    int rowHeight = height + (captioned ? LINE_HEIGHT : 0) + GAP;
    var canvas = new Canvas(title, NAME_WIDTH + columns * (width + GAP), rows.size() * rowHeight);
    for (int i = 0; i < rows.size(); i++) {
      ImageRow row = rows.get(i);
      int top = i * rowHeight;
      canvas.text(row.name, GAP, top + (height - LINE_HEIGHT) / 2, Color.BLACK);
      for (int column = 0; column < row.images.size(); column++) {
        int left = NAME_WIDTH + column * (width + GAP);
        canvas.image(row.images.get(column), left, top, scale);
        if (captioned) {
          canvas.caption(row.captions.get(column), left, top + height, width, Color.BLACK);
        }
      }
    }
    return canvas.picture();
  }
}
