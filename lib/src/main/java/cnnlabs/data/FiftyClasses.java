package cnnlabs.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The 50-class set of the homework's last part: a folder of pictures with train, validation and
 * test lists, as images {@code [3, 64, 64]}, or its stand-in of coloured shapes with 450 validation
 * and 450 test images.
 *
 * <p>Take another size with {@link Split#resized}.
 */
public final class FiftyClasses {

  private static final String NAME = "50-class set";
  private static final String FOLDER = "fifty-classes";
  private static final int SIZE = 64;
  private static final int HELD_OUT = 450;
  private static final StandIn STAND_IN = new StandIn(NAME, new FiftyShapes(), 50_000, HELD_OUT);

  private FiftyClasses() {}

  /**
   * Loads the folder {@code fifty-classes} within the one that {@code CNNLABS_DATA} names, else
   * within the cache, {@code ~/.cache/cnnlabs}; where there is none, the stand-in takes its place
   * and a line says so. There is nothing to download.
   *
   * @param mostTraining training images at most, 1 to 50,000
   * @throws DataFileException if the folder is not as {@link ImageFolder} has it, or {@code
   *     CNNLABS_DATA} names no folder
   * @throws IllegalArgumentException if {@code mostTraining} is out of its range
   * @see ImageFolder
   */
  public static Split load(int mostTraining) {
    return load(DataLocation.ofEnvironment(), mostTraining);
  }

  /** As {@link #load(int)}, from these places. */
  static Split load(DataLocation location, int mostTraining) {
    location.requireUserFolder();
    Optional<Path> folder =
        Stream.concat(location.userFolder().stream(), Stream.of(location.cache()))
            .map(place -> place.resolve(FOLDER))
            .filter(Files::isDirectory)
            .findFirst();
    if (folder.isPresent()) {
      return ImageFolder.load(folder.get(), SIZE, mostTraining);
    }
    System.out.println(
        "The %s is not available: there is no folder %s where data is looked for. A stand-in takes"
                .formatted(NAME, FOLDER)
            + " its place: its results say nothing of the reports' set.");
    return standIn(mostTraining, HELD_OUT, HELD_OUT, StandIn.SEED);
  }

  /**
   * The start of the stand-in: ten shapes in five families of colours, {@code [3, 64, 64]}.
   *
   * @param trainingImages 1 to 50,000
   * @param validationImages 1 to 450
   * @param testImages 1 to 450
   * @param seed decides every image; {@link #load} takes 1
   * @throws IllegalArgumentException if a number of images is out of its range
   */
  public static Split standIn(int trainingImages, int validationImages, int testImages, long seed) {
    return STAND_IN.split(trainingImages, validationImages, testImages, seed);
  }
}
