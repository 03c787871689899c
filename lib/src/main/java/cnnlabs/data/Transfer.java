package cnnlabs.data;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/** One file from one address, checked as it comes in. */
final class Transfer {

  /** Files smaller than this come without a line for each tenth. */
  private static final long WORTH_TELLING = 5_000_000;

  /** Fewer bytes than this within the time for a stall are a stall. */
  private static final long LEAST_BYTES = 16_384;

  private static final int OK = 200;

  private final RemoteFile file;
  private final URI address;
  private final Consumer<String> tell;
  private final MessageDigest digest = DigestUtils.getMd5Digest();

  private volatile long received;
  private volatile @Nullable String fault;
  private byte[] start = new byte[0];

  /**
   * Prepares a transfer.
   *
   * @param tell receives a line for each tenth
   */
  Transfer(RemoteFile file, URI address, Consumer<String> tell) {
    this.file = file;
    this.address = address;
    this.tell = tell;
  }

  /**
   * Writes the file to its target and to the disk.
   *
   * @param stallTimeout how long an answer, or the next bytes of it, may take
   * @throws IOException that says in words why it is not what was published
   */
  void run(HttpClient client, Path target, Duration stallTimeout)
      throws IOException, InterruptedException {
    try (FileOutputStream sink = new FileOutputStream(target.toFile())) {
      CompletableFuture<HttpResponse<Void>> response =
          client.sendAsync(
              HttpRequest.newBuilder(address).build(),
              info ->
                  info.statusCode() == OK
                      ? BodyHandlers.ofByteArrayConsumer(piece -> receive(piece, sink)).apply(info)
                      : BodySubscribers.replacing(null));
      try {
        int status = await(response, stallTimeout);
        if (status != OK) {
          throw new IOException("status " + status);
        }
        requireComplete();
        sink.getFD().sync();
      } catch (ExecutionException e) {
        throw new IOException(reason(Objects.requireNonNull(e.getCause())), e);
      } finally {
        response.cancel(true);
      }
    }
  }

  private int await(CompletableFuture<HttpResponse<Void>> response, Duration stallTimeout)
      throws IOException, ExecutionException, InterruptedException {
    long mark = 0;
    long tenths = 0;
    long deadline = System.nanoTime() + stallTimeout.toNanos();
    while (fault == null) {
      try {
        return response.get(100, TimeUnit.MILLISECONDS).statusCode();
      } catch (TimeoutException e) {
        tenths = tellTenths(tenths);
      }
      if (received >= mark + LEAST_BYTES) {
        mark = received;
        deadline = System.nanoTime() + stallTimeout.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new IOException(
            "stalled for %s s after %d of %d bytes"
                .formatted(stallTimeout.toMillis() / 1000.0, received, file.bytes()));
      }
    }
    throw new IOException(fault);
  }

  private long tellTenths(long told) {
    long tenths = received * 10 / file.bytes();
    if (file.bytes() >= WORTH_TELLING && tenths > told) {
      tell.accept("%s: %d %%".formatted(file.name(), tenths * 10));
    }
    return tenths;
  }

  private void receive(Optional<byte[]> piece, OutputStream sink) {
    if (piece.isEmpty() || fault != null) {
      return;
    }
    byte[] bytes = piece.get();
    if (received == 0) {
      start = bytes;
    }
    try {
      sink.write(bytes);
    } catch (IOException e) {
      fault = "cannot be written (" + e.getMessage() + ")";
    }
    digest.update(bytes);
    long now = received + bytes.length;
    if (now > file.bytes()) {
      fault = isWebPage() ? webPage() : "more than its %d bytes".formatted(file.bytes());
    }
    received = now;
  }

  private void requireComplete() throws IOException {
    if (fault != null) {
      throw new IOException(fault);
    }
    if (isWebPage()) {
      throw new IOException(webPage());
    }
    if (received < file.bytes()) {
      throw new IOException("only %d of %d bytes".formatted(received, file.bytes()));
    }
    String found = Hex.encodeHexString(digest.digest());
    if (!found.equals(file.md5())) {
      throw new IOException("MD5 %s in place of %s".formatted(found, file.md5()));
    }
  }

  private boolean isWebPage() {
    return FileContent.isWebPage(start);
  }

  private static String webPage() {
    return "a web page in place of the file";
  }

  private String reason(Throwable cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return "no connection in time";
    }
    if (cause instanceof ConnectException) {
      return "no connection";
    }
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return received == 0
        ? message
        : "broke off after %d of %d bytes (%s)".formatted(received, file.bytes(), message);
  }
}
