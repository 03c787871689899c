package cnnlabs.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/**
 * The variables that are declared and have no value: their statement failed or was stopped, or the
 * class that they are of was declared anew.
 */
final class LostVariables {
  private final JShell shell;
  private final SnippetRunner runner;
  private final Map<String, Fragment> fragments;
  private final Map<String, Loss> losses = new LinkedHashMap<>();

  /**
   * How a value was lost.
   *
   * @param reason why, as the end of a sentence
   * @param declaration what declares the variable, and gives it its value when it is run again
   * @param cause what made it lose its value
   */
  private record Loss(String reason, Fragment declaration, Fragment cause) {}

  /**
   * Makes an account of the variables that have no value.
   *
   * @param fragments what was evaluated, by the id of the snippet that it became
   */
  LostVariables(JShell shell, SnippetRunner runner, Map<String, Fragment> fragments) {
    this.shell = shell;
    this.runner = runner;
    this.fragments = fragments;
  }

  /**
   * Notes what became of the variables that a statement declares.
   *
   * @return those that it did not give a value, since it did not come to its end
   */
  List<String> afterRunning(Fragment statement, List<SnippetEvent> declared) {
    List<String> names =
        declared.stream()
            .filter(event -> event.status() == Status.VALID)
            .map(SnippetEvent::snippet)
            .filter(snippet -> snippet.subKind() != SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
            .filter(VarSnippet.class::isInstance)
            .map(snippet -> ((VarSnippet) snippet).name())
            .toList();
    if (runner.finished()) {
      names.forEach(losses::remove);
      return List.of();
    }
    Loss loss = new Loss("the statement that declares it did not finish", statement, statement);
    names.forEach(name -> losses.put(name, loss));
    return names;
  }

  /** Notes the variables that jdk.jshell made anew, and empty, since their class is another now. */
  void afterReplacing(Fragment statement, List<SnippetEvent> events) {
    for (SnippetEvent event : events) {
      Snippet cause = events.get(0).snippet();
      if (event.causeSnippet() != null
          && event.status() != Status.OVERWRITTEN
          && event.snippet() instanceof VarSnippet variable
          && cause instanceof DeclarationSnippet declared) {
        Fragment declaration = fragments.getOrDefault(variable.id(), statement);
        String reason = declared.name() + " was declared anew";
        losses.put(variable.name(), new Loss(reason, declaration, statement));
      }
    }
  }

  /** Sentences about the variables of other cells that these statements took the value from. */
  List<String> takenBy(List<Fragment> statements) {
    return sentences(
        loss -> {
          Fragment cause = loss.getValue().cause();
          return statements.contains(cause) && !cause.equals(loss.getValue().declaration());
        });
  }

  /** Sentences about the variables that a text mentions and that still have no value. */
  List<String> mentionedIn(String text) {
    return sentences(
        loss ->
            Pattern.compile("\\b" + Pattern.quote(loss.getKey()) + "\\b").matcher(text).find()
                && isEmpty(loss.getKey()));
  }

  private boolean isEmpty(String name) {
    return shell
        .variables()
        .filter(variable -> variable.name().equals(name))
        .filter(variable -> shell.status(variable) == Status.VALID)
        .map(variable -> shell.sourceCodeAnalysis().wrapper(variable).fullClassName())
        .noneMatch(wrapper -> runner.variable(wrapper, name).isPresent());
  }

  private List<String> sentences(Predicate<Map.Entry<String, Loss>> selected) {
    Map<String, List<String>> namesByPredicate =
        losses.entrySet().stream()
            .filter(selected)
            .collect(
                Collectors.groupingBy(
                    loss ->
                        "no value, because %s. Run %s again."
                            .formatted(
                                loss.getValue().reason(), loss.getValue().declaration().origin()),
                    LinkedHashMap::new,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    return namesByPredicate.entrySet().stream()
        .map(entry -> subject(entry.getValue()) + " " + entry.getKey())
        .toList();
  }

  /** The beginning of a sentence about variables, such as {@code 'a', 'b' have}. */
  static String subject(List<String> names) {
    return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))
        + (names.size() == 1 ? " has" : " have");
  }
}
