package cnnlabs.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A process that runs one engine, and does what it reads from its standard input:
 *
 * <pre>
 * check     answers the first and the last loss of a few steps, for each of its trials
 * time 20   iterates 20 times on each of its trials; answers nanoseconds and processor nanoseconds
 * </pre>
 *
 * <p>It says {@code ready} and the engine's version when it can be asked, and ends with its input.
 * {@code worker.py} does the same in Python.
 */
public final class Worker {

  /** Steps of a check: enough for a wrong gradient or learning rate to show in the loss. */
  private static final int CHECK_STEPS = 5;

  private final Workload workload;
  private final Sample sample;
  private final Function<Trial, Model> models;
  private final List<Lane> lanes;

  private Worker(Contender contender, Workload workload, Part part, int lanes) {
    this.workload = workload;
    this.sample = Sample.of(workload);
    this.models = contender.models(workload, sample);
    List<Trial> trials = part.of(workload.trials());
    this.lanes =
        IntStream.range(0, lanes).mapToObj(i -> new Lane(new Part(i, lanes).of(trials))).toList();
  }

  /**
   * Starts a worker.
   *
   * @param arguments the engine, the workload's network and batch size, which part of its trials of
   *     how many, and the number of threads
   */
  public static void main(String[] arguments) {
    PrintStream answers = System.out;
    System.setOut(System.err); // whatever a library has to say is no answer
    int status = 0;
    try {
      var contender = Contender.of(arguments[0]);
      var worker =
          new Worker(
              contender,
              Workload.of(arguments[1], Integer.parseInt(arguments[2])),
              new Part(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4])),
              Integer.parseInt(arguments[5]));
      answers.println("ready " + contender.version());
      worker.serve(answers);
    } catch (IOException | InterruptedException | ExecutionException | RuntimeException e) {
      e.printStackTrace();
      status = 1;
    }
    System.exit(status); // libraries leave threads behind
  }

  private void serve(PrintStream answers)
      throws IOException, InterruptedException, ExecutionException {
    var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      answers.println(
          line.equals("check") ? check() : time(Integer.parseInt(line.replace("time ", ""))));
    }
  }

  private String check() throws InterruptedException, ExecutionException {
    var answer = new StringBuilder("check");
    for (List<Losses> losses : onEachLane(Lane::check)) {
      losses.forEach(pair -> answer.append(' ').append(pair.words()));
    }
    return answer.toString();
  }

  private String time(int iterations) throws InterruptedException, ExecutionException {
    onEachLane(Lane::open);
    long processor = processorNanos();
    long start = System.nanoTime();
    onEachLane(lane -> lane.iterate(iterations));
    return "time %d %d".formatted(System.nanoTime() - start, processorNanos() - processor);
  }

  private static long processorNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private <T> List<T> onEachLane(Function<Lane, T> task)
      throws InterruptedException, ExecutionException {
    List<Future<T>> futures = new ArrayList<>();
    for (Lane lane : lanes) {
      futures.add(lane.thread.submit(() -> task.apply(lane)));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }

  /** A thread and its own trials, which it iterates one after the other. */
  private final class Lane {

    final ExecutorService thread = Executors.newSingleThreadExecutor();
    final List<Trial> trials;
    final List<Model> open = new ArrayList<>();
    int batch;

    Lane(List<Trial> trials) {
      this.trials = trials;
    }

    boolean open() {
      if (open.isEmpty()) {
        trials.forEach(trial -> open.add(models.apply(trial)));
      }
      return true;
    }

    boolean iterate(int iterations) {
      for (Model model : open) {
        for (int i = 0; i < iterations; i++) {
          batch = (batch + 1) % Sample.BATCHES;
          if (workload.phase() == Workload.Phase.TRAINING) {
            model.train(batch);
          } else {
            model.probabilities(batch);
          }
        }
      }
      return true;
    }

    List<Losses> check() {
      List<Losses> result = new ArrayList<>();
      for (Trial trial : trials) {
        try (Model model = models.apply(trial.withoutChance())) {
          double first = loss(model);
          double last = first;
          for (int step = 1; step < CHECK_STEPS; step++) {
            last = loss(model);
          }
          result.add(new Losses(first, last));
        }
      }
      return result;
    }

    /** The loss of the first batch, as a step of the workload's phase gives it. */
    private double loss(Model model) {
      if (workload.phase() == Workload.Phase.TRAINING) {
        return model.train(0);
      }
      float[] probabilities = model.probabilities(0);
      int[] labels = sample.labels().get(0);
      double sum = 0;
      for (int row = 0; row < labels.length; row++) {
        sum -= Math.log(probabilities[row * Workload.CLASSES + labels[row]]);
      }
      return sum / labels.length;
    }
  }
}
