package cnnlabs.plot;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.Interruption;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.concurrent.CancellationException;

/**
 * A white picture under a title, on which images and captions are laid. Images are enlarged by
 * whole factors, so that every pixel stays a square.
 */
final class Canvas {

  /** Between one thing and the next. */
  static final int GAP = 6;

  /** The height of the title above the rest. */
  static final int TITLE_HEIGHT = 28;

  /** The height of a line of caption. */
  static final int LINE_HEIGHT = 15;

  private static final Font TITLE_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 14);
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private final BufferedImage picture;
  private final Graphics2D graphics;

  /** An empty canvas for so many pixels below the title, which may make it wider. */
  Canvas(String title, int width, int height) {
    int whole = Math.max(width, widthOf(title) + 2 * GAP);
    picture = new BufferedImage(whole, TITLE_HEIGHT + height, BufferedImage.TYPE_INT_RGB);
    graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.BLACK);
    graphics.setFont(TITLE_FONT);
    graphics.drawString(title, GAP, TITLE_HEIGHT - 10);
    graphics.setFont(FONT);
  }

  /** The whole factor that makes images about so wide. */
  static int scale(ImageDataset images, int width) {
    return Math.max(1, width / images.shape().width());
  }

  private static int widthOf(String title) {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    int width = graphics.getFontMetrics(TITLE_FONT).stringWidth(title);
    graphics.dispose();
    return width;
  }

  /**
   * Enlarges an image; {@code top} counts from below the title.
   *
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  void image(BufferedImage image, int left, int top, int scale) {
    Interruption.check("a picture was drawn");
    int width = image.getWidth() * scale;
    int height = image.getHeight() * scale;
    graphics.drawImage(image, left, TITLE_HEIGHT + top, width, height, null);
  }

  /** Text, its line from {@code top} on, which counts from below the title. */
  void text(String text, int left, int top, Color color) {
    graphics.setColor(color);
    graphics.drawString(text, left, TITLE_HEIGHT + top + LINE_HEIGHT - 4);
  }

  /** Text in the middle of a cell. */
  void caption(String text, int left, int top, int width, Color color) {
    FontMetrics metrics = graphics.getFontMetrics();
    text(text, left + (width - metrics.stringWidth(text)) / 2, top, color);
  }

  /** An image in the middle of a cell, with a caption below. */
  void cell(BufferedImage image, String caption, int left, int top, int width, int scale) {
    image(image, left + (width - image.getWidth() * scale) / 2, top, scale);
    caption(caption, left, top + image.getHeight() * scale, width, Color.BLACK);
  }

  /** A frame right outside a rectangle. */
  void frame(int left, int top, int width, int height, Color color) {
    graphics.setColor(color);
    for (int i = 1; i <= 2; i++) {
      graphics.drawRect(left - i, TITLE_HEIGHT + top - i, width + 2 * i - 1, height + 2 * i - 1);
    }
  }

  /** What was drawn. Nothing more can be. */
  BufferedImage picture() {
    graphics.dispose();
    return picture;
  }
}
