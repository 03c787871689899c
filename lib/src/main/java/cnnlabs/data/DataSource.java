package cnnlabs.data;

import cnnlabs.data.files.Download;
import cnnlabs.data.files.RemoteFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where a data set comes from: the user's folder, else the cache, else the web, else its stand-in,
 * of which a line tells.
 *
 * @param files what the data set says of its files
 * @param download gets them
 * @param standIn what takes their place
 * @param tell receives the line that says why there is a stand-in
 */
record DataSource(
    DataFiles files, Download download, Supplier<Split> standIn, Consumer<String> tell) {

  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(10);

  /** A data set that tells its reader on the standard output, which is the cell's. */
  static DataSource of(DataFiles files, List<RemoteFile> remote, Supplier<Split> standIn) {
    Consumer<String> tell = line -> System.out.println(line); // It may be another one by then.
    return new DataSource(files, new Download(remote, STALL_TIMEOUT, tell), standIn, tell);
  }

  /**
   * Loads from the first place that has the data set.
   *
   * @throws DataFileException if a place has files that are not complete or not what their format
   *     asks for: they are never passed over
   */
  Split load(DataLocation location) {
    return find(location).orElseGet(() -> fetch(location));
  }

  /**
   * Reads the files that are on this machine, if there are any.
   *
   * @throws DataFileException as {@link #load}
   */
  Optional<Split> find(DataLocation location) {
    location.requireUserFolder();
    return folder(location).map(files::read);
  }

  /** The folder of data sets that has the files on this machine; they are not looked at. */
  Optional<Path> folder(DataLocation location) {
    return location
        .userFolder()
        .filter(user -> files.in(user).stream().anyMatch(Optional::isPresent))
        .or(
            () ->
                Optional.of(location.cache())
                    .filter(cache -> files.in(cache).stream().allMatch(Optional::isPresent)));
  }

  private Split fetch(DataLocation location) {
    Path target = location.cache().resolve(files.subfolder());
    Optional<String> failure =
        location.offline()
            ? Optional.of(DataLocation.OFFLINE_VARIABLE + " is set")
            : download.into(target);
    if (failure.isEmpty()) {
      return files.read(location.cache());
    }
    String users =
        location.userFolder().map(user -> user.resolve(files.subfolder()) + " or ").orElse("");
    tell.accept(
        "%s is not available: no files in %s%s; no download (%s). A stand-in takes its place: its"
                .formatted(files.name(), users, target, failure.get())
            + " results say nothing of the real images.");
    return standIn.get();
  }
}
