package cnnlabs.notebook;

import cnnlabs.data.Cifar10;
import cnnlabs.data.Mnist;
import cnnlabs.plot.Tables;
import cnnlabs.store.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import tech.tablesaw.api.Table;

/** Where a reader finds what the labs use and make. */
final class Locations {

  /** What is said of data that no folder holds. */
  static final String MISSING =
      "not on this machine: downloaded when a lab needs it, else a stand-in";

  private Locations() {}

  static Table table() {
    RunStore store = RunStore.ofEnvironment();
    int runs = store.runs().size();
    String count = runs == 1 ? " (1 run)" : " (%d runs)".formatted(runs);
    var rows = new LinkedHashMap<String, String>();
    rows.put("runs", brief(store.folder()) + count);
    rows.put("MNIST", data(Mnist.folder()));
    rows.put("CIFAR-10", data(Cifar10.folder()));
    store.sharedFolder().ifPresent(folder -> rows.put("shared runs", shared(folder)));
    return Tables.of("Where things are", "what", rows).text("where", where -> where).table();
  }

  private static String shared(Path folder) {
    return Files.isDirectory(folder)
        ? brief(folder)
        : "%s, which %s names, is no folder: nothing is taken from there"
            .formatted(folder, RunStore.SHARED_VARIABLE);
  }

  private static String data(Optional<Path> folder) {
    return folder.map(Locations::brief).orElse(MISSING);
  }

  /** From the notebook's folder or, with a {@code ~}, from the user's home, where it lies there. */
  static String brief(Path path) {
    return brief(path, Path.of("").toAbsolutePath(), Path.of(System.getProperty("user.home")));
  }

  static String brief(Path path, Path here, Path home) {
    if (path.startsWith(here) && !path.equals(here)) {
      return here.relativize(path).toString();
    }
    return (path.startsWith(home) ? Path.of("~").resolve(home.relativize(path)) : path).toString();
  }
}
