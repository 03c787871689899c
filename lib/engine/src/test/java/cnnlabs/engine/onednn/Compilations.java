package cnnlabs.engine.onednn;

/** Tells tests of other packages what was compiled. */
public final class Compilations {

  private Compilations() {}

  /** Programs that were compiled in this process. */
  public static int count() {
    return Compiler.compilations();
  }
}
