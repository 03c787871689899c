package cnnlabs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code environment/lab bench}. */
public final class Bench {

  private final Path work;
  private final List<Contender> contenders;

  private Bench(Path work, List<Contender> contenders) {
    this.work = work;
    this.contenders = contenders;
  }

  /**
   * Measures, and prints a table.
   *
   * @param arguments a folder for files that nobody else needs; the name of the workloads to
   *     measure, empty for all; the file to write rows to, empty for none
   */
  public static void main(String[] arguments) {
    int status = 0;
    try {
      run(Path.of(arguments[0]).toAbsolutePath(), arguments[1], arguments[2]);
    } catch (BenchmarkException | IOException e) {
      System.err.println("environment/lab: " + e.getMessage());
      status = 1;
    } catch (InterruptedException e) {
      status = 130;
    }
    System.exit(status);
  }

  private static void run(Path work, String only, String out)
      throws BenchmarkException, IOException, InterruptedException {
    List<Workload> workloads = only.isEmpty() ? Workload.all() : Workload.named(only);
    if (workloads.isEmpty()) {
      throw new BenchmarkException(
          "there is no benchmark '%s'; there are %s"
              .formatted(only, String.join(", ", Workload.names())));
    }
    Files.createDirectories(work);
    System.out.println(Machine.description());
    var contenders = new ArrayList<>(List.of(Contender.values()));
    if (!PythonFiles.canRun()) {
      contenders.remove(Contender.PYTORCH_DEBIAN);
      System.out.printf(
          "%s is left out: %s has no torch (apt-get install python3-torch).%n",
          Contender.PYTORCH_DEBIAN.label(), Contender.DEBIAN_PYTHON);
    }
    List<Row> rows = new Bench(work, contenders).measure(workloads);
    if (!out.isEmpty()) {
      Row.write(rows, Path.of(out).toAbsolutePath());
    }
  }

  private List<Row> measure(List<Workload> workloads)
      throws BenchmarkException, IOException, InterruptedException {
    var all = new ArrayList<Row>();
    for (Workload workload : workloads) {
      try (var race = new Race(workload, contenders, work)) {
        Map<Contender, String> versions = race.versions();
        if (all.isEmpty()) {
          versions.forEach((contender, version) -> print(contender.label() + ": " + version));
          print("\n" + Table.HEAD);
        }
        race.leaveOutThoseThatDisagree().forEach(Bench::print);
        List<Row> rows = race.run();
        Table.lines(rows).forEach(Bench::print);
        all.addAll(rows);
      }
    }
    return all;
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
