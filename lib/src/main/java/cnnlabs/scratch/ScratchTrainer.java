package cnnlabs.scratch;

import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The loop: forward, loss, backward, update, batch by batch. */
public final class ScratchTrainer {

  private static final int EVALUATION_BATCH = 250;

  /** Memory that the arrays of a step share with those of the next: a step then allocates none. */
  private static final WorkspaceConfiguration STEP_MEMORY =
      WorkspaceConfiguration.builder()
          .policyAllocation(AllocationPolicy.STRICT)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .build();

  private ScratchTrainer() {}

  /**
   * Trains a network.
   *
   * @param listener called after each epoch with what there is so far
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  @SuppressWarnings("try") // The memory is there while it is open.
  public static ScratchRun train(ScratchTrial trial, Consumer<ScratchRun> listener) {
    ScratchSettings settings = trial.settings();
    ImageDataset training = trial.data().training();
    ImageDataset validation = trial.data().validation().orElseThrow();
    var reader = new BatchReader(training, settings.normalization(), settings.batchSize());
    List<ScratchEpoch> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      long start = System.nanoTime();
      double loss = 0;
      int correct = 0;
      for (Batch batch : reader.shuffled(settings.seed(), epoch)) {
        try (MemoryWorkspace memory = memory("scratch training")) {
          var result = step(trial.network(), batch, settings.learningRate());
          loss += result.loss() * batch.size();
          correct += result.correct();
        }
        stopIfInterrupted();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double n = training.size();
      double validated = accuracy(trial.network(), validation, settings.normalization());
      epochs.add(new ScratchEpoch(epoch, loss / n, correct / n, validated, seconds));
      listener.accept(new ScratchRun(trial, epochs));
    }
    return new ScratchRun(trial, epochs);
  }

  private static SoftmaxCrossEntropy step(
      ScratchNetwork network, Batch batch, double learningRate) {
    INDArray images = batch.features().castTo(network.dataType());
    INDArray logits = network.forward(images);
    var result = SoftmaxCrossEntropy.of(logits, batch.labels());
    network.backward(result.gradient());
    network.update(learningRate);
    return result;
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
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(), ScratchTrainer::daemon);
    Object turn = new Object();
    Consumer<ScratchRun> oneAtATime =
        run -> {
          synchronized (turn) {
            listener.accept(run);
          }
        };
    try {
      List<Future<ScratchRun>> futures =
          trials.stream()
              .map(trial -> threads.submit(() -> train(trial, oneAtATime)))
              .collect(Collectors.toList());
      List<ScratchRun> runs = new ArrayList<>();
      for (Future<ScratchRun> future : futures) {
        runs.add(future.get());
      }
      return runs;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A training failed: " + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
      awaitEnd(threads);
    }
  }

  /** A kernel that is shut down does not wait for it. */
  private static Thread daemon(Runnable training) {
    var thread = new Thread(training, "cnnlabs-scratch");
    thread.setDaemon(true);
    return thread;
  }

  /** Waits until nothing trains any more: what was interrupted ends at its next batch. */
  private static void awaitEnd(ExecutorService threads) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The share of images whose class has the greatest probability, 0 to 1: top-1 accuracy.
   *
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  @SuppressWarnings("try") // The memory is there while it is open.
  static double accuracy(ScratchNetwork network, ImageDataset images, Normalization normalization) {
    int batchSize = Math.min(EVALUATION_BATCH, images.size());
    int correct = 0;
    for (Batch batch : new BatchReader(images, normalization, batchSize).inOrder()) {
      try (MemoryWorkspace memory = memory("scratch evaluation")) {
        INDArray logits = network.forward(batch.features().castTo(network.dataType()));
        correct += SoftmaxCrossEntropy.of(logits, batch.labels()).correct();
      }
      stopIfInterrupted();
    }
    return (double) correct / images.size();
  }

  private static MemoryWorkspace memory(String id) {
    return Nd4j.getWorkspaceManager().getAndActivateWorkspace(STEP_MEMORY, id);
  }

  private static void stopIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
  }

  private static CancellationException interrupted() {
    return new CancellationException("Interrupted while a network was trained by hand.");
  }
}
