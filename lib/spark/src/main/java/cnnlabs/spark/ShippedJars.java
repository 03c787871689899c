package cnnlabs.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the executors need of this process's class path besides Spark: the library and its natives.
 */
final class ShippedJars {

  /** What every Spark has, by Maven's groups, and would travel for nothing. */
  private static final Pattern SPARKS_OWN =
      Pattern.compile(
          ".*/(org/apache/(spark|hadoop|curator|zookeeper|ivy|avro|datasketches|xbean)|org/scala-lang"
              + "|org/scala-lang/modules|io/netty|org/glassfish|org/json4s|com/twitter|io/dropwizard"
              + "|com/github/luben|org/roaringbitmap|com/ibm/icu|com/google/crypto)/.*");

  private ShippedJars() {}

  /** Paths of jars; of a folder of classes, a jar is made, which is deleted at the end. */
  static List<String> of(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::exists)
        .filter(entry -> !SPARKS_OWN.matcher(entry.toString().replace('\\', '/')).matches())
        .map(entry -> Files.isDirectory(entry) ? packed(entry) : entry)
        .map(Path::toString)
        .toList();
  }

  private static Path packed(Path folder) {
    try {
      Path jar = Files.createTempFile("cnnlabs-", ".jar");
      jar.toFile().deleteOnExit();
      try (var out = new JarOutputStream(Files.newOutputStream(jar));
          Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          out.putNextEntry(new JarEntry(folder.relativize(file).toString().replace('\\', '/')));
          Files.copy(file, out);
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException("The classes in %s cannot be packed".formatted(folder), e);
    }
  }
}
