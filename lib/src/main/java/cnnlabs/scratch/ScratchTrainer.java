package cnnlabs.scratch;

import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.Interruption;
import cnnlabs.data.Split;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.nd4j.linalg.api.memory.MemoryWorkspace;

/** The loop: forward, loss, backward, update, batch by batch. */
public final class ScratchTrainer {

  private static final String DOING = "a network was trained by hand";

  private ScratchTrainer() {}

  /**
   * Trains a network.
   *
   * @param listener called after each epoch with what there is so far
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  @SuppressWarnings("try") // The memory is there while it is open.
  public static ScratchRun train(ScratchTrial trial, Consumer<ScratchRun> listener) {
    ScratchNetwork network = trial.network();
    Split data = trial.data();
    var reader = new BatchReader(data.training(), trial.normalization(), trial.batchSize());
    List<ScratchRun.Epoch> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= trial.epochs(); epoch++) {
      long start = System.nanoTime();
      double loss = 0;
      int correct = 0;
      for (Batch batch : reader.shuffled(trial.seed(), epoch)) {
        try (MemoryWorkspace memory = ScratchNetwork.memory("scratch training")) {
          var result = SoftmaxCrossEntropy.of(network.logits(batch), batch.labels());
          network.backward(result.gradient());
          network.update(trial.learningRate());
          loss += result.loss() * batch.size();
          correct += result.correct();
        }
        Interruption.check(DOING);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double n = data.training().size();
      double validated = network.accuracy(data.validation().orElseThrow(), trial.normalization());
      epochs.add(new ScratchRun.Epoch(epoch, loss / n, correct / n, validated, seconds));
      listener.accept(new ScratchRun(trial, epochs));
    }
    return new ScratchRun(trial, epochs);
  }

  /**
   * Trains networks, as many at once as there are cores. The weights do not depend on that.
   *
   * @param trials with a network each of its own
   * @param listener called after each epoch of each, one call at a time
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  public static List<ScratchRun> trainAll(
      List<ScratchTrial> trials, Consumer<ScratchRun> listener) {
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            cores, // Daemons: a kernel that is shut down does not wait for them.
            new ThreadFactoryBuilder().setDaemon(true).setNameFormat("cnnlabs-scratch").build());
    Consumer<ScratchRun> oneAtATime =
        run -> {
          synchronized (threads) {
            listener.accept(run);
          }
        };
    try {
      List<Future<ScratchRun>> futures =
          trials.stream().map(trial -> threads.submit(() -> train(trial, oneAtATime))).toList();
      List<ScratchRun> runs = new ArrayList<>();
      for (Future<ScratchRun> future : futures) {
        runs.add(future.get());
      }
      return runs;
    } catch (InterruptedException e) {
      throw Interruption.during(DOING);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A training failed: " + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow(); // What is interrupted ends at its next batch.
      Uninterruptibles.awaitTerminationUninterruptibly(threads);
    }
  }
}
