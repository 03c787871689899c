package cnnlabs.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Evaluates the expressions that a front end asks for beside a cell, after its end. */
final class UserExpressions {
  private static final Gson GSON = new Gson();

  private UserExpressions() {}

  /** Runs one expression and renders its value. */
  interface Evaluator {
    @Nullable DisplayData evaluate(String expression) throws CellError;
  }

  /** The rendered values, or what went wrong, by the name of the expression. */
  static Map<String, JsonObject> evaluate(
      @Nullable Map<String, String> expressions, Evaluator evaluator) {
    Map<String, JsonObject> values = new LinkedHashMap<>();
    if (expressions != null) {
      expressions.forEach((name, expression) -> values.put(name, value(expression, evaluator)));
    }
    return values;
  }

  private static JsonObject value(String expression, Evaluator evaluator) {
    try {
      DisplayData data = DisplayData.emptyIfNull(evaluator.evaluate(expression));
      JsonObject value = new JsonObject();
      value.addProperty("status", "ok");
      JsonObject rendered = GSON.toJsonTree(data).getAsJsonObject();
      for (String part : List.of("data", "metadata")) {
        value.add(part, rendered.has(part) ? rendered.get(part) : new JsonObject());
      }
      return value;
    } catch (CellError e) {
      return GSON.toJsonTree(
              Map.of(
                  "status", "error",
                  "ename", e.name(),
                  "evalue", e.message(),
                  "traceback", e.report()))
          .getAsJsonObject();
    }
  }
}
