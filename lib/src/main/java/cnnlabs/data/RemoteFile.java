package cnnlabs.data;

import java.net.URI;
import java.util.List;

/**
 * A file that is published on the web.
 *
 * @param name of the file in its folder
 * @param bytes its published size
 * @param md5 its published checksum
 * @param addresses where it is published, the official one first
 */
record RemoteFile(String name, long bytes, String md5, List<URI> addresses) {

  RemoteFile {
    addresses = List.copyOf(addresses);
  }

  static RemoteFile of(String name, long bytes, String md5, String... addresses) {
    return new RemoteFile(name, bytes, md5, List.of(addresses).stream().map(URI::create).toList());
  }
}
