package cnnlabs.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One workload, run by all engines in turns, so that all see the same noise of the machine. First
 * they must show that they compute the same.
 */
final class Race implements AutoCloseable {

  private static final int ROUNDS = 25;

  /** Long compared to a change of process, short compared to changes in the machine's speed. */
  private static final long ROUND_NANOS = 200_000_000;

  /** How long the Java compiler takes to finish with a small network's step. */
  private static final long WARM_UP_NANOS = 1_500_000_000;

  /** After this time a slow engine runs no further round... */
  private static final long ENOUGH_NANOS = 2 * ROUNDS * ROUND_NANOS;

  /** ... but it runs at least this many. */
  private static final int LEAST_ROUNDS = 5;

  private final Workload workload;
  private final List<Team> teams = new ArrayList<>();

  /**
   * Starts the engines' processes.
   *
   * @param work the folder of their files
   */
  Race(Workload workload, List<Contender> contenders, Path work) throws IOException {
    this.workload = workload;
    if (contenders.contains(Contender.PYTORCH_DEBIAN)) {
      PythonFiles.write(workload, work);
    }
    for (Contender contender : contenders) {
      teams.add(new Team(contender, workload, work));
    }
  }

  /** Waits until all engines are ready; their versions. */
  Map<Contender, String> versions() throws InterruptedException, BenchmarkException {
    var versions = new LinkedHashMap<Contender, String>();
    for (Team team : teams) {
      versions.put(team.contender(), team.version());
    }
    return versions;
  }

  /**
   * Compares the engines' losses with those of the first, which is this project's. An engine that
   * computes something else is left out of the race: its times would mean nothing.
   *
   * @return a line for each that is left out
   * @throws BenchmarkException if it is Deeplearning4j, whose networks this project trains
   */
  List<String> leaveOutThoseThatDisagree() throws InterruptedException, BenchmarkException {
    List<Losses> expected = teams.get(0).check();
    var lines = new ArrayList<String>();
    for (Team team : List.copyOf(teams.subList(1, teams.size()))) {
      List<Losses> actual = team.check();
      OptionalInt wrong =
          IntStream.range(0, expected.size())
              .filter(trial -> !expected.get(trial).agreeWith(actual.get(trial)))
              .findFirst();
      if (wrong.isPresent()) {
        int trial = wrong.getAsInt();
        String line =
            "%s and %s do not compute the same for trial %d of %s: losses %s and %s."
                .formatted(
                    teams.get(0).contender().label(),
                    team.contender().label(),
                    trial,
                    workload.network(),
                    expected.get(trial),
                    actual.get(trial));
        if (team.contender() == Contender.DL4J) {
          throw new BenchmarkException(line);
        }
        lines.add("%s %s is left out.".formatted(line, team.contender().label()));
        teams.remove(team);
        team.close();
      }
    }
    return lines;
  }

  /** Times all engines; a row each. */
  List<Row> run() throws InterruptedException, BenchmarkException {
    var runners = new ArrayList<Runner>();
    for (Team team : teams) {
      runners.add(new Runner(team));
    }
    var order = new ArrayList<>(runners);
    for (int round = 0; round < ROUNDS; round++) {
      for (Runner runner : order) {
        runner.round();
      }
      Collections.reverse(order); // No engine always follows the same one.
    }
    return runners.stream().map(Runner::row).toList();
  }

  @Override
  public void close() {
    teams.forEach(Team::close);
  }

  /** An engine in the race. */
  private final class Runner {

    private final Team team;
    private final int iterations;
    private final List<Timing> rounds = new ArrayList<>();
    private long nanos;

    /** Warms up, and finds how many iterations fill a round. */
    Runner(Team team) throws InterruptedException, BenchmarkException {
      this.team = team;
      int count = 1;
      long warm = 0;
      do {
        long took = team.time(count).nanos();
        warm += took;
        count = Math.toIntExact(Math.max(1, Math.round((double) ROUND_NANOS * count / took)));
      } while (warm < WARM_UP_NANOS);
      iterations = count;
    }

    void round() throws InterruptedException, BenchmarkException {
      if (rounds.size() < LEAST_ROUNDS || nanos < ENOUGH_NANOS) {
        Timing timing = team.time(iterations);
        rounds.add(timing);
        nanos += timing.nanos();
      }
    }

    Row row() {
      return Row.of(workload, team.contender(), rounds);
    }
  }
}
