package cnnlabs.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how busy an NVIDIA card is, and its memory in use, by whatever process: nvidia-smi reports
 * the card as a whole.
 */
final class CardMeter implements LoadMeter {

  private static final long PATIENCE_SECONDS = 5;
  private static final Pattern ANSWER = Pattern.compile("(\\d+|\\[.*]), (\\d+|\\[.*])\\s*");
  private static final double MEBIBYTE = 1 << 20;

  private final String program;
  private double memoryBytes = Double.NaN;
  private boolean silent;

  /** Asks nvidia-smi, given by its name or path. */
  CardMeter(String program) {
    this.program = program;
  }

  @Override
  public double load() {
    Optional<Matcher> answer = ask().map(ANSWER::matcher).filter(Matcher::matches);
    memoryBytes = answer.map(match -> number(match.group(2)) * MEBIBYTE).orElse(Double.NaN);
    return answer.map(match -> number(match.group(1)) / 100).orElse(Double.NaN);
  }

  /** The memory when the load was last read: one answer holds both. */
  @Override
  public double memoryBytes() {
    return memoryBytes;
  }

  /** A value that the card does not report is in brackets: {@code [N/A]}. */
  private static double number(String text) {
    return text.startsWith("[") ? Double.NaN : Double.parseDouble(text);
  }

  /** A program that is not there, or hangs, is not asked again. */
  private Optional<String> ask() {
    if (silent) {
      return Optional.empty();
    }
    String card = "--id=" + System.getenv().getOrDefault("CUDA_VISIBLE_DEVICES", "0");
    String query = "--query-gpu=utilization.gpu,memory.used";
    var command = new ProcessBuilder(program, card, query, "--format=csv,noheader,nounits");
    try {
      Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try {
        if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          byte[] answer = process.getInputStream().readAllBytes();
          return Optional.of(new String(answer, StandardCharsets.UTF_8));
        }
      } finally {
        process.destroyForcibly(); // It hangs, or this thread was interrupted.
      }
    } catch (IOException e) {
      // There is none: below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    silent = true;
    return Optional.empty();
  }
}
