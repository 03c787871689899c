package cnnlabs.bench;

import cnnlabs.engine.Engine;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The processes by which one engine runs one workload: one, or for a grid in PyTorch several. */
final class Team implements AutoCloseable {

  /** What makes one thread of one network: no library may think that all cores are its own. */
  private static final Map<String, String> ONE_THREAD =
      Map.of("OMP_NUM_THREADS", "1", "MKL_NUM_THREADS", "1");

  /**
   * Takes away the settings of the C library's memory that {@code environment/engine.env} makes.
   * PyTorch keeps them: it must not be at a disadvantage.
   */
  private static final Map<String, String> PLAIN_MEMORY =
      Map.of(
          "MALLOC_TRIM_THRESHOLD_", "",
          "MALLOC_MMAP_THRESHOLD_", "",
          "MALLOC_TOP_PAD_", "",
          "MALLOC_ARENA_MAX", "");

  private final Contender contender;
  private final Workload workload;
  private final List<WorkerProcess> workers = new ArrayList<>();

  /**
   * Starts the processes, without waiting until they are ready.
   *
   * @param work the folder of their files
   */
  Team(Contender contender, Workload workload, Path work) throws IOException {
    this.contender = contender;
    this.workload = workload;
    int processes = contender.needsProcesses() ? workload.lanes() : 1;
    for (int index = 0; index < processes; index++) {
      workers.add(start(new Part(index, processes), work));
    }
  }

  private WorkerProcess start(Part part, Path work) throws IOException {
    var environment = new HashMap<>(ONE_THREAD);
    if (contender == Contender.DL4J) {
      environment.putAll(PLAIN_MEMORY);
    }
    Path log =
        work.resolve(
            "%s-%d-%s-%d.log"
                .formatted(
                    workload.network(), workload.batchSize(), contender.label(), part.index()));
    List<String> command =
        contender == Contender.PYTORCH_DEBIAN ? python(part, work) : java(part, work);
    return new WorkerProcess(contender.label(), command, environment, log);
  }

  private List<String> java(Part part, Path work) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classPath = System.getProperty("java.class.path");
    if (contender == Contender.DL4J) {
      // As it ships: no settings, and not even the library's classes.
      classPath = without(classPath, Engine.class);
    } else {
      // As this JVM was started: with those of environment/java.options.
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }
    if (contender == Contender.PYTORCH_DJL) {
      command.addAll(
          List.of(
              "-Dai.djl.offline=true",
              "-DOPT_OUT_TRACKING=true",
              "-DDJL_CACHE_DIR=" + work.resolve("djl"),
              "-Dai.djl.pytorch.num_threads=1",
              "-Dai.djl.pytorch.num_interop_threads=1"));
    }
    int lanes = contender.needsProcesses() ? 1 : workload.lanes();
    command.addAll(
        List.of(
            "-cp",
            classPath,
            Worker.class.getName(),
            contender.label(),
            workload.network(),
            Integer.toString(workload.batchSize()),
            Integer.toString(part.index()),
            Integer.toString(part.count()),
            Integer.toString(lanes)));
    return command;
  }

  private static String without(String classPath, Class<?> type) {
    Path location;
    try {
      location = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Every class is somewhere", e);
    }
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .filter(entry -> !Path.of(entry).toAbsolutePath().equals(location))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private List<String> python(Part part, Path work) {
    Path folder = PythonFiles.folder(workload, work);
    return List.of(
        Contender.DEBIAN_PYTHON,
        folder.resolve(PythonFiles.WORKER).toString(),
        folder.toString(),
        Integer.toString(part.index()),
        Integer.toString(part.count()));
  }

  Contender contender() {
    return contender;
  }

  /** Waits until all are ready, and tells the engine's version. */
  String version() throws InterruptedException, BenchmarkException {
    String version = "";
    for (WorkerProcess worker : workers) {
      version = worker.answer("ready");
    }
    return version;
  }

  /** The losses of each process's trials, one process after the other. */
  List<Losses> check() throws InterruptedException, BenchmarkException {
    var result = new ArrayList<Losses>();
    for (WorkerProcess worker : workers) {
      worker.ask("check");
      String[] numbers = worker.answer("check").split(" ", -1);
      for (int i = 0; i < numbers.length; i += 2) {
        result.add(new Losses(Double.parseDouble(numbers[i]), Double.parseDouble(numbers[i + 1])));
      }
    }
    return result;
  }

  /** Iterates as often on each trial, in all processes at once. */
  Timing time(int iterations) throws InterruptedException, BenchmarkException {
    workers.forEach(worker -> worker.ask("time " + iterations));
    long nanos = 0;
    long processorNanos = 0;
    for (WorkerProcess worker : workers) {
      String[] numbers = worker.answer("time").split(" ", -1);
      nanos = Math.max(nanos, Long.parseLong(numbers[0]));
      processorNanos += Long.parseLong(numbers[1]);
    }
    return new Timing(iterations * workload.trials().size(), nanos, processorNanos);
  }

  @Override
  public void close() {
    workers.forEach(WorkerProcess::close);
  }
}
