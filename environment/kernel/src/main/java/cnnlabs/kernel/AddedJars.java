package cnnlabs.kernel;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The jars and folders that cells see, and what is said of one more. */
final class AddedJars {
  private static final int MOST_NAMES = 20;

  private final Set<Path> known;
  private final Consumer<String> add;

  /**
   * Begins with the JVM's class path.
   *
   * @param add is told the path of each jar or folder that is to be added
   */
  AddedJars(String classPath, Consumer<String> add) {
    known =
        Stream.of(classPath.split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    this.add = add;
  }

  /** Adds files, whatever there is. */
  List<String> addFiles(List<Path> files) {
    return add(files, false);
  }

  /**
   * Adds artifacts of a Maven repository, apart from those that are there in another version: of
   * two, cells would see a mixture.
   *
   * @return what was done, in lines for the reader
   */
  List<String> addArtifacts(List<Path> files) {
    return add(files, true);
  }

  private List<String> add(List<Path> files, boolean artifacts) {
    List<String> names = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      Path absolute = file.toAbsolutePath().normalize();
      Optional<Path> other = artifacts ? otherVersion(absolute) : Optional.empty();
      if (other.isPresent()) {
        lines.add(
            "Warning: %s is not added, since %s is there: restart the kernel to choose another version."
                .formatted(absolute.getFileName(), other.get().getFileName()));
      } else if (known.add(absolute)) {
        add.accept(absolute.toString());
        names.add(String.valueOf(absolute.getFileName()));
      }
    }
    lines.add(0, said(names));
    return lines;
  }

  private static String said(List<String> names) {
    if (names.isEmpty()) {
      return "Nothing was added.";
    }
    int more = names.size() - MOST_NAMES;
    return "Added %s%s."
        .formatted(
            String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES))),
            more > 0 ? " and %d more".formatted(more) : "");
  }

  /** A repository has a folder for each artifact, with one for each of its versions. */
  private Optional<Path> otherVersion(Path file) {
    @Nullable Path version = file.getParent();
    @Nullable Path artifact = version == null ? null : version.getParent();
    return known.stream()
        .filter(
            there -> {
              @Nullable Path its = there.getParent();
              return its != null
                  && !its.equals(version)
                  && artifact != null
                  && artifact.equals(its.getParent());
            })
        .findFirst();
  }
}
