package cnnlabs.plot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Texts on their way into a figure's script. */
final class PlotlyText {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PlotlyText() {}

  /** Escapes a text for where Plotly reads HTML; it knows no entity of quotes. */
  static String html(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * JSON that can stand in a script element: no text in it looks like a tag.
   *
   * @throws JsonProcessingException if the value holds what JSON does not know
   */
  static String json(Object value) throws JsonProcessingException {
    return JSON.writeValueAsString(value).replace("<", "\\u003c");
  }
}
