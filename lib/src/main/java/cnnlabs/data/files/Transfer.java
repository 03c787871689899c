package cnnlabs.data.files;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/**
 * One file from one address.
 *
 * @param target the empty file that receives it
 * @param tell receives a line for each tenth
 */
record Transfer(RemoteFile file, URI address, Path target, Consumer<String> tell) {

  /** Files smaller than this come without a line for each tenth. */
  private static final long WORTH_TELLING = 5_000_000;

  /** Fewer bytes than this within the time for a stall are a stall. */
  private static final long LEAST_BYTES = 16_384;

  /**
   * Writes the file to its target and to the disk.
   *
   * @param stallTimeout how long an answer, or the next bytes of it, may take
   * @throws IOException that says in words why it is not what was published
   */
  void run(HttpClient client, Duration stallTimeout) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<Path>> response =
        client.sendAsync(
            HttpRequest.newBuilder(address).build(),
            BodyHandlers.ofFile(target, StandardOpenOption.WRITE));
    try {
      int status = await(response, stallTimeout);
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException("status " + status);
      }
      requirePublished();
    } catch (ExecutionException e) {
      throw new IOException(reason(Objects.requireNonNull(e.getCause())), e);
    } finally {
      response.cancel(true);
    }
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Looks ten times a second at what has come. */
  private int await(CompletableFuture<HttpResponse<Path>> response, Duration stallTimeout)
      throws IOException, ExecutionException, InterruptedException {
    long mark = 0;
    long tenths = 0;
    long deadline = System.nanoTime() + stallTimeout.toNanos();
    while (true) {
      try {
        return response.get(100, TimeUnit.MILLISECONDS).statusCode();
      } catch (TimeoutException e) {
        // It goes on.
      }
      long received = Files.size(target);
      tenths = tellTenths(received, tenths);
      if (received > file.bytes()) {
        requirePublished();
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
  }

  private long tellTenths(long received, long told) {
    long tenths = received * 10 / file.bytes();
    if (file.bytes() >= WORTH_TELLING && tenths > told) {
      tell.accept("%s: %d %%".formatted(file.name(), tenths * 10));
    }
    return tenths;
  }

  private void requirePublished() throws IOException {
    long received = Files.size(target);
    if (FileContent.isWebPage(target)) {
      throw new IOException("a web page in place of the file");
    }
    if (received > file.bytes()) {
      throw new IOException("more than its %d bytes".formatted(file.bytes()));
    }
    if (received < file.bytes()) {
      throw new IOException("only %d of %d bytes".formatted(received, file.bytes()));
    }
    String found = new DigestUtils(MessageDigestAlgorithms.MD5).digestAsHex(target);
    if (!found.equals(file.md5())) {
      throw new IOException("MD5 %s in place of %s".formatted(found, file.md5()));
    }
  }

  private String reason(Throwable cause) throws IOException {
    if (cause instanceof HttpConnectTimeoutException) {
      return "no connection in time";
    }
    if (cause instanceof ConnectException) {
      return "no connection";
    }
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    long received = Files.size(target);
    return received == 0
        ? message
        : "broke off after %d of %d bytes (%s)".formatted(received, file.bytes(), message);
  }
}
