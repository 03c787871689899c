package cnnlabs.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where data sets are looked for.
 *
 * @param userFolder the user's folder of data sets, of the variable {@code CNNLABS_DATA}
 * @param cache where downloads are kept
 * @param offline whether nothing is to be downloaded, by the variable {@code CNNLABS_OFFLINE}
 */
record DataLocation(Optional<Path> userFolder, Path cache, boolean offline) {

  static final String FOLDER_VARIABLE = "CNNLABS_DATA";
  static final String OFFLINE_VARIABLE = "CNNLABS_OFFLINE";

  /** What this process's environment says. */
  static DataLocation ofEnvironment() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** What an environment says, where an empty value is no value. */
  static DataLocation of(Map<String, String> environment, Path home) {
    Path caches =
        value(environment, "XDG_CACHE_HOME")
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElse(home.resolve(".cache"));
    return new DataLocation(
        value(environment, FOLDER_VARIABLE).map(Path::of),
        caches.resolve("cnnlabs"),
        value(environment, OFFLINE_VARIABLE).isPresent());
  }

  /**
   * Lets no typing error pass.
   *
   * @throws DataFileException if the user's folder is named and is not there
   */
  void requireUserFolder() {
    if (userFolder.isPresent() && !Files.isDirectory(userFolder.get())) {
      throw new DataFileException(
          userFolder.get(),
          "a folder, since %s names it".formatted(FOLDER_VARIABLE),
          Files.exists(userFolder.get()) ? "a file" : "nothing",
          "Make it, or take the variable away.");
    }
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
  }
}
