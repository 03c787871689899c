package cnnlabs.data;

import cnnlabs.data.Provenance.Kind;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What the records of a data set hold, so that the set is known in any order, file and packing.
 *
 * <p>A record is an image's label, one byte, and its pixels {@code [C, H, W]}.
 *
 * @param digests the SHA-256 of each record, in the order of the images
 */
record RecordDigests(List<byte[]> digests) {

  /**
   * Computes the digest of each record.
   *
   * @param pixels {@code [N, C, H, W]}
   * @param labels of the N images, at least one
   */
  static RecordDigests of(byte[] pixels, byte[] labels) {
    int volume = pixels.length / labels.length;
    byte[][] digests = new byte[labels.length][];
    Interruption.forEach(
        labels.length,
        "records were read",
        i -> {
          MessageDigest digest = DigestUtils.getSha256Digest();
          digest.update(labels[i]);
          digest.update(pixels, i * volume, volume);
          digests[i] = digest.digest();
        });
    return new RecordDigests(List.of(digests));
  }

  /**
   * Where records come from that were read from files.
   *
   * @param name of the data set that they are said to be
   * @param published {@link #whole} of that data set
   */
  Provenance provenance(String name, String published) {
    String found = whole();
    return new Provenance(
        name,
        found.equals(published) ? Kind.OFFICIAL : Kind.USER_FILE,
        "SHA-256 of the records, in any order: " + found);
  }

  /**
   * The SHA-256 of the sorted, concatenated digests, in hexadecimal: the order has no part in it.
   */
  String whole() {
    MessageDigest whole = DigestUtils.getSha256Digest();
    digests.stream().sorted(Arrays::compareUnsigned).forEach(whole::update);
    return Hex.encodeHexString(whole.digest());
  }
}
