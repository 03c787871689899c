package cnnlabs.bench;

import java.nio.file.Path;
import java.util.Locale;

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

  /** PyTorch trains side by side in processes only, as everyone does it; Java in threads. */
  boolean needsProcesses() {
    return this == PYTORCH_DJL || this == PYTORCH_DEBIAN;
  }

  /** A model of one of the engines that run in Java. */
  Model model(Workload workload, Trial trial, Sample sample) {
    return switch (this) {
      case CNNLABS -> new CompiledModel(workload, trial, sample);
      case DL4J -> new Dl4jModel(workload, trial, sample);
      case PYTORCH_DJL -> new DjlModel(workload, trial, sample);
      case PYTORCH_DEBIAN -> throw new IllegalArgumentException("It runs in Python.");
    };
  }

  /** The engine's parts with their versions, as far as it runs in Java. */
  String version() {
    return switch (this) {
      case CNNLABS ->
          "compiled step on "
              + jar(org.deeplearning4j.nn.multilayer.MultiLayerNetwork.class)
              + " and "
              + jar(org.bytedeco.dnnl.dnnl_engine.class);
      case DL4J -> jar(org.deeplearning4j.nn.multilayer.MultiLayerNetwork.class);
      case PYTORCH_DJL ->
          "libtorch %s through %s"
              .formatted(
                  ai.djl.engine.Engine.getEngine("PyTorch").getVersion(),
                  jar(ai.djl.pytorch.engine.PtEngine.class));
      case PYTORCH_DEBIAN -> throw new IllegalArgumentException("It runs in Python.");
    };
  }

  /** A library's name and version are those of its file. */
  private static String jar(Class<?> type) {
    String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return String.valueOf(Path.of(path).getFileName()).replace(".jar", "");
  }
}
