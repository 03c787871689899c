package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cnnlabs.data.files.Download;
import cnnlabs.data.files.RemoteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSourceTest {

  private static final int RECORDS = 2;

  private final List<String> told = new ArrayList<>();
  private final Split standIn = Split.of(Samples.colour(4), Samples.colour(2));
  private Path root;
  private Path user;
  private Path cache;

  @BeforeEach
  void makeFolders(@TempDir Path temporary) throws IOException {
    root = temporary;
    user = Files.createDirectory(root.resolve("user"));
    cache = root.resolve("cache");
  }

  @Test
  void takesTheUsersFilesFirst() throws IOException {
    CifarSamples.layLoose(user, RECORDS);
    CifarSamples.layLoose(cache, RECORDS + 1);
    assertThat(load(Optional.of(user), false).training().size()).isEqualTo(5 * RECORDS);
    assertThat(told).isEmpty();
  }

  @Test
  void takesTheCacheWhereTheUsersFolderHasOtherThings() throws IOException {
    Files.writeString(user.resolve("notes.txt"), "");
    CifarSamples.layLoose(cache.resolve("cifar-10-batches-bin"), RECORDS);
    assertThat(load(Optional.of(user), true).training().size()).isEqualTo(5 * RECORDS);
    assertThat(told).isEmpty();
  }

  @Test
  void aBadFileOfTheUsersIsNeverPassedOver() throws IOException {
    CifarSamples.layLoose(user, RECORDS);
    Files.write(user.resolve("data_batch_2.bin"), new byte[7]);
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> load(Optional.of(user), false))
        .withMessageContaining("data_batch_2.bin");
    Files.delete(user.resolve("data_batch_2.bin"));
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> load(Optional.of(user), false))
        .withMessageContaining("data_batch_2.bin");
  }

  @Test
  void aFolderThatIsNotThereIsNeverPassedOver() {
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> load(Optional.of(root.resolve("none")), false))
        .withMessageContaining("since CNNLABS_DATA names it, found nothing");
  }

  @Test
  void offlineTheStandInTakesItsPlaceInOneLineThatSaysWhy() {
    assertThat(load(Optional.of(user), true)).isSameAs(standIn);
    assertThat(told)
        .containsExactly(
            "CIFAR-10 is not available: no files in %s or %s; no download (CNNLABS_OFFLINE is set)."
                    .formatted(
                        user.resolve("cifar-10-batches-bin"), cache.resolve("cifar-10-batches-bin"))
                + " A stand-in takes its place: its results say nothing of the real images.");
    assertThat(cache).doesNotExist();
  }

  @Test
  void afterAFailedDownloadTheStandInTakesItsPlace() {
    assertThat(load(Optional.empty(), false)).isSameAs(standIn);
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).contains("no download (127.0.0.1: no connection)");
  }

  @Test
  void theEnvironmentNamesTheFolders() {
    Path home = Path.of("/home/student");
    assertThat(DataLocation.of(Map.of("CNNLABS_DATA", "", "CNNLABS_OFFLINE", ""), home))
        .isEqualTo(
            new DataLocation(Optional.empty(), Path.of("/home/student/.cache/cnnlabs"), false));
    assertThat(
            DataLocation.of(
                Map.of("CNNLABS_DATA", "/d", "CNNLABS_OFFLINE", "1", "XDG_CACHE_HOME", "/c"), home))
        .isEqualTo(new DataLocation(Optional.of(Path.of("/d")), Path.of("/c/cnnlabs"), true));
  }

  private Split load(Optional<Path> folder, boolean offline) {
    RemoteFile nowhere = RemoteFile.of(CifarFiles.ARCHIVE, 1, "", "http://127.0.0.1:1/file");
    Download download = new Download(List.of(nowhere), Duration.ofSeconds(5), told::add);
    return new DataSource(files(), download, () -> standIn, told::add)
        .load(new DataLocation(folder, cache, offline));
  }

  private static CifarFiles files() {
    return new CifarFiles(RECORDS, "", "");
  }
}
