package cnnlabs.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;

/** Reads the code of a notebook file. */
final class NotebookFile {
  private NotebookFile() {}

  /** The sources of the code cells, in their order. */
  static List<String> codeCells(String json) {
    List<String> sources = new ArrayList<>();
    for (JsonElement element :
        JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("cells")) {
      JsonObject cell = element.getAsJsonObject();
      if (cell.get("cell_type").getAsString().equals("code")) {
        JsonElement source = cell.get("source");
        StringBuilder text = new StringBuilder();
        if (source.isJsonArray()) {
          source.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
        } else {
          text.append(source.getAsString());
        }
        sources.add(text.toString());
      }
    }
    return sources;
  }
}
