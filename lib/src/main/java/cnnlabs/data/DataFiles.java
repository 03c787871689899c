package cnnlabs.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a data set says of its files: how they are called, where they lie, how they are read. */
interface DataFiles {

  /** The data set's name, such as {@code MNIST}. */
  String name();

  /** The folder that the files lie in by custom, within a folder of data sets. */
  String subfolder();

  /** Each of the files in a folder of data sets, whole or not; empty for one that is not there. */
  List<Optional<Path>> in(Path folder);

  /**
   * Reads the images.
   *
   * @param folder of data sets, or the one with the files
   * @throws DataFileException if a file is missing, truncated, or not what its format asks for
   */
  Split read(Path folder);

  /** A file by the first of its names that is there, in the subfolder or right in the folder. */
  default Optional<Path> find(Path folder, String... names) {
    return Stream.of(folder.resolve(subfolder()), folder)
        .flatMap(place -> Stream.of(names).map(place::resolve))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** As {@link #find}; a {@link DataFileException} says this remedy where it is not there. */
  default Path require(Path folder, String remedy, String... names) {
    return find(folder, names)
        .orElseThrow(
            () ->
                new DataFileException(
                    folder.resolve(subfolder()).resolve(names[0]),
                    "a file of " + name(),
                    "no file",
                    remedy));
  }
}
