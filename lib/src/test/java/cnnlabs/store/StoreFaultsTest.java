package cnnlabs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import cnnlabs.train.EveryBatch;
import cnnlabs.train.RunProgress;
import cnnlabs.train.Sweep;
import cnnlabs.train.Trainer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the store, training gives its result, and a line says what happened. */
class StoreFaultsTest {

  private static final int EPOCHS = 3;

  private static Run undisturbed;

  private final List<String> messages = new ArrayList<>();
  private Path folder;
  private RunStore store;

  @BeforeAll
  static void train() {
    undisturbed = StoreSamples.undisturbed(EPOCHS);
  }

  @BeforeEach
  void open(@TempDir(factory = MemoryFolder.class) Path temporary) {
    folder = temporary.resolve("runs");
    store = store(new DurableFiles());
  }

  private RunStore store(DurableFiles files) {
    return RunStore.at(folder).with(files, messages::add);
  }

  private static Run fit(RunStore store, Consumer<RunProgress> everyBatch) {
    return EveryBatch.fit(
        Trainer.on(StoreSamples.DATA).withStore(store).keepingEpochs(0, 1),
        new Trial(StoreSamples.NETWORK, StoreSamples.CHOSEN.withEpochs(EPOCHS)),
        everyBatch);
  }

  private static void assertTrains(RunStore store) {
    Run run = fit(store, now -> {});
    StoreSamples.assertSame(run, undisturbed);
    assertThat(run.networks()).containsOnlyKeys(0, 1, EPOCHS);
  }

  /** The run comes from the store, without a message. */
  private void assertStored() {
    messages.clear();
    var reports = new ArrayList<RunProgress>();
    StoreSamples.assertSame(fit(store, reports::add), undisturbed);
    assertThat(reports).singleElement().matches(now -> now.stored().isPresent());
    assertThat(messages).isEmpty();
  }

