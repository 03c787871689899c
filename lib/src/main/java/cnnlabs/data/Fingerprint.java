package cnnlabs.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** Knows data by its content: SHA-256 in hexadecimal. The layout that is hashed stays for ever. */
final class Fingerprint {

  private Fingerprint() {}

  /** Of size, shape, class names, labels and pixels, in this order. */
  static String of(ImageDataset dataset) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    ImageShape shape = dataset.shape();
    update(digest, dataset.size(), shape.channels(), shape.height(), shape.width());
    update(digest, dataset.classes());
    for (String className : dataset.classNames()) {
      byte[] text = className.getBytes(StandardCharsets.UTF_8);
      update(digest, text.length);
      digest.update(text);
    }
    byte[] labels = new byte[dataset.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) dataset.label(i);
    }
    digest.update(labels);
    byte[] pixels = new byte[shape.volume()];
    for (int i = 0; i < labels.length; i++) {
      dataset.copyPixels(i, pixels, 0);
      digest.update(pixels);
    }
    return Hex.encodeHexString(digest.digest());
  }

  /** Of the fingerprints of a split's parts. */
  static String of(Split split) {
    String parts =
        String.join(
            " ",
            split.training().fingerprint(),
            split.validation().map(ImageDataset::fingerprint).orElse("none"),
            split.test().fingerprint());
    return DigestUtils.sha256Hex(parts);
  }

  private static void update(MessageDigest digest, int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
    for (int number : numbers) {
      bytes.putInt(number);
    }
    digest.update(bytes.flip());
  }
}
