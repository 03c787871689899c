package cnnlabs.plot;

import cnnlabs.data.ImageDataset;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.stream.IntStream;

/** Grids of a data set's images, each grid one picture. Images are enlarged by whole factors. */
public final class ImageGrids {

  private static final int GAP = 6;
  private static final int LABEL_WIDTH = 110;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

  private ImageGrids() {}

  /**
   * The first images of each class: a row a class, with its name.
   *
   * @param columns images a class; a class with fewer leaves its row short
   */
  public static BufferedImage samples(ImageDataset images, int columns) {
    int scale = Math.max(1, 64 / images.shape().width());
    int width = images.shape().width() * scale;
    int height = images.shape().height() * scale;
    var picture =
        new BufferedImage(
            LABEL_WIDTH + columns * (width + GAP) + GAP,
            images.classes() * (height + GAP) + GAP,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    graphics.setColor(Color.BLACK);
    graphics.setFont(FONT);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    for (int label = 0; label < images.classes(); label++) {
      int top = GAP + label * (height + GAP);
      graphics.drawString(images.classNames().get(label), GAP, top + height / 2 + GAP);
      int[] members = membersOf(images, label, columns);
      for (int column = 0; column < members.length; column++) {
        int left = LABEL_WIDTH + column * (width + GAP);
        graphics.drawImage(images.image(members[column]), left, top, width, height, null);
      }
    }
    graphics.dispose();
    return picture;
  }

  private static int[] membersOf(ImageDataset images, int label, int most) {
    return IntStream.range(0, images.size())
        .filter(index -> images.label(index) == label)
        .limit(most)
        .toArray();
  }
}