  private Path runFolder() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> !path.getFileName().toString().startsWith("."))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Finds no room on the disk from one write to another. */
  private static final class FullDisk extends DurableFiles {

    private final AtomicInteger left;
    private final int failing;

    FullDisk(int writes, int failing) {
      left = new AtomicInteger(writes);
      this.failing = failing;
    }

    @Override
    void write(Path file, byte[] content) throws IOException {
      int now = left.getAndDecrement();
      if (now <= 0 && now > -failing) {
        throw new IOException(file + " (No space left on device)");
      }
      super.write(file, content);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, Integer.MAX_VALUE})
  void aFullDiskStopsNoTraining(int failing) {
    boolean failed = true;
    for (int writes = 0; failed; writes++) {
      messages.clear();
      folder = folder.resolveSibling("full-" + writes);
      assertTrains(store(new FullDisk(writes, failing)));
      failed = !messages.isEmpty();
      if (failed) {
        assertThat(messages)
            .singleElement()
            .asString()
            .contains(
                "own network, ",
                ", cross-entropy, Adam 0.01",
                "cannot be stored",
                folder.toString())
            .contains("No space left on device");
      }
      assertTrains(store(new DurableFiles()));
    }
  }

  @Test
  void aNetworkThatMemoryIsTooShortToWriteStopsNoTraining() {
    var noMemory =
        new DurableFiles() {
          @Override
          void write(Path file, byte[] content) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    assertTrains(store(noMemory));
    assertThat(messages)
        .singleElement()
        .asString()
        .contains("cannot be stored, and trains all the same", "Java heap space");
  }

  /** A disk of its own, so small that it is full at one write after another. */
  @Test
  void aDiskThatIsReallyFullStopsNoTraining() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=4k", "none", folder.toString()),
        "only root may mount a small disk");
    try {
      int full = 0;
      for (int kilobytes = 4; kilobytes <= 196; kilobytes += 16) {
        assertThat(run("mount", "-o", "remount,size=" + kilobytes + "k", folder.toString()))
            .isTrue();
        messages.clear();
        assertTrains(store);
        full += messages.size();
        assertThat(messages.size()).isLessThanOrEqualTo(1);
      }
      assertThat(full).as("times that the disk was full").isGreaterThan(2);
      assertStored();
    } finally {
      run("umount", folder.toString());
    }
  }

  @Test
  void aReadOnlyDiskIsReadAndStopsNoTraining() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "none", folder.toString()),
        "only root may mount a disk");
    try {
      fit(store, stopAt(10));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(run("mount", "-o", "remount,ro", folder.toString())).isTrue();
      var reports = new ArrayList<RunProgress>();
      StoreSamples.assertSame(fit(store, reports::add), undisturbed);
      assertThat(reports.get(0).notes()).containsExactly("carried on from epoch 2, batch 2");
      assertThat(messages).singleElement().asString().contains("Read-only file system");
      assertThat(run("mount", "-o", "remount,rw", folder.toString())).isTrue();
      assertTrains(store);
      assertThat(run("mount", "-o", "remount,ro", folder.toString())).isTrue();
      assertStored();
    } finally {
      run("umount", folder.toString());
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }

  @Test
  void aFileInTheStoresPlaceStopsNoTraining() throws IOException {
    Files.writeString(folder, "no folder");
    assertTrains(store);
    assertThat(messages).anyMatch(line -> line.contains(folder.toString()));
  }

  private static Consumer<RunProgress> stopAt(long iteration) {
    return now -> {
      if (now.iterations() == iteration) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** What may befall a file. */
  enum Damage {
    EMPTIED {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte[0]);
      }
    },
    TRUNCATED {
      @Override
      void to(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length / 2));
      }
    },
    ALTERED {
      @Override
      void to(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
      }
    },
    LOST {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    };

    abstract void to(Path file) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aDamagedFileIsFoundNamedSetAsideAndMadeAgain(Damage damage) throws IOException {
    assertTrains(store);
    for (String name :
        List.of("run.json", "network.json", "history-3.csv", "network-1.zip", "network-3.zip")) {
      Path file = runFolder().resolve(name);
      damage.to(file);
      messages.clear();
      assertTrains(store);
      if (!(name.equals("run.json") && damage == Damage.LOST)) {
        assertThat(messages).singleElement().asString().contains(file + " is damaged");
      }
      assertStored();
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aDamagedCheckpointFallsBackOnTheEpochBefore(Damage damage) throws IOException {
    fit(store, stopAt(12));
    assertThat(Thread.interrupted()).isTrue();
    damage.to(runFolder().resolve("checkpoint-1-4.zip"));
    var reports = new ArrayList<RunProgress>();
    StoreSamples.assertSame(fit(store, reports::add), undisturbed);
    assertThat(reports.get(0).notes()).containsExactly("carried on from epoch 1");
    assertThat(messages).singleElement().asString().contains("checkpoint-1-4.zip is damaged");
    assertThat(Files.exists(runFolder().resolve("checkpoint-1-4.zip.damaged")))
        .isEqualTo(damage != Damage.LOST);
  }

  @Test
  void aFolderWithoutAManifestIsNoRun() throws IOException {
    fit(store, now -> {});
    Files.createDirectories(folder.resolve("begun-0123456789abcdef"));
    Files.createDirectories(folder.resolve("my notes"));
    assertThat(store.runs()).hasSize(1);
    assertThat(messages).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void aRunOfAnotherFormatIsLeftAlone(int format) throws IOException {
    fit(store, now -> {});
    Path manifest = runFolder().resolve("run.json");
    String newer =
        Files.readString(manifest).replace("\"format\" : 3,", "\"format\" : %d,".formatted(format));
    Files.writeString(manifest, newer);
    Map<String, FileTime> before = times(manifest.resolveSibling(""));
    assertTrains(store);
    assertThat(messages)
        .isNotEmpty()
        .allMatch(line -> line.contains(manifest + " is left alone: it has format " + format));
    assertThat(times(manifest.resolveSibling(""))).isEqualTo(before);
    messages.clear();
    assertThat(store.runs()).hasSize(1);
    assertThat(messages).singleElement().asString().contains("format " + format);
  }

  private static Map<String, FileTime> times(Path folder) throws IOException {
    var times = new TreeMap<String, FileTime>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        times.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  /** All that was written lies a year in the future. */
  @Test
  void aClockThatWasSetBackChangesNothing() throws IOException {
    fit(store, stopAt(10));
    assertThat(Thread.interrupted()).isTrue();
    Instant future = Instant.now().plus(Duration.ofDays(365));
    rewrite(
        manifest -> StoreSamples.withKeyAndTimes(manifest, manifest.run().key(), future, future));
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(future));
      }
    }
    assertThat(store.runs()).extracting(StoredRun::started).containsExactly(future);
    assertTrains(store);
    assertStored();
    Run fresh =
        Trainer.on(StoreSamples.DATA)
            .withStore(store)
            .keepingEpochs(0, 1)
            .fresh()
            .fit(StoreSamples.NETWORK, StoreSamples.CHOSEN.withEpochs(EPOCHS));
    assertThat(fit(store, now -> {}).started()).isEqualTo(fresh.started()).isBefore(future);
    assertThat(store.runs()).hasSize(1);
    assertThat(messages).isEmpty();
  }

  private void rewrite(UnaryOperator<RunManifest> change) throws IOException {
    Path file = runFolder().resolve("run.json");
    Files.write(file, change.apply(RunManifest.read(Files.readAllBytes(file))).write());
  }

  /** Whoever made the file made its checksum too. */
  @Test
  void aHostileNetworkIsRefusedAndNothingOfItRuns() throws IOException {
    for (byte[] hostile :
        List.of(
            NetworkFileTest.with("../../escaped", new byte[1]),
            NetworkFileTest.with("preprocessor.bin", NetworkFileTest.serializedAttack()),
            NetworkFileTest.withForeignClass())) {
      assertTrains(store);
      messages.clear();
      NetworkFileTest.RAN.set(false);
      Path file = runFolder().resolve("network-3.zip");
      Files.write(file, hostile);
      rewrite(
          manifest -> {
            var files = new TreeMap<>(manifest.files());
            files.put("network-3.zip", RunManifest.sha256(hostile));
            return manifest.withFiles(files);
          });
      assertTrains(store);
      assertThat(NetworkFileTest.RAN).isFalse();
      assertThat(messages).singleElement().asString().contains(file + " is damaged");
      assertStored();
    }
  }

  @Test
  void aManifestThatNamesFilesElsewhereIsRefused() throws IOException {
    fit(store, now -> {});
    Path manifest = runFolder().resolve("run.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("network-3.zip", "../../network-3.zip"));
    assertTrains(store);
    assertThat(messages).singleElement().asString().contains("run.json is damaged");
  }

  @Test
  void twoThreadsTrainARunOnce() throws InterruptedException {
    var results = new ArrayList<Run>();
    var trained = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      var thread =
          new Thread(
              () -> {
                var reports = new ArrayList<RunProgress>();
                Run run = fit(store, reports::add);
                synchronized (results) {
                  results.add(run);
                }
                if (reports.get(reports.size() - 1).stored().isEmpty()) {
                  trained.incrementAndGet();
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(trained).hasValue(1);
    assertThat(results).hasSize(4).allSatisfy(run -> StoreSamples.assertSame(run, undisturbed));
    assertThat(messages).isEmpty();
  }

  @Test
  void aProcessWaitsForAnotherAndTakesItsRun() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path output = folder.resolveSibling("output");
    Process child = StoreChild.start(folder, "compiled", output);
    while (store.runs().isEmpty() && child.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    var seen = new ArrayList<RunProgress>();
    List<Run> runs =
        Sweep.with(Trainer.on(StoreSamples.DATA).withStore(store).keepingEpochs(1))
            .withThreads(1)
            .withProgress(
                progress -> {
                  seen.clear();
                  seen.addAll(progress);
                })
            .run(StoreChild.grid());
    assertThat(child.waitFor()).as(Files.readString(output)).isZero();
    assertThat(runs).hasSize(4).allMatch(run -> run.status() == RunStatus.COMPLETED);
    assertThat(seen.get(0).stored()).isPresent();
    assertThat(store.runs()).hasSize(4);
    assertThat(messages).isEmpty();
  }

  @Test
  void aRunThatIsTrainedIsNotDeleted() {
    var refused = new ArrayList<IllegalStateException>();
    fit(
        store,
        now -> {
          if (now.iterations() == 12) {
            try {
              store.delete(store.runs().get(0).key());
            } catch (IllegalStateException e) {
              refused.add(e);
            }
          }
        });
    assertThat(refused).singleElement().asString().contains("is being trained");
    assertStored();
  }

  @Test
  void nobodyCanTrainARunWhileItIsDeleted() {
    Run run = fit(store, now -> {});
    String key = run.settings().key();
    Path lock = folder.resolve(".locks").resolve(key + ".lock");
    var held = new ArrayList<Boolean>();
    store(
            new DurableFiles() {
              @Override
              void delete(Path file) throws IOException {
                held.add(RunLock.isHeld(lock));
                super.delete(file);
              }
            })
        .delete(key);
    assertThat(held).isNotEmpty().containsOnly(true);
    assertThat(RunLock.isHeld(lock)).isFalse();
    assertThat(store.runs()).isEmpty();
  }

  /** As in a store of a teacher's that a class may only read. */
  @Test
  void whoTrainsIsSeenWhereNothingMayBeWritten() throws IOException, InterruptedException {
    Path locks = Files.createDirectories(folder.resolve(".locks"));
    Path seen = Files.createDirectories(folder.resolve("seen"));
    Path file = locks.resolve("run.lock");
    try (FileChannel teachers =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assumeTrue(
          run("mount", "--bind", locks.toString(), seen.toString())
              && run("mount", "-o", "remount,bind,ro", seen.toString()),
          "only root may mount a folder");
      assertThat(RunLock.isHeld(seen.resolve("run.lock"))).isFalse();
      try (FileLock training = teachers.lock()) {
        assertThat(training.isValid()).isTrue();
        assertThat(RunLock.isHeld(seen.resolve("run.lock"))).isTrue();
      }
    } finally {
      run("umount", seen.toString());
    }
  }

  @Test
  void whereNothingMayBeReadSomebodyMayTrain() throws IOException {
    Path lock = Files.createFile(Files.createDirectories(folder).resolve("run.lock"));
    assertThat(RunLock.isHeld(lock)).isFalse();
    assumeTrue(lock.toFile().setReadable(false) && !Files.isReadable(lock), "root reads all");
    assertThat(RunLock.isHeld(lock)).isTrue();
  }

  @Test
  void aRunWhoseProcessDiedCountsAsInterrupted() throws IOException {
    fit(store, stopAt(10));
    assertThat(Thread.interrupted()).isTrue();
    Path file = runFolder().resolve("run.json");
    RunManifest stopped = RunManifest.read(Files.readAllBytes(file));
    assertThat(new String(stopped.write(), StandardCharsets.UTF_8)).contains("\"interrupted\"");
    rewrite(manifest -> manifest.withRun(manifest.run().withStatus(RunStatus.TRAINING)));
    assertThat(store.runs().get(0).status()).isEqualTo(RunStatus.INTERRUPTED);
    var whileTraining = new ArrayList<RunStatus>();
    fit(store, now -> whileTraining.add(store.runs().get(0).status()));
    assertThat(whileTraining).contains(RunStatus.TRAINING);
  }
}
