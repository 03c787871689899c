package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @Test
  void nothingIsSetByDefault() {
    assertThat(Settings.of(Map.of()))
        .isEqualTo(
            new Settings(
                List.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of()));
  }

  @Test
  void timeoutIsInMillisecondsOrHasAUnit() {
    assertThat(Settings.of(Map.of("IJAVA_TIMEOUT", "1500")).timeout())
        .contains(Duration.ofMillis(1500));
    assertThat(Settings.of(Map.of("IJAVA_TIMEOUT", "30 seconds")).timeout())
        .contains(Duration.ofSeconds(30));
    assertThat(Settings.of(Map.of("IJAVA_TIMEOUT", "-1")).timeout()).isEmpty();
  }

  @Test
  void mistakesAreReportedAndLeftOut() {
    Settings settings =
        Settings.of(Map.of("IJAVA_TIMEOUT", "soon", "IJAVA_CLASSPATH", "/none/*.jar"));
    assertThat(settings.timeout()).isEmpty();
    assertThat(settings.problems()).hasSize(2);
  }

  @Test
  void classPathEntriesMayBeGlobs(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("a.jar"));
    Files.createFile(folder.resolve("b.jar"));
    Settings settings = Settings.of(Map.of("IJAVA_CLASSPATH", folder + "/*.jar"));
    assertThat(settings.classPath()).hasSize(2);
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void compilerOptionsAreSeparatedByBlanks() {
    assertThat(
            Settings.of(Map.of("IJAVA_COMPILER_OPTS", " -parameters  -Xlint:all "))
                .compilerOptions())
        .containsExactly("-parameters", "-Xlint:all");
  }
}
