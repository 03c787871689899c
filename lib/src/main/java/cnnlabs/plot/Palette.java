package cnnlabs.plot;

/**
 * Colours that colour-blind readers can tell apart too.
 *
 * <p>Okabe, Ito: Color universal design (2008), without its yellow, which is faint on white.
 */
public final class Palette {

  private static final String[] COLORS = {
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"
  };

  /** Blue, for what is right or goes well. */
  public static final String GOOD = COLORS[0];

  /** Orange, for what is wrong or asks for attention. */
  public static final String BAD = COLORS[1];

  /** Grey, for what is no series: a mark, a frame. */
  public static final String NEUTRAL = "#888888";

  private Palette() {}

  /** The colour of the series with this index; they repeat after seven. */
  public static String color(int index) {
    return COLORS[index % COLORS.length];
  }
}
