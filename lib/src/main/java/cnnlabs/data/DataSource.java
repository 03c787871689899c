package cnnlabs.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Finds a data set: in the user's folder, in the cache, on the web, and where it is not available
 * takes its stand-in and says so.
 *
 * @param files how the data set is read
 * @param download how it is got
 * @param standIn what takes its place
 * @param tell receives the line that says why there is a stand-in
 */
record DataSource(
    DataFiles files, Download download, Supplier<Split> standIn, Consumer<String> tell) {

  /** A data set that tells on the standard output. */
  static DataSource of(DataFiles files, List<RemoteFile> remote, Supplier<Split> standIn) {
    return new DataSource(files, new Download(remote), standIn, line -> System.out.println(line));
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
    return place(location).map(files::read);
  }

  /** The folder that {@link #find} reads; its files are not looked at. */
  Optional<Path> place(DataLocation location) {
    Optional<Path> folder = location.userFolder();
    return folder.isPresent() && files.anyIn(folder.get())
        ? folder
        : Optional.of(location.cache()).filter(files::allIn);
  }

  private Split fetch(DataLocation location) {
    Path cache = location.cache();
    Optional<String> failure =
        location.offline()
            ? Optional.of(DataLocation.OFFLINE_VARIABLE + " is set")
            : download.into(cache.resolve(files.subfolder()));
    if (failure.isEmpty()) {
      return files.read(cache);
    }
    tell.accept(
        "%s is not available: no files in %s; no download (%s). A stand-in takes its place:"
                .formatted(
                    files.name(),
                    location
                        .userFolder()
                        .map(path -> path + " or " + cache)
                        .orElse(cache.toString()),
                    failure.get())
            + " its results say nothing of %s's.".formatted(files.name()));
    return standIn.get();
  }
}
