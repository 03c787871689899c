package cnnlabs.data.files;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file that is published on the web.
 *
 * @param name of the file in its folder
 * @param bytes its published size
 * @param md5 its published checksum, in hexadecimal
 * @param addresses where it is published, the official one first
 */
public record RemoteFile(String name, long bytes, String md5, List<URI> addresses) {

  /** Makes the addresses unchangeable. */
  public RemoteFile {
    addresses = List.copyOf(addresses);
  }

  /** A file at these addresses. */
  public static RemoteFile of(String name, long bytes, String md5, String... addresses) {
    return new RemoteFile(name, bytes, md5, Stream.of(addresses).map(URI::create).toList());
  }
}
