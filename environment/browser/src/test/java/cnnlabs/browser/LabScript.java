package cnnlabs.browser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code environment/lab}, called as a reader calls it. */
final class LabScript {

  /** The project's folder. */
  static final Path ROOT = Path.of(System.getProperty("cnnlabs.root"));

  /** Where the tests leave their screenshots and logs. */
  static final Path LEFT_BEHIND = ROOT.resolve("target/browser");

  private LabScript() {}

  /** The names of all labs, in order. */
  static List<String> labs() {
    File[] notebooks = ROOT.resolve("notebooks").toFile().listFiles();
    if (notebooks == null) {
      throw new IllegalStateException("There is no folder " + ROOT.resolve("notebooks"));
    }
    return Stream.of(notebooks)
        .map(File::getName)
        .filter(name -> name.matches("\\d\\d-[a-z0-9-]+\\.ipynb"))
        .map(name -> name.substring(0, name.length() - ".ipynb".length()))
        .sorted()
        .toList();
  }

  /**
   * Starts it.
   *
   * @param folder of the test; runs are stored in its folder {@code runs}
   * @param log the file in {@link #LEFT_BEHIND} that gets what it says
   */
  static Process start(Path folder, String log, String... arguments) throws IOException {
    Files.createDirectories(LEFT_BEHIND);
    var command = Stream.concat(Stream.of("environment/lab"), Stream.of(arguments)).toList();
    var builder = new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
    builder.environment().put("CNNLABS_RUNS", folder.resolve("runs").toString());
    return builder.redirectOutput(LEFT_BEHIND.resolve(log).toFile()).start();
  }

  /**
   * Runs it to its end; the parameters are those of {@link #start}.
   *
   * @throws IOException if it fails
   */
  static void run(Path folder, String log, String... arguments)
      throws IOException, InterruptedException {
    int status = start(folder, log, arguments).waitFor();
    if (status != 0) {
      throw new IOException(
          "environment/lab %s ended with %d: see %s"
              .formatted(String.join(" ", arguments), status, LEFT_BEHIND.resolve(log)));
    }
  }
}
