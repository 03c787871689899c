package cnnlabs.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.PathsHandler;
import org.jspecify.annotations.Nullable;

/**
 * The magics that change what cells see: jars, folders, Maven artifacts, the dependencies of a POM.
 */
final class Magics {
  private static final Set<String> POM_SCOPES = Set.of("compile", "runtime");

  private static final String HELP =
      """
      %jars <file or glob>...       adds jars and folders to what cells see (also %classpath)
      %maven <g:a:version>...       adds artifacts and what they need
      %mavenRepo <id> <url>         a repository to look in besides Maven's own
      %loadFromPOM <file> [scope]   adds the dependencies of a POM
      %%loadFromPOM [scope]         adds those in the cell: <dependency> and <repository>
      %load <file>                  runs a script, or the code cells of a notebook
      %time <statement>             runs a statement, and says how long it took
      %%time                        runs the cell, and says how long it took
      %help                         this list""";

  private final MavenArtifacts maven = new MavenArtifacts();
  private final AddedJars jars;

  /** What a magic does with its arguments. */
  private interface Action {
    void run(List<String> arguments) throws IOException, CellError;
  }

  Magics(JavaInterpreter java) {
    jars = new AddedJars(System.getProperty("java.class.path"), java::addToClassPath);
  }

  /** Registers the magics, under IJava's names and their aliases. */
  void register(MagicsRegistry registry) {
    line(registry, this::addFiles, "jars", "addJars", "classpath", "addClasspath");
    line(registry, this::addMaven, "maven", "addMavenDependency", "addMavenDependencies");
    line(registry, this::addRepository, "mavenRepo", "addMavenRepo");
    line(registry, this::loadPom, "loadFromPOM");
    line(registry, arguments -> System.out.println(HELP), "help");
    CellMagic<@Nullable Object, JavaKernel> pomCell =
        (kernel, arguments, body) -> {
          Path pom = Files.createTempFile("cell", ".pom");
          try {
            Files.writeString(pom, PomFragment.complete(body));
            addArtifacts(
                maven.resolvePom(pom, arguments.isEmpty() ? POM_SCOPES : Set.copyOf(arguments)));
          } finally {
            Files.delete(pom);
          }
          return null;
        };
    registry.registerCellMagic("loadFromPOM", pomCell);
  }

  private static void line(MagicsRegistry registry, Action action, String... names) {
    LineMagic<@Nullable Object, JavaKernel> magic =
        (kernel, arguments) -> {
          action.run(arguments);
          return null;
        };
    for (String name : names) {
      registry.registerLineMagic(name, magic);
    }
  }

  private void addFiles(List<String> globs) throws CellError {
    for (String glob : globs) {
      for (String entry : PathsHandler.split(glob)) {
        List<Path> files = Settings.matching(entry);
        if (files.isEmpty()) {
          throw CellError.of("FileNotFound", "no file or folder matches '" + entry + "'");
        }
        jars.addFiles(files).forEach(System.out::println);
      }
    }
  }

  private void addMaven(List<String> coordinates) throws CellError {
    if (coordinates.isEmpty()) {
      throw CellError.of("MagicArguments", "write %maven <group>:<artifact>:<version>");
    }
    for (String coordinate : coordinates) {
      addArtifacts(maven.resolve(coordinate));
    }
  }

  private void addArtifacts(List<Path> files) {
    jars.addArtifacts(files).forEach(System.out::println);
  }

  private void addRepository(List<String> arguments) throws CellError {
    if (arguments.size() != 2) {
      throw CellError.of("MagicArguments", "write %mavenRepo <id> <url>");
    }
    maven.addRepository(arguments.get(0), arguments.get(1));
  }

  private void loadPom(List<String> arguments) throws CellError {
    if (arguments.isEmpty()) {
      throw CellError.of("MagicArguments", "write %loadFromPOM <file> [<scope>...]");
    }
    Set<String> scopes =
        arguments.size() == 1 ? POM_SCOPES : Set.copyOf(arguments.subList(1, arguments.size()));
    addArtifacts(maven.resolvePom(Path.of(arguments.get(0)), scopes));
  }
}
