package cnnlabs.notebook;

import cnnlabs.data.Cifar10;
import cnnlabs.data.Mnist;
import cnnlabs.store.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Where a reader finds what the labs use and make. */
final class Places {

  private Places() {}

  static Table table() {
    RunStore store = RunStore.ofEnvironment();
    Table table =
        Table.create(
            "Where things are",
            StringColumn.create("what", "runs", "MNIST", "CIFAR-10"),
            StringColumn.create(
                "where",
                "%s (%s)".formatted(Paths.brief(store.folder()), count(store.runs().size())),
                data(Mnist.folder()),
                data(Cifar10.folder())));
    store.sharedFolder().ifPresent(folder -> append(table, "shared runs", shared(folder)));
    return table;
  }

  private static void append(Table table, String what, String where) {
    table.stringColumn("what").append(what);
    table.stringColumn("where").append(where);
  }

  private static String shared(Path folder) {
    return Files.isDirectory(folder)
        ? Paths.brief(folder)
        : "%s, which %s names, is no folder: nothing is taken from there"
            .formatted(folder, RunStore.SHARED_VARIABLE);
  }

  private static String count(int runs) {
    return runs == 1 ? "1 run" : runs + " runs";
  }

  private static String data(Optional<Path> folder) {
    return folder
        .map(Paths::brief)
        .orElse("not on this machine: downloaded when a lab needs it, else a stand-in");
  }
}
