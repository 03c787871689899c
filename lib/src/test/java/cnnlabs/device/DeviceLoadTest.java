package cnnlabs.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.engine.BackEnd;
import cnnlabs.engine.Engine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceLoadTest {

  private static final BackEnd BACK_END = new BackEnd(BackEnd.CPU, "CpuBackend", "a processor");

  @Test
  void aThreadThatComputesIsSeenAndOneThatSleepsIsNot() {
    int cores = Runtime.getRuntime().availableProcessors();
    DeviceLoad busy = DeviceLoad.during(() -> compute(1));
    DeviceLoad idle = DeviceLoad.during(() -> sleep(1));
    // A second of a core's time, however long a busy machine takes to give it; the JVM's own
    // threads are in both.
    assertThat(busy.meanLoad() * busy.seconds() * cores).isGreaterThan(0.9);
    assertThat(idle.meanLoad() * idle.seconds() * cores).isLessThan(0.5);
    assertThat(busy.meanLoad()).isLessThanOrEqualTo(1);
    assertThat(busy.samples()).hasSizeGreaterThan(1);
    assertThat(busy.backEnd()).isEqualTo(Engine.backEnd());
  }

  @Test
  void memoryThatIsTakenIsSeen() {
    double before = new ProcessorMeter().memoryBytes();
    var taken = new ArrayList<ByteBuffer>(); // outside the heap, as arrays are
    DeviceLoad load = DeviceLoad.during(() -> taken.add(ByteBuffer.allocateDirect(200 << 20)));
    assertThat(taken).hasSize(1);
    assertThat(load.peakMemoryBytes()).isGreaterThan(before + (150 << 20));
  }

  @Test
  void anInterruptedLookAtTheCardLeavesNoProcess(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path program = folder.resolve("nvidia-smi");
    Path id = folder.resolve("id");
    Files.writeString(program, "#!/bin/sh\necho $$ > %s\nexec sleep 600\n".formatted(id));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    var asking = new Thread(() -> new CardMeter(program.toString()).load());
    asking.start();
    while (!Files.exists(id) || Files.size(id) == 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    long pid = Long.parseLong(Files.readString(id).strip());
    asking.interrupt();
    asking.join();
    for (int i = 0; i < 1000 && ProcessHandle.of(pid).isPresent(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  void whatFailsFailsAndIsNoLongerWatched() throws InterruptedException {
    assertThatThrownBy(
            () ->
                DeviceLoad.during(
                    () -> {
                      throw new IllegalStateException("no network");
                    }))
        .hasMessage("no network");
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("cnnlabs-device-watch")) {
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  @Test
  void meansAreOverTime() {
    var load =
        new DeviceLoad(
            BACK_END,
            List.of(
                new LoadSample(1, 0.9, 30), new LoadSample(4, 0.1, 20), new LoadSample(5, 1, 10)));
    assertThat(load.seconds()).isEqualTo(5);
    assertThat(load.meanLoad()).isCloseTo((0.9 + 0.3 + 1) / 5, within(1e-12));
    assertThat(load.peakLoad()).isEqualTo(1);
    assertThat(load.peakMemoryBytes()).isEqualTo(30);
  }

  @Test
  void pairsKeepTheMeanAndThePeakOfMemory() {
    List<LoadSample> samples =
        List.of(
            new LoadSample(1, 0.2, 5),
            new LoadSample(2, 0.4, 9),
            new LoadSample(3, 1, 2),
            new LoadSample(5, 0, 3));
    List<LoadSample> pairs = DeviceWatch.inPairs(samples);
    assertThat(pairs).extracting(LoadSample::seconds).containsExactly(2.0, 5.0);
    assertThat(pairs).extracting(LoadSample::memoryBytes).containsExactly(9.0, 3.0);
    assertThat(new DeviceLoad(BACK_END, pairs).meanLoad())
        .isCloseTo(new DeviceLoad(BACK_END, samples).meanLoad(), within(1e-12));
  }

  @Test
  void aShortEndJoinsTheStretchBefore() {
    var first = new LoadSample(1, 0.5, 1);
    assertThat(DeviceWatch.withoutShortEnd(List.of(first, new LoadSample(1.01, 0, 2))))
        .singleElement()
        .satisfies(
            whole -> {
              assertThat(whole.seconds()).isEqualTo(1.01);
              assertThat(whole.load()).isCloseTo(0.5 / 1.01, within(1e-12));
              assertThat(whole.memoryBytes()).isEqualTo(2);
            });
    List<LoadSample> even = List.of(first, new LoadSample(1.9, 0.4, 2));
    assertThat(DeviceWatch.withoutShortEnd(even)).isEqualTo(even);
    assertThat(DeviceWatch.withoutShortEnd(List.of(first))).containsExactly(first);
  }

  @Test
  void aLoadWithoutASampleIsRefused() {
    assertThatThrownBy(() -> new DeviceLoad(BACK_END, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }

  @Test
  void theCardsAnswerIsRead(@TempDir Path folder) throws IOException {
    var meter = new CardMeter(answering(folder, "echo '87, 10240'"));
    assertThat(meter.load()).isEqualTo(0.87);
    assertThat(meter.memoryBytes()).isEqualTo(10_240.0 * (1 << 20));
  }

  @Test
  void whatACardDoesNotTellIsNotANumber(@TempDir Path folder) throws IOException {
    var meter = new CardMeter(answering(folder, "echo '[N/A], 1024'"));
    assertThat(meter.load()).isNaN();
    assertThat(meter.memoryBytes()).isEqualTo(1024.0 * (1 << 20));
    var failing = new CardMeter(answering(folder, "echo 'No devices were found'; exit 6"));
    assertThat(failing.load()).isNaN();
    assertThat(failing.memoryBytes()).isNaN();
  }

  @Test
  void aProgramThatIsNotThereGivesNoNumbers(@TempDir Path folder) {
    var meter = new CardMeter(folder.resolve("nowhere").toString());
    assertThat(meter.load()).isNaN();
    assertThat(meter.memoryBytes()).isNaN();
  }

  /** A program in the place of nvidia-smi. */
  private static String answering(Path folder, String command) throws IOException {
    Path program = Files.createTempFile(folder, "nvidia-smi", "");
    Files.writeString(program, "#!/bin/sh\n" + command + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program.toString();
  }

  private static void compute(double seconds) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + (long) (seconds * 1e9);
    double sum = 0;
    while (threads.getCurrentThreadCpuTime() < end) {
      sum += Math.sin(sum + 1);
    }
    assertThat(sum).isFinite();
  }

  private static void sleep(double seconds) {
    try {
      TimeUnit.MICROSECONDS.sleep((long) (seconds * 1e6));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
