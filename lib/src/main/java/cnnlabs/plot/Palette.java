package cnnlabs.plot;

/**
 * Colours that colour-blind readers can tell apart too.
 *
 * <p>Okabe, Ito: Color universal design (2008), without its yellow, which is faint on white.
 */
final class Palette {

  /** For what is no series: a mark, a frame. */
  static final String NEUTRAL = "#888888";

  private static final String[] COLORS = {
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"
  };

  private Palette() {}

  /** The colour of the series with this index; they repeat after seven. */
  static String color(int index) {
    return COLORS[index % COLORS.length];
  }
}
