package cnnlabs.engine;

import cnnlabs.engine.Node.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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
   */
  Program compile(Purpose purpose, long[] batchShape) {
    COMPILATIONS.incrementAndGet();
    try (var builder = new ProgramBuilder(purpose, arrays)) {
      Tensor input = builder.input(OneDnn.plain(batchShape), batchShape);
      return switch (purpose) {
        case TRAINING, GRADIENT -> training(builder, input);
        case OUTPUT -> output(builder, input);
        case ACTIVATIONS -> activations(builder, input);
        case LAYER_TIMES -> layerTimes(builder, input);
      };
    }
  }

  private Program training(ProgramBuilder builder, Tensor input) {
    List<Node> nodes = Rewrites.apply(allNodes(), builder.purpose());
    List<Stage> stages = forward(builder, nodes, input);
    Tensor outputs = builder.result(stages.get(stages.size() - 1).output());
    Tensor gradient = plan.loss().emit(builder, outputs, plan.sum());
    for (int i = nodes.size() - 1; i >= 0 && gradient != null; i--) {
      boolean wanted = nodes.subList(0, i).stream().anyMatch(Node::trains);
      gradient = stages.get(i).backward().emit(gradient, wanted);
    }
    return builder.build(List.of());
  }

  private Program output(ProgramBuilder builder, Tensor input) {
    List<Node> nodes = allNodes();
    nodes.addAll(plan.outputNodes());
    List<Stage> stages = forward(builder, Rewrites.apply(nodes, builder.purpose()), input);
    return builder.build(List.of(builder.result(stages.get(stages.size() - 1).output())));
  }

  private Program activations(ProgramBuilder builder, Tensor input) {
    List<Tensor> results = new ArrayList<>();
    Tensor reached = input;
    for (int i = 0; i < plan.layers().size(); i++) {
      List<Node> nodes = new ArrayList<>(plan.layers().get(i));
      if (i == plan.layers().size() - 1) {
        nodes.addAll(plan.outputNodes());
      }
      for (Node node : nodes) {
        reached = node.forward(builder, reached).output();
      }
      results.add(builder.result(reached));
    }
    return builder.build(results);
  }

  /** A mark behind each layer's forward pass, the loss with the last, then its backward pass. */
  private Program layerTimes(ProgramBuilder builder, Tensor input) {
    List<List<Node>> layers =
        plan.layers().stream().map(nodes -> Rewrites.apply(nodes, builder.purpose())).toList();
    List<List<Stage>> stages = new ArrayList<>();
    Tensor reached = input;
    for (List<Node> layer : layers) {
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
          layers.subList(0, i).stream().flatMap(List::stream).anyMatch(Node::trains);
      List<Node> nodes = layers.get(i);
      for (int k = nodes.size() - 1; k >= 0 && gradient != null; k--) {
        boolean wanted = wantedBefore || nodes.subList(0, k).stream().anyMatch(Node::trains);
        gradient = stages.get(i).get(k).backward().emit(gradient, wanted);
      }
      builder.mark();
    }
    return builder.build(List.of());
  }

  private List<Node> allNodes() {
    return new ArrayList<>(plan.layers().stream().flatMap(List::stream).toList());
  }

  private static List<Stage> forward(ProgramBuilder builder, List<Node> nodes, Tensor input) {
    List<Stage> stages = new ArrayList<>();
    Tensor reached = input;
    for (Node node : nodes) {
      Stage stage = node.forward(builder, reached);
      stages.add(stage);
      reached = stage.output();
    }
    return stages;
  }
}
