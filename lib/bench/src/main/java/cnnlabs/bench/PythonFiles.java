package cnnlabs.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the worker in Python reads: its program, the workload and the sample. */
final class PythonFiles {

  /** The program's name. */
  static final String WORKER = "worker.py";

  private PythonFiles() {}

  /** Where they are, in the benchmark's folder. */
  static Path folder(Workload workload, Path work) {
    return work.resolve("%s-%d".formatted(workload.network(), workload.batchSize()));
  }

  static void write(Workload workload, Path work) throws IOException {
    Path folder = Files.createDirectories(folder(workload, work));
    try (InputStream program =
        Objects.requireNonNull(PythonFiles.class.getResourceAsStream(WORKER), WORKER)) {
      Files.copy(program, folder.resolve(WORKER), StandardCopyOption.REPLACE_EXISTING);
    }
    Maps input = workload.input();
    var lines = new ArrayList<String>();
    lines.add(
        "%s %d %d %d %d"
            .formatted(
                workload.phase(),
                workload.batchSize(),
                input.channels(),
                input.height(),
                input.width()));
    workload.trials().forEach(trial -> lines.add(trial.words()));
    Files.write(folder.resolve("workload"), lines);
    Sample.of(workload).write(folder);
  }

  /** Whether Debian's Python has PyTorch. */
  static boolean canRun() throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of(Contender.DEBIAN_PYTHON))) {
      return false;
    }
    return new ProcessBuilder(List.of(Contender.DEBIAN_PYTHON, "-c", "import torch"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
