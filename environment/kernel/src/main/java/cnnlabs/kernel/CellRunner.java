package cnnlabs.kernel;

import cnnlabs.kernel.CellParser.CellMagic;
import cnnlabs.kernel.CellParser.Java;
import cnnlabs.kernel.CellParser.LineMagic;
import cnnlabs.kernel.CellParser.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Runs cells: their Java statement by statement, and their magics. The first one runs after the
 * start-up scripts.
 */
final class CellRunner {
  private final Settings settings;
  private final JavaInterpreter java;
  private final CellParser parser;
  private final JavaKernel kernel;
  private boolean started;

  CellRunner(Settings settings, JavaInterpreter java, JavaKernel kernel) {
    this.settings = settings;
    this.java = java;
    this.parser = new CellParser(java.analysis());
    this.kernel = kernel;
  }

  /**
   * Runs a cell.
   *
   * @return the value of its last statement or magic, or null if that has none worth showing
   * @throws CellError at the first statement that fails
   */
  @Nullable Object run(Cell cell, String source) throws CellError {
    startUp();
    return run(cell.label(), 1, source);
  }

  /** Runs a piece of source that belongs to no cell of its own. */
  @Nullable Object run(String origin, int firstLine, String source) throws CellError {
    List<Fragment> fragments = new ArrayList<>();
    @Nullable Object value = null;
    try {
      for (Part part : parser.parse(origin, firstLine, source)) {
        if (part instanceof Java statement) {
          fragments.add(statement.fragment());
          value = java.evaluate(statement.fragment());
        } else if (part instanceof LineMagic magic) {
          value = lineMagic(magic, origin);
        } else if (part instanceof CellMagic magic) {
          value = cellMagic(magic, origin);
        }
      }
    } finally {
      java.notes(fragments).forEach(System.err::println);
    }
    return value;
  }

  /**
   * Runs what the settings ask for before the first cell; what fails is shown, and the cell runs
   * all the same.
   */
  private void startUp() throws CellError {
    if (started) {
      return;
    }
    started = true;
    settings.problems().forEach(System.err::println);
    settings.classPath().forEach(path -> java.addToClassPath(path.toString()));
    for (Path script : settings.startupScripts()) {
      startUp("start-up script " + script.getFileName(), () -> load(script));
    }
    if (settings.startupScript().isPresent()) {
      String script = settings.startupScript().get();
      startUp("IJAVA_STARTUP_SCRIPT", () -> run("IJAVA_STARTUP_SCRIPT", 1, script));
    }
  }

  private interface Script {
    @Nullable Object run() throws CellError;
  }

  private static void startUp(String name, Script script) throws CellError {
    try {
      script.run();
    } catch (CellError e) {
      if (e.name().equals("Interrupted")) {
        throw e;
      }
      System.err.println("The " + name + " failed:");
      e.report().forEach(System.err::println);
    }
  }

  private @Nullable Object lineMagic(LineMagic magic, String origin) throws CellError {
    MagicsRegistry registry = kernel.getMagicsRegistry();
    return switch (magic.name()) {
      case "time" -> timed(origin, magic.line(), magic.rest());
      case "load" -> load(Path.of(String.join(" ", magic.arguments())));
      default -> {
        require("%", magic.name(), registry.getLineMagicNames(), Set.of("time", "load"));
        yield java.callInCell(
            () -> registry.evalLineMagic(kernel, magic.name(), magic.arguments()));
      }
    };
  }

  private @Nullable Object cellMagic(CellMagic magic, String origin) throws CellError {
    MagicsRegistry registry = kernel.getMagicsRegistry();
    if (magic.name().equals("time")) {
      return timed(origin, magic.bodyLine(), magic.body());
    }
    require("%%", magic.name(), registry.getCellMagicNames(), Set.of("time"));
    return java.callInCell(
        () -> registry.evalCellMagic(kernel, magic.name(), magic.arguments(), magic.body()));
  }

  private static void require(String sign, String name, Set<String> registered, Set<String> own)
      throws CellError {
    if (!registered.contains(name)) {
      Set<String> all = new TreeSet<>(registered);
      all.addAll(own);
      throw CellError.of(
          "UndefinedMagic",
          "there is no magic %s%s. There are: %s%s"
              .formatted(sign, name, sign, String.join(", " + sign, all)));
    }
  }

  private @Nullable Object timed(String origin, int firstLine, String source) throws CellError {
    long start = System.nanoTime();
    try {
      return run(origin, firstLine, source);
    } finally {
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.println(
          seconds < 1
              ? "Wall time: %.1f ms".formatted(seconds * 1000)
              : "Wall time: %.2f s".formatted(seconds));
    }
  }

  /** Runs a script, or the code cells of a notebook. */
  private @Nullable Object load(Path file) throws CellError {
    String name = String.valueOf(file.getFileName());
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw CellError.of("FileNotFound", "cannot read '" + file + "': " + e);
    }
    if (!name.endsWith(".ipynb")) {
      return run(name, 1, text);
    }
    @Nullable Object value = null;
    int number = 0;
    for (String source : NotebookFile.codeCells(text)) {
      number++;
      value = run(name + ", cell " + number, 1, source);
    }
    return value;
  }
}
