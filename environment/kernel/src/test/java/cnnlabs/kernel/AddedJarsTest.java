package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddedJarsTest {
  private static final String REPOSITORY = "/m2/org/apache/commons/commons-csv/";

  private final List<String> added = new ArrayList<>();
  private final AddedJars jars =
      new AddedJars("/kernel.jar:/m2/com/google/guava/31/guava-31.jar", added::add);

  private static Path csv(String version) {
    return Path.of(REPOSITORY + version + "/commons-csv-" + version + ".jar");
  }

  @Test
  void whatWasAddedIsNamed() {
    assertThat(jars.addArtifacts(List.of(csv("1.10.0"))))
        .containsExactly("Added commons-csv-1.10.0.jar.");
    assertThat(jars.addArtifacts(List.of(csv("1.10.0")))).containsExactly("Nothing was added.");
    assertThat(added).containsExactly(csv("1.10.0").toString());
  }

  @Test
  void ofManyTheFirstAreNamed() {
    List<Path> many =
        IntStream.range(0, 30).mapToObj(i -> Path.of("/a/" + i + "/1/" + i + ".jar")).toList();
    assertThat(jars.addArtifacts(many).get(0)).endsWith("18.jar, 19.jar and 10 more.");
  }

  @Test
  void secondVersionIsNotAddedAndWarnedOf() {
    jars.addArtifacts(List.of(csv("1.10.0")));
    assertThat(jars.addArtifacts(List.of(csv("1.9.0"))))
        .containsExactly(
            "Nothing was added.",
            "Warning: commons-csv-1.9.0.jar is not added, since commons-csv-1.10.0.jar is there:"
                + " restart the kernel to choose another version.");
    assertThat(jars.addArtifacts(List.of(Path.of("/m2/com/google/guava/33/guava-33.jar"))).get(1))
        .contains("guava-31.jar is there");
  }

  @Test
  void anotherClassifierOfTheSameVersionIsAdded() {
    jars.addArtifacts(List.of(csv("1.10.0")));
    Path sources = Path.of(REPOSITORY + "1.10.0/commons-csv-1.10.0-sources.jar");
    assertThat(jars.addArtifacts(List.of(sources))).hasSize(1).first().asString().contains("Added");
  }
}
