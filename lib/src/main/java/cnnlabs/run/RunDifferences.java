package cnnlabs.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.Set;

/** What two runs differ in beside their seed: all that decides a result, and their epochs. */
final class RunDifferences {

  private RunDifferences() {}

  /** Each difference with both values, such as {@code l2: 0.0 and 0.1}; empty if there is none. */
  static Set<String> between(Run first, Run second) {
    var differences = new LinkedHashSet<String>();
    boolean sameNetwork = withoutSeed(first.settings()).equals(withoutSeed(second.settings()));
    if (!sameNetwork) {
      add(differences, "network", label(first), label(second));
    }
    addComponents(
        differences, first.hyperparameters().withSeed(0), second.hyperparameters().withSeed(0));
    addComponents(differences, first.data(), second.data());
    addComponents(differences, first.settings().withNetwork(""), second.settings().withNetwork(""));
    // The configuration has the learning rate and its like, too: they are named already.
    if (!sameNetwork && differences.isEmpty()) {
      differences.add("layers: two networks are called '%s'".formatted(label(first)));
    }
    return differences;
  }

  private static String label(Run run) {
    return run.trial().architecture().label();
  }

  private static JsonNode withoutSeed(RunSettings settings) {
    try {
      JsonNode network = RunJson.MAPPER.readTree(settings.network());
      network.findParents("seed").forEach(layer -> ((ObjectNode) layer).remove("seed"));
      return network;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A network's configuration is always JSON", e);
    }
  }

  private static void addComponents(Set<String> differences, Record first, Record second) {
    try {
      for (RecordComponent component : first.getClass().getRecordComponents()) {
        add(
            differences,
            component.getName(),
            component.getAccessor().invoke(first),
            component.getAccessor().invoke(second));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A public record's components can be read", e);
    }
  }

  private static void add(Set<String> differences, String name, Object first, Object second) {
    if (!first.equals(second)) {
      differences.add("%s: %s and %s".formatted(name, first, second));
    }
  }
}
