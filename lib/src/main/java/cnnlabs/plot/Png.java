package cnnlabs.plot;

import cnnlabs.data.Interruption;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture as the address of a PNG that holds it. */
public final class Png {

  private Png() {}

  /**
   * Packs a picture.
   *
   * @return {@code data:image/png;base64,...}
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  public static String address(BufferedImage picture) {
    var bytes = new ByteArrayOutputStream();
    // The writer gives it some bytes after the other: there it can be stopped.
    try (var stream =
        new MemoryCacheImageOutputStream(bytes) {
          @Override
          public void write(byte[] some, int offset, int length) throws IOException {
            Interruption.check("a picture was packed");
            super.write(some, offset, length);
          }
        }) {
      ImageIO.write(picture, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
