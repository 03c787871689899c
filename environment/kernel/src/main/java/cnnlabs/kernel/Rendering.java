package cnnlabs.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonIOException;
import com.google.gson.JsonSyntaxException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.jspecify.annotations.Nullable;

/** The forms in which front ends are sent a value. */
final class Rendering {
  private static final int FALLBACK_LENGTH = 200;
  private static final String PLAIN = "text/plain";
  private static final String JSON = "application/json";

  /** What a string may be sent as. */
  private static final List<String> TEXTS =
      List.of(
          PLAIN,
          "text/html",
          "text/markdown",
          "text/latex",
          "image/svg+xml",
          "application/javascript");

  /** What bytes may be sent as. */
  private static final List<String> BYTES =
      List.of("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf");

  private static final Gson GSON = new Gson();

  private final Renderer renderer;

  Rendering(Renderer renderer) {
    this.renderer = renderer;
  }

  /** The forms that suit a value best, a text among them. */
  DisplayData best(Object value) {
    if (value instanceof DisplayData data) {
      return withJson(data, JSON);
    }
    if (value.getClass().isArray()) {
      return new DisplayData(ArrayText.of(value));
    }
    if (value instanceof DisplayDataRenderable) {
      return withJson(renderer.render(value), JSON);
    }
    Map<?, ?> forms = LibraryForms.of(value);
    if (forms.isEmpty()) {
      return renderer.render(value);
    }
    DisplayData data = new DisplayData();
    forms.forEach((type, form) -> data.putData(String.valueOf(type), form));
    if (!forms.containsKey(PLAIN)) {
      data.putText(String.valueOf(value));
    }
    return withJson(data, JSON);
  }

  /**
   * These forms of a value, and a text.
   *
   * @throws IllegalArgumentException if no front end shows such a form, or the value has none
   */
  DisplayData as(Object value, List<String> types) {
    if (!(value instanceof DisplayDataRenderable)) {
      types.forEach(Rendering::requireKnown);
    }
    DisplayData data = renderer.renderAs(value, types.toArray(String[]::new));
    Map<?, ?> forms = LibraryForms.of(value);
    for (String type : types) {
      if (!data.hasDataForType(MIMEType.parse(type))) {
        Object form = forms.containsKey(type) ? forms.get(type) : form(value, type);
        data.putData(type, form);
      }
      withJson(data, type);
    }
    if (value.getClass().isArray()) {
      data.putText(ArrayText.of(value));
    } else if (value instanceof CharSequence text && !types.contains(PLAIN)) {
      data.putText(shortened(text));
    }
    return data;
  }

  /** The plain fallback of a megabyte of HTML would double the notebook. */
  private static String shortened(CharSequence text) {
    return text.length() > FALLBACK_LENGTH
        ? text.subSequence(0, FALLBACK_LENGTH) + "..."
        : text.toString();
  }

  private static void requireKnown(String type) {
    if (!TEXTS.contains(type) && !BYTES.contains(type) && !isJson(type) && !isOwn(type)) {
      throw new IllegalArgumentException(
          "No front end shows '%s': give one of %s, %s, %s, or a type that ends with +json."
              .formatted(type, String.join(", ", TEXTS), String.join(", ", BYTES), JSON));
    }
  }

  private static Object form(Object value, String type) {
    if (value instanceof byte[] bytes && (BYTES.contains(type) || isOwn(type))) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof CharSequence && !BYTES.contains(type)) {
      return value.toString();
    }
    if (isJson(type) && isPlainData(value)) {
      return GSON.toJsonTree(value);
    }
    throw new IllegalArgumentException(
        "A %s cannot be shown as %s: give %s."
            .formatted(
                value.getClass().getTypeName(),
                type,
                BYTES.contains(type)
                    ? "the file's bytes as byte[]"
                    : isJson(type) ? "a String of JSON, a Map or a List" : "a String"));
  }

  private static boolean isJson(String type) {
    return type.equals(JSON) || type.endsWith("+json");
  }

  /** A type that a front end's extension may show. */
  private static boolean isOwn(String type) {
    return type.startsWith("application/vnd.");
  }

  private static boolean isPlainData(Object value) {
    return value instanceof Map
        || value instanceof Collection
        || value instanceof Number
        || value instanceof Boolean
        || value.getClass().isArray();
  }

  /** Jupyter wants JSON itself, and not a string of it. */
  private static DisplayData withJson(DisplayData data, String type) {
    @Nullable Object form = isJson(type) ? data.getData(MIMEType.parse(type)) : null;
    if (form instanceof CharSequence text) {
      data.putData(type, parsed(text.toString(), type));
    }
    return data;
  }

  private static JsonElement parsed(String text, String type) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      JsonElement json = GSON.getAdapter(JsonElement.class).read(reader);
      if (reader.peek() == JsonToken.END_DOCUMENT) {
        return json;
      }
      throw new IllegalArgumentException(
          "The text has more behind its JSON, and cannot be shown as " + type);
    } catch (IOException | JsonSyntaxException | JsonIOException | IllegalStateException e) {
      throw new IllegalArgumentException(
          "The text is no JSON, and cannot be shown as %s: %s".formatted(type, e.getMessage()), e);
    }
  }
}
