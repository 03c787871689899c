package cnnlabs.bench;

import cnnlabs.engine.BackEnd;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What the figures were measured on. */
final class Machine {

  private Machine() {}

  static String description() {
    return "%s, %d cores; %s %s; %s %s; %s"
        .formatted(
            BackEnd.processorName(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("java.vm.name"),
            Runtime.version(),
            LocalDate.now(ZoneOffset.UTC));
  }
}
