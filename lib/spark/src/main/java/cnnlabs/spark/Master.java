package cnnlabs.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a cluster's master, in the form of {@code spark.master}. */
final class Master {

  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*)])?");
  private static final Pattern STANDALONE =
      Pattern.compile("spark://[^:,/\\s]+:\\d{1,5}(?:,[^:,/\\s]+:\\d{1,5})*");
  private static final Pattern OTHER = Pattern.compile("yarn|k8s://\\S+");
  private static final int CONNECT_MILLIS = 5_000;

  private final String url;

  private Master(String url) {
    this.url = url;
  }

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is none that Spark knows
   */
  static Master of(String url) {
    if (!LOCAL.matcher(url).matches()
        && !STANDALONE.matcher(url).matches()
        && !OTHER.matcher(url).matches()) {
      throw new IllegalArgumentException(
          "A master is local, local[N], local[*], spark://host:port, yarn or k8s://address; this is '%s'."
              .formatted(url));
    }
    return new Master(url);
  }

  boolean isLocal() {
    return LOCAL.matcher(url).matches();
  }

  /** A local master, which else gives a task up at once, is told how often to try. */
  String withAttempts(int attempts) {
    Matcher local = LOCAL.matcher(url);
    if (!local.matches()) {
      return url;
    }
    return "local[%s,%d]".formatted(local.group(1) == null ? "1" : local.group(1), attempts);
  }

  /**
   * Makes sure that a standalone master listens; Spark itself would try for a minute.
   *
   * @throws IllegalStateException if none does
   */
  void requireAnswer() {
    if (!STANDALONE.matcher(url).matches()) {
      return;
    }
    for (String address : url.substring("spark://".length()).split(",", -1)) {
      int colon = address.lastIndexOf(':');
      try (var socket = new Socket()) {
        int port = Integer.parseInt(address.substring(colon + 1));
        socket.connect(new InetSocketAddress(address.substring(0, colon), port), CONNECT_MILLIS);
        return;
      } catch (IOException | IllegalArgumentException e) {
        // Another of several may answer.
      }
    }
    throw new IllegalStateException(
        "No Spark master answers at %s: start one, or give the address that its page shows."
            .formatted(url));
  }

  @Override
  public String toString() {
    return url;
  }
}
