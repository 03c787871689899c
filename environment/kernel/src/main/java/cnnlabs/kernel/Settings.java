package cnnlabs.kernel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.kernel.util.PathsHandler;

/**
 * What the environment asks of the kernel, under the names that IJava gave.
 *
 * @param classPath {@code IJAVA_CLASSPATH}: what cells see besides the JVM's class path; entries
 *     may be globs
 * @param compilerOptions {@code IJAVA_COMPILER_OPTS}: options of javac, separated by blanks
 * @param startupScripts {@code IJAVA_STARTUP_SCRIPTS_PATH}: files that run before the first cell;
 *     entries may be globs
 * @param startupScript {@code IJAVA_STARTUP_SCRIPT}: Java that runs before the first cell, after
 *     the files
 * @param timeout {@code IJAVA_TIMEOUT}: how long one statement may run, in milliseconds or with a
 *     unit ({@code 30 SECONDS}); none when it is less than 1
 * @param problems what could not be understood, for the reader
 */
record Settings(
    List<Path> classPath,
    List<String> compilerOptions,
    List<Path> startupScripts,
    Optional<String> startupScript,
    Optional<Duration> timeout,
    List<String> problems) {

  /** Reads the settings; what is wrong with one of them is reported and leaves it out. */
  static Settings of(Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    return new Settings(
        paths("IJAVA_CLASSPATH", environment, problems),
        Optional.ofNullable(environment.get("IJAVA_COMPILER_OPTS"))
            .map(String::strip)
            .filter(o -> !o.isEmpty())
            .stream()
            .flatMap(options -> List.of(options.split("\\s+")).stream())
            .toList(),
        paths("IJAVA_STARTUP_SCRIPTS_PATH", environment, problems),
        Optional.ofNullable(environment.get("IJAVA_STARTUP_SCRIPT")).filter(s -> !s.isBlank()),
        timeout(environment, problems),
        problems);
  }

  private static List<Path> paths(
      String variable, Map<String, String> environment, List<String> problems) {
    List<Path> found = new ArrayList<>();
    for (String entry : PathsHandler.split(environment.getOrDefault(variable, ""))) {
      List<Path> matches = matching(entry);
      if (matches.isEmpty()) {
        problems.add(variable + ": no file matches '" + entry + "'");
      }
      found.addAll(matches);
    }
    return found;
  }

  /** The files and folders that a path or glob matches; none where its folder is not there. */
  static List<Path> matching(String entry) {
    try {
      return PathsHandler.resolveGlobs(entry);
    } catch (RuntimeException e) {
      return List.of();
    }
  }

  private static Optional<Duration> timeout(
      Map<String, String> environment, List<String> problems) {
    String value = environment.getOrDefault("IJAVA_TIMEOUT", "-1").strip();
    String[] parts = value.split("\\s+", 2);
    try {
      long amount = Long.parseLong(parts[0]);
      TimeUnit unit =
          parts.length == 1
              ? TimeUnit.MILLISECONDS
              : TimeUnit.valueOf(parts[1].toUpperCase(Locale.ROOT));
      return amount < 1 ? Optional.empty() : Optional.of(Duration.of(amount, unit.toChronoUnit()));
    } catch (IllegalArgumentException e) {
      problems.add("IJAVA_TIMEOUT: '" + value + "' is no duration such as 30000 or 30 SECONDS");
      return Optional.empty();
    }
  }
}
