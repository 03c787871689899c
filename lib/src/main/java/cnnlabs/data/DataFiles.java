package cnnlabs.data;

import java.nio.file.Path;

/** The files of one data set: where they lie in a folder, and how they are read. */
interface DataFiles {

  /** The data set's name, such as {@code MNIST}. */
  String name();

  /** The folder that the files lie in by custom, within a folder of data sets. */
  String subfolder();

  /** Whether a folder of data sets holds at least one of the files, whole or not. */
  boolean anyIn(Path folder);

  /** Whether a folder of data sets holds all of the files, whole or not. */
  boolean allIn(Path folder);

  /**
   * Reads training and test images.
   *
   * @param folder of data sets, or the one with the files
   * @throws DataFileException if a file is missing, truncated, or not what its format asks for
   */
  Split read(Path folder);
}
