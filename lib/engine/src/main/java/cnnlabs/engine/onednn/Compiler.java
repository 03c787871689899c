package cnnlabs.engine.onednn;

import cnnlabs.engine.ComputationException;
import cnnlabs.engine.UnsupportedNetworkException;
import cnnlabs.engine.onednn.NetworkPlan.Named;
import cnnlabs.engine.onednn.Node.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns a plan into a program for one purpose and one shape of batch. */
final class Compiler {

  /** Of this process: tests see by it what is compiled in vain. */
  private static final AtomicInteger COMPILATIONS = new AtomicInteger();

  private final NetworkPlan plan;
  private final NetworkArrays arrays;

  Compiler(NetworkPlan plan, NetworkArrays arrays) {
    this.plan = plan;
    this.arrays = arrays;
  }

  static int compilations() {
    return COMPILATIONS.get();
  }

  /**
   * Compiles.
   *
   * @param batchShape {@code [N, C, H, W]} or {@code [N, inputs]}
   * @throws UnsupportedNetworkException naming the layer that oneDNN has no primitive for
   * @throws ComputationException naming the layer at which memory or oneDNN failed
   */
  Program compile(Purpose purpose, long[] batchShape) {
    COMPILATIONS.incrementAndGet();
    return OneThread.supply(() -> compiled(purpose, batchShape));
  }

  private Program compiled(Purpose purpose, long[] batchShape) {
    var demand = new Demand(purpose, batchShape);
    demand.requireMargin();
    try (var builder = new ProgramBuilder(purpose, arrays, demand)) {
      Tensor input = builder.input(OneDnn.plain(batchShape), batchShape);
      return switch (purpose) {
        case TRAINING, GRADIENT -> training(builder, input);
        case OUTPUT -> output(builder, input);
        case ACTIVATIONS -> activations(builder, input);
        case LAYER_TIMES -> layerTimes(builder, input);
      };
    } catch (UnsupportedNetworkException e) {
      throw e.in(demand.layer());
    } catch (OneDnnFailure e) {
      throw demand.explain(e);
    }
  }

  private Program training(ProgramBuilder builder, Tensor input) {
    List<Named> nodes = NodeFusion.apply(plan.nodes(false), builder.purpose());
    List<Stage> stages = forward(builder, nodes, input);
    Tensor outputs = builder.result(stages.get(stages.size() - 1).output());
    Tensor gradient = plan.loss().emit(builder, outputs, plan.sum());
    for (int i = nodes.size() - 1; i >= 0 && gradient != null; i--) {
      gradient = backward(builder, nodes.get(i), stages.get(i), gradient, trains(nodes, i));
    }
    return builder.build(List.of());
  }

  private Program output(ProgramBuilder builder, Tensor input) {
    List<Named> nodes = NodeFusion.apply(plan.nodes(true), builder.purpose());
    List<Stage> stages = forward(builder, nodes, input);
    return builder.build(List.of(builder.result(stages.get(stages.size() - 1).output())));
  }

  private Program activations(ProgramBuilder builder, Tensor input) {
    List<Tensor> results = new ArrayList<>();
    Tensor reached = input;
    for (int i = 0; i < plan.layers().size(); i++) {
      for (Named named : plan.nodes(i, true)) {
        builder.at(named.layer());
        reached = named.node().forward(builder, reached).output();
      }
      results.add(builder.result(reached));
    }
    return builder.build(results);
  }

  /** A mark behind each layer's forward pass, the loss with the last, then its backward pass. */
  private Program layerTimes(ProgramBuilder builder, Tensor input) {
    List<List<Named>> layers =
        IntStream.range(0, plan.layers().size())
            .mapToObj(i -> NodeFusion.apply(plan.nodes(i, false), builder.purpose()))
            .toList();
    List<List<Stage>> stages = new ArrayList<>();
    Tensor reached = input;
    for (List<Named> layer : layers) {
      if (!stages.isEmpty()) {
        builder.mark();
      }
      List<Stage> emitted = forward(builder, layer, reached);
      reached = emitted.isEmpty() ? reached : emitted.get(emitted.size() - 1).output();
      stages.add(emitted);
    }
    Tensor gradient = plan.loss().emit(builder, builder.result(reached), plan.sum());
    builder.mark();
    for (int i = layers.size() - 1; i >= 0; i--) {
      boolean wantedBefore =
          layers.subList(0, i).stream().anyMatch(nodes -> trains(nodes, nodes.size()));
      List<Named> nodes = layers.get(i);
      for (int k = nodes.size() - 1; k >= 0 && gradient != null; k--) {
        boolean wanted = wantedBefore || trains(nodes, k);
        gradient = backward(builder, nodes.get(k), stages.get(i).get(k), gradient, wanted);
      }
      builder.mark();
    }
    return builder.build(List.of());
  }

  /** Whether training changes any of the first nodes, so that gradients must reach them. */
  private static boolean trains(List<Named> nodes, int count) {
    return nodes.subList(0, count).stream().anyMatch(named -> named.node().trains());
  }

  private static List<Stage> forward(ProgramBuilder builder, List<Named> nodes, Tensor input) {
    List<Stage> stages = new ArrayList<>();
    Tensor reached = input;
    for (Named named : nodes) {
      builder.at(named.layer());
      Stage stage = named.node().forward(builder, reached);
      stages.add(stage);
      reached = stage.output();
    }
    return stages;
  }

  private static @Nullable Tensor backward(
      ProgramBuilder builder, Named named, Stage stage, Tensor outputGradient, boolean wanted) {
    builder.at(named.layer());
    return stage.backward().emit(outputGradient, wanted);
  }
}
