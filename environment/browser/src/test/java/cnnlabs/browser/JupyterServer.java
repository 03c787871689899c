package cnnlabs.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code environment/lab up --folder}: notebooks of a folder of their own, and their runs. */
final class JupyterServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5); // to build, and to start
  private static final Pattern ADDRESS =
      Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/(?:tree|lab)?\\?token=([0-9a-f]+)");

  private final Process process;
  private final String origin;
  private final String token;

  private JupyterServer(Process process, String origin, String token) {
    this.process = process;
    this.origin = origin;
    this.token = token;
  }

  /** Opens a folder that has notebooks; with more {@code options}, if any. */
  static JupyterServer on(Path folder, String... options) throws IOException, InterruptedException {
    String port = String.valueOf(freePort());
    String name = "jupyter-%s.log".formatted(port);
    Path log = LabScript.LEFT_BEHIND.resolve(name);
    var arguments = new ArrayList<>(List.of("up", "--no-browser", "--port", port));
    arguments.addAll(List.of("--folder", folder.toString()));
    arguments.addAll(List.of(options));
    Process process = LabScript.start(folder, name, arguments.toArray(String[]::new));
    Instant latest = Instant.now().plus(PATIENCE);
    while (process.isAlive() && Instant.now().isBefore(latest)) {
      Matcher address = ADDRESS.matcher(Files.readString(log));
      if (address.find()) {
        return new JupyterServer(process, address.group(1), address.group(2));
      }
      Thread.sleep(200);
    }
    process.destroy();
    throw new IOException("Jupyter did not start: see " + log);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where a notebook is opened. */
  String address(String notebook) {
    return "%s/notebooks/%s.ipynb?token=%s".formatted(origin, notebook, token);
  }

  /** Where JupyterLab opens a notebook, and no other that was open before. */
  String addressInLab(String notebook) {
    return "%s/lab/tree/%s.ipynb?reset&token=%s".formatted(origin, notebook, token);
  }

  /** Ends the server and its kernels. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      process.destroyForcibly();
    }
  }
}
