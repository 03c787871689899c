package cnnlabs.data;

/**
 * Where a data set comes from, so that nobody takes one for another.
 *
 * @param name the data set's name, such as {@code CIFAR-10}
 * @param kind how far its content is known to be the published one
 * @param detail what that rests on: the SHA-256 of the records, or the seed of a stand-in
 */
public record Provenance(String name, Kind kind, String detail) {

  /** How far content is known to be the published one, from best to least. */
  public enum Kind {
    /** The records are the published ones, in whatever order and files. */
    OFFICIAL,
    /** The format is exact and the content another than the published one, or none is published. */
    USER_FILE,
    /** Made by a seed in place of a data set that was not available. */
    STAND_IN
  }

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public Provenance {
    if (name.isBlank()) {
      throw new IllegalArgumentException("A data set's name is blank: give it one for captions.");
    }
  }

  /** A data set from files of the user's, of which nothing is published. */
  public static Provenance userFile(String name) {
    return new Provenance(name, Kind.USER_FILE, "files of the user's");
  }

  /** A data set made by a seed in the place of the one named. */
  public static Provenance standIn(String name, long seed) {
    return new Provenance(name, Kind.STAND_IN, "made by seed " + seed);
  }

  /** Whether this is a stand-in, whose accuracies say nothing of the real data set's. */
  public boolean isStandIn() {
    return kind == Kind.STAND_IN;
  }

  /**
   * The name for captions and tables: {@code CIFAR-10}, {@code CIFAR-10 (user file)} or {@code
   * CIFAR-10 stand-in}.
   */
  public String label() {
    return switch (kind) {
      case OFFICIAL -> name;
      case USER_FILE -> name + " (user file)";
      case STAND_IN -> name + " stand-in";
    };
  }
}
