package cnnlabs.data;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What the records of a data set hold, so that the set is known in any order, file and packing.
 *
 * <p>A record is an image's label, one byte, and its pixels {@code [C, H, W]}.
 *
 * @param digests the SHA-256 of each record in hexadecimal, in the order of the images
 */
record RecordDigests(List<String> digests) {

  /**
   * Computes the digest of each record.
   *
   * @param pixels {@code [N, C, H, W]}
   * @param labels of the N images, at least one
   */
  static RecordDigests of(byte[] pixels, byte[] labels) {
    int volume = pixels.length / labels.length;
    return new RecordDigests(
        IntStream.range(0, labels.length)
            .parallel()
            .mapToObj(
                i -> {
                  MessageDigest digest = DigestUtils.getSha256Digest();
                  digest.update(labels[i]);
                  digest.update(pixels, i * volume, volume);
                  return Hex.encodeHexString(digest.digest());
                })
            .toList());
  }

  /** The SHA-256 of the sorted, concatenated digests, in hexadecimal: the order has no part in it. */
  String whole() {
    String sorted = digests.stream().sorted().collect(Collectors.joining());
    return DigestUtils.sha256Hex(HexFormat.of().parseHex(sorted));
  }
}
