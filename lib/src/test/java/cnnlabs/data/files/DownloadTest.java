package cnnlabs.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloadTest {

  private static final byte[] CONTENT = content(300_000);
  private static final Duration STALL = Duration.ofSeconds(4);

  private final List<String> told = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private Path folder;

  @BeforeEach
  void startServer(@TempDir Path temporary) throws IOException {
    folder = temporary;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    serve("/good", exchange -> send(exchange, 200, CONTENT, CONTENT.length));
    serve("/missing", exchange -> send(exchange, 404, new byte[0], 0));
    serve("/changed", exchange -> send(exchange, 200, new byte[CONTENT.length], CONTENT.length));
    serve("/short", exchange -> send(exchange, 200, CONTENT, 100_000));
    serve("/long", exchange -> send(exchange, 200, content(400_000), 400_000));
    serve("/page", exchange -> send(exchange, 200, page(), page().length));
    serve("/broken", exchange -> sendPart(exchange, 100_000));
    serve("/stalled", exchange -> stall(exchange, 100_000));
    serve("/silent", exchange -> awaitEnd());
    serve(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/good");
          send(exchange, 302, new byte[0], 0);
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void putsTheFileInPlaceAndSaysSo() throws IOException {
    assertThat(download("/good").into(folder)).isEmpty();
    assertThat(Files.readAllBytes(folder.resolve("file"))).isEqualTo(CONTENT);
    assertOnly("file");
    assertThat(told).singleElement().asString().startsWith("Downloading http://");
  }

  @Test
  void theFileIsReadableByWhomeverANewFileIs() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path plain = Files.writeString(folder.resolve("plain"), "");
    assertThat(download("/good").into(folder)).isEmpty();
    assertThat(Files.getPosixFilePermissions(folder.resolve("file")))
        .isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void followsAnAddressThatMoved() {
    assertThat(download("/moved").into(folder)).isEmpty();
  }

  @Test
  void goesOnToTheNextMirrorWhateverIsWrongWithTheFirst() throws IOException {
    for (String bad :
        List.of(
            "/missing", "/changed", "/short", "/long", "/page", "/broken", "/stalled", "/silent")) {
      assertThat(download(bad, "/good").into(folder)).as(bad).isEmpty();
      assertThat(Files.readAllBytes(folder.resolve("file"))).isEqualTo(CONTENT);
      assertOnly("file");
      Files.delete(folder.resolve("file"));
    }
  }

  @Test
  void saysWhatIsWrongWithEachAddressAndLeavesNothing() {
    assertThat(failure("/missing")).contains("127.0.0.1: status 404");
    assertThat(failure("/changed")).contains("127.0.0.1: MD5 ").contains("in place of " + md5());
    assertThat(failure("/short")).contains("127.0.0.1: only 100000 of 300000 bytes");
    assertThat(failure("/long")).contains("127.0.0.1: more than its 300000 bytes");
    assertThat(failure("/page")).contains("127.0.0.1: a web page in place of the file");
    assertThat(failure("/broken")).contains("127.0.0.1: broke off after");
    assertThat(failure("/stalled")).contains("127.0.0.1: stalled for 4.0 s after 100000 of");
    assertThat(failure("/silent")).contains("127.0.0.1: stalled for 4.0 s after 0 of");
    assertThat(failure("/missing", "/page")).contains("status 404; ").contains("a web page");
    assertOnly();
  }

  @Test
  void saysWhereNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Download download = download(List.of("http://127.0.0.1:" + port + "/file"));
    assertThat(download.into(folder))
        .hasValueSatisfying(why -> assertThat(why).endsWith("no connection"));
    assertOnly();
  }

  @Test
  void asksEachAddressOnceAndAgainWhenItIsCalledAgain() throws IOException {
    serve(
        "/mended",
        exchange ->
            send(exchange, asked.get() < 3 ? 503 : 200, CONTENT, asked.get() < 3 ? 0 : 300_000));
    Download download = download("/missing", "/mended");
    assertThat(download.into(folder))
        .hasValueSatisfying(why -> assertThat(why).contains("status 404; ").endsWith("status 503"));
    assertThat(asked).hasValue(2);
    assertThat(download.into(folder)).isEmpty();
    assertThat(asked).hasValue(4);
    assertThat(Files.readAllBytes(folder.resolve("file"))).isEqualTo(CONTENT);
  }

  @Test
  void asksOnlyForWhatTheFolderHasNot() throws IOException {
    Files.writeString(folder.resolve("file"), "here already");
    assertThat(download("/missing").into(folder)).isEmpty();
    assertThat(asked).hasValue(0);
  }

  @Test
  void tellsEachTenthOfALargeFile() throws IOException {
    byte[] large = content(6_000_000);
    serve("/large", exchange -> sendSlowly(exchange, large));
    RemoteFile file = RemoteFile.of("large", large.length, md5(large), address("/large"));
    assertThat(new Download(List.of(file), STALL, told::add).into(folder)).isEmpty();
    assertThat(told).hasSizeBetween(5, 12).contains("large: 50 %");
  }

  @Test
  void stopsWhenItsThreadIsInterrupted() throws InterruptedException {
    Download download =
        new Download(
            List.of(RemoteFile.of("file", CONTENT.length, md5(), address("/stalled"))),
            Duration.ofSeconds(50),
            told::add);
    List<Throwable> thrown = new ArrayList<>();
    Thread thread = new Thread(() -> download.into(folder));
    thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
    thread.start();
    Thread.sleep(300);
    thread.interrupt();
    thread.join();
    assertThat(thrown).singleElement().isInstanceOf(CancellationException.class);
    assertOnly();
  }

  @Test
  void saysThatTheFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("no folder"), "");
    assertThat(download("/good").into(file.resolve("mnist")))
        .hasValueSatisfying(why -> assertThat(why).startsWith("cannot write to "));
  }

  @Test
  void clearsAwayWhatAKilledProcessLeft() throws IOException {
    Path old = Files.writeString(folder.resolve("file123.part"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Files.writeString(folder.resolve("file456.part"), "being written");
    assertThat(download("/good").into(folder)).isEmpty();
    assertOnly("file", "file456.part");
  }

  private String failure(String... paths) {
    return download(paths).into(folder).orElseThrow();
  }

  private Download download(String... paths) {
    return download(List.of(paths).stream().map(this::address).toList());
  }

  private Download download(List<String> addresses) {
    RemoteFile file =
        RemoteFile.of("file", CONTENT.length, md5(), addresses.toArray(String[]::new));
    return new Download(List.of(file), STALL, told::add);
  }

  private String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void assertOnly(String... names) {
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder(names);
  }

  private static String md5() {
    return md5(CONTENT);
  }

  private static String md5(byte[] content) {
    return DigestUtils.md5Hex(content);
  }

  private static byte[] content(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + i / 256);
    }
    return bytes;
  }

  private static byte[] page() {
    return "\n<!DOCTYPE html>\n<html>Log in to this network</html>"
        .getBytes(StandardCharsets.UTF_8);
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private void serve(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          asked.incrementAndGet();
          try (exchange) {
            answer.to(exchange);
          }
        });
  }

  private static void send(HttpExchange exchange, int status, byte[] bytes, int length)
      throws IOException {
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    if (length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes, 0, length);
      }
    }
  }

  private static void sendSlowly(HttpExchange exchange, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int tenth = 0; tenth < 10; tenth++) {
        out.write(bytes, tenth * (bytes.length / 10), bytes.length / 10);
        out.flush();
        sleep(150);
      }
    }
  }

  /** Promises all and closes the connection after a part. */
  private static void sendPart(HttpExchange exchange, int length) throws IOException {
    exchange.sendResponseHeaders(200, CONTENT.length);
    exchange.getResponseBody().write(CONTENT, 0, length);
    exchange.getResponseBody().flush();
    sleep(150);
  }

  private void stall(HttpExchange exchange, int length) throws IOException {
    exchange.sendResponseHeaders(200, CONTENT.length);
    exchange.getResponseBody().write(CONTENT, 0, length);
    exchange.getResponseBody().flush();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
