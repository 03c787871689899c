package cnnlabs.plot;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.Interruption;
import java.awt.image.BufferedImage;

/**
 * All images of a data set side by side in one picture, pixel by pixel, so that a page can show any
 * of them by moving a window over the sheet.
 *
 * @param picture the images in reading order, without gaps
 * @param columns images a row
 * @param rows the last of which may be short
 */
record SpriteSheet(BufferedImage picture, int columns, int rows) {

  /** A sheet that is about as many images wide as high. */
  static SpriteSheet of(ImageDataset images) {
    int columns = (int) Math.ceil(Math.sqrt(images.size()));
    int rows = (images.size() + columns - 1) / columns;
    int width = images.shape().width();
    int height = images.shape().height();
    var sheet = new BufferedImage(columns * width, rows * height, images.image(0).getType());
    for (int i = 0; i < images.size(); i++) {
      Interruption.check("images were laid side by side");
      // Samples are copied, not drawn: what is drawn passes through a colour conversion.
      sheet
          .getRaster()
          .setRect(i % columns * width, i / columns * height, images.image(i).getRaster());
    }
    return new SpriteSheet(sheet, columns, rows);
  }
}
