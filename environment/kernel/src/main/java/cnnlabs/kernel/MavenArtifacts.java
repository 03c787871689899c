package cnnlabs.kernel;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import eu.maveniverse.maven.mima.extensions.mmr.MavenModelReader;
import eu.maveniverse.maven.mima.extensions.mmr.ModelRequest;
import eu.maveniverse.maven.mima.extensions.mmr.ModelResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResult;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.jspecify.annotations.Nullable;

/**
 * Finds artifacts and what they depend on as Maven does: with the user's {@code settings.xml} and
 * local repository, and over the network only what is not there yet.
 */
final class MavenArtifacts {
  private final List<RemoteRepository> added = new ArrayList<>();
  private @Nullable Context context;

  /** Adds a repository to look in besides those of the settings. */
  void addRepository(String id, String url) {
    added.add(new RemoteRepository.Builder(id, "default", url).build());
  }

  /**
   * Finds the jars of an artifact and of what it needs at run time.
   *
   * @param coordinate {@code group:artifact:version} or {@code
   *     group:artifact:packaging:classifier:version}
   * @throws CellError when the coordinate is none, or an artifact is not found
   */
  List<Path> resolve(String coordinate) throws CellError {
    Dependency dependency;
    try {
      dependency = new Dependency(new DefaultArtifact(coordinate), "runtime");
    } catch (IllegalArgumentException e) {
      throw CellError.of(
          "UnresolvedDependency",
          "'%s' is no Maven coordinate: write group:artifact:version or group:artifact:packaging:classifier:version"
              .formatted(coordinate));
    }
    CollectRequest request = new CollectRequest();
    request.addDependency(dependency);
    request.setRepositories(repositories(List.of()));
    return resolve(coordinate, request, Set.of("compile", "runtime"));
  }

  /**
   * Finds the jars of a POM's dependencies.
   *
   * @param pom the POM file
   * @param scopes the scopes of the dependencies to take
   * @throws CellError when the POM cannot be read, or an artifact is not found
   */
  List<Path> resolvePom(Path pom, Set<String> scopes) throws CellError {
    if (!Files.isRegularFile(pom)) {
      throw CellError.of("UnresolvedDependency", "there is no POM '" + pom + "'");
    }
    ArtifactDescriptorResult model;
    try {
      ModelResponse response =
          new MavenModelReader(context())
              .readModel(ModelRequest.builder().setPomFile(pom.toAbsolutePath()).build());
      model = response.toArtifactDescriptorResult(response.getEffectiveModel());
    } catch (RepositoryException e) {
      throw unresolved("the POM '" + pom + "'", e);
    }
    CollectRequest request = new CollectRequest();
    model.getDependencies().stream()
        .filter(
            dependency ->
                scopes.contains(
                    dependency.getScope().isEmpty() ? "compile" : dependency.getScope()))
        .forEach(request::addDependency);
    request.setManagedDependencies(model.getManagedDependencies());
    request.setRepositories(repositories(model.getRepositories()));
    return resolve("the POM '" + pom + "'", request, scopes);
  }

  private List<Path> resolve(String what, CollectRequest request, Set<String> scopes)
      throws CellError {
    try {
      DependencyResult result =
          context()
              .repositorySystem()
              .resolveDependencies(
                  context().repositorySystemSession(),
                  new DependencyRequest(
                      request,
                      DependencyFilterUtils.classpathFilter(scopes.toArray(String[]::new))));
      return result.getArtifactResults().stream()
          .filter(
              artifact ->
                  artifact.isResolved() && artifact.getArtifact().getExtension().equals("jar"))
          .map(artifact -> artifact.getArtifact().getFile().toPath())
          .toList();
    } catch (RepositoryException e) {
      throw unresolved(what, e);
    }
  }

  private static CellError unresolved(String what, RepositoryException e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return CellError.of(
        "UnresolvedDependency", "cannot resolve " + what + ": " + deepest.getMessage());
  }

  private List<RemoteRepository> repositories(List<RemoteRepository> fromPom) {
    List<RemoteRepository> own = new ArrayList<>(added);
    own.addAll(fromPom);
    List<RemoteRepository> all = new ArrayList<>(context().remoteRepositories());
    all.addAll(
        context()
            .repositorySystem()
            .newResolutionRepositories(context().repositorySystemSession(), own));
    return all;
  }

  /** Maven's machinery, set up when it is first needed: that takes a moment. */
  private Context context() {
    Context known = context;
    if (known == null) {
      known =
          Runtimes.INSTANCE
              .getRuntime()
              .create(ContextOverrides.create().withUserSettings(true).build());
      context = known;
    }
    return known;
  }
}
