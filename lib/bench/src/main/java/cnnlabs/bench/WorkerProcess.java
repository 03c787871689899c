package cnnlabs.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The benchmark's side of a worker: questions and answers, a line each. */
final class WorkerProcess implements AutoCloseable {

  /** The longest wait for an answer: the slowest engine on the largest network. */
  private static final int PATIENCE_SECONDS = 300;

  private static final int LOG_LINES = 20;

  private final String name;
  private final Path log;
  private final Process process;
  private final PrintStream questions;

  /** An empty one marks the end of the worker's output. */
  private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

  /**
   * Starts a worker.
   *
   * @param name what an error calls it
   * @param environment what its environment has and this process's has not; where a value is empty,
   *     the variable is taken away
   * @param log the file of its standard error
   */
  WorkerProcess(String name, List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    this.name = name;
    this.log = log;
    var builder = new ProcessBuilder(command).redirectError(log.toFile());
    environment.forEach(
        (variable, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(variable);
          } else {
            builder.environment().put(variable, value);
          }
        });
    process = builder.start();
    questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    var listener = new Thread(this::listen, name);
    listener.setDaemon(true);
    listener.start();
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.add(Optional.of(line));
      }
    } catch (IOException e) {
      // The process is gone, which its exit status tells better.
    } finally {
      answers.add(Optional.empty());
    }
  }

  void ask(String question) {
    questions.println(question);
  }

  /**
   * Waits for the next answer.
   *
   * @param kind the answer's first word
   * @return what follows it
   * @throws BenchmarkException if the worker ended, said something else or nothing for too long
   */
  String answer(String kind) throws InterruptedException, BenchmarkException {
    Optional<String> line = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw failure("has not answered for %d seconds".formatted(PATIENCE_SECONDS));
    }
    if (line.isEmpty()) {
      throw failure("ended with status %d".formatted(process.waitFor()));
    }
    if (!line.get().startsWith(kind + " ")) {
      throw failure("answered '%s'".formatted(line.get()));
    }
    return line.get().substring(kind.length() + 1);
  }

  private BenchmarkException failure(String what) {
    return new BenchmarkException("%s %s. Its last words:%n%s".formatted(name, what, lastWords()));
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return "(" + log + " cannot be read)";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
