package cnnlabs.data;

import cnnlabs.data.standin.ColouredShapes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The 50-class set of the homework's last part: a folder of pictures with train, validation and
 * test lists, as images {@code [3, 64, 64]}, or its stand-in of coloured shapes with 450 validation
 * and 450 test images.
 *
 * <p>Take another size with {@link Split#resized}.
 */
public final class FiftyClasses {

  private static final String NAME = "50-class set";
  private static final int SIZE = 64;
  private static final int HELD_OUT = 450;
  private static final StandIn STAND_IN =
      new StandIn(NAME, ColouredShapes.fiftyClasses(), 50_000, HELD_OUT);

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
    return DataSource.of(
            new PictureFolder(mostTraining),
            List.of(),
            () -> standIn(mostTraining, HELD_OUT, HELD_OUT, StandIn.SEED))
        .load(location);
  }

  private record PictureFolder(int mostTraining) implements DataFiles {

    @Override
    public String name() {
      return "The " + NAME;
    }

    @Override
    public String subfolder() {
      return "fifty-classes";
    }

    @Override
    public List<Optional<Path>> in(Path folder) {
      return List.of(Optional.of(folder.resolve(subfolder())).filter(Files::isDirectory));
    }

    @Override
    public Split read(Path folder) {
      return ImageFolder.load(folder.resolve(subfolder()), SIZE, mostTraining);
    }
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
