package cnnlabs.bench;

import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtEngine;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_engine;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** An engine that takes part. */
enum Contender {
  /** This project's compiled step. */
  CNNLABS,
  /** Deeplearning4j as it ships. */
  DL4J,
  /** libtorch through DJL. */
  PYTORCH_DJL,
  /** Debian's package python3-torch. */
  PYTORCH_DEBIAN;

  /** Where Debian's own packages are found, whatever Python comes first on the path. */
  static final String DEBIAN_PYTHON = "/usr/bin/python3";

  /** What tables and files call it: {@code pytorch-djl}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Contender of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** PyTorch cannot train in two threads at full speed: of Python or of DJL, one at a time runs. */
  boolean needsProcesses() {
    return this == PYTORCH_DJL || this == PYTORCH_DEBIAN;
  }

  /** What makes a trial's model, in one of the engines that run in Java. */
  Function<Trial, Model> models(Workload workload, Sample sample) {
    switch (this) {
      case CNNLABS -> {
        var batches = Dl4jBatches.of(workload, sample);
        return trial -> new CompiledModel(workload, trial, sample, batches);
      }
      case DL4J -> {
        var batches = Dl4jBatches.of(workload, sample);
        return trial -> new Dl4jModel(workload, trial, sample, batches);
      }
      case PYTORCH_DJL -> {
        var batches = DjlModel.Batches.of(sample);
        return trial -> new DjlModel(workload, trial, sample, batches);
      }
      case PYTORCH_DEBIAN -> throw new IllegalArgumentException("It runs in Python.");
    }
    throw new AssertionError(this);
  }

  /** The engine's parts with their versions, as far as it runs in Java. */
  String version() {
    return switch (this) {
      case CNNLABS ->
          "compiled step on " + jar(MultiLayerNetwork.class) + " and " + jar(dnnl_engine.class);
      case DL4J -> jar(MultiLayerNetwork.class);
      case PYTORCH_DJL ->
          "libtorch %s through %s"
              .formatted(Engine.getEngine("PyTorch").getVersion(), jar(PtEngine.class));
      case PYTORCH_DEBIAN -> throw new IllegalArgumentException("It runs in Python.");
    };
  }

  /** A library's name and version are those of its file. */
  private static String jar(Class<?> type) {
    String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return String.valueOf(Path.of(path).getFileName()).replace(".jar", "");
  }
}
