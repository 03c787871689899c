package cnnlabs.plot;

import java.awt.Color;

/** Colours that colour-blind readers can tell apart too. */
public final class Palette {

  /** Okabe, Ito: Color universal design (2008), without its yellow, which is faint on white. */
  private static final String[] COLORS = {
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"
  };

  /** Blue, for what is right or goes well. */
  public static final String GOOD = COLORS[0];

  /** Orange, for what is wrong or asks for attention. */
  public static final String BAD = COLORS[1];

  /** Grey, for what is no series: a mark, a frame. */
  public static final String NEUTRAL = "#888888";

  /**
   * Viridis at every sixteenth, which Plotly knows as well: from dark to bright, evenly in
   * lightness. Smith, van der Walt: A better default colormap for Matplotlib, SciPy 2015.
   */
  private static final int[] VIRIDIS = {
    0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d, 0x2c728e, 0x26828e, 0x21918c,
    0x1fa088, 0x28ae80, 0x3fbc73, 0x5ec962, 0x84d44b, 0xaddc30, 0xd8e219, 0xfde725
  };

  private Palette() {}

  /** The colour of the series with this index; they repeat after seven. */
  public static String color(int index) {
    return COLORS[index % COLORS.length];
  }

  /** The colour of a fraction, from 0, the darkest of Viridis, to 1, the brightest. */
  static Color viridis(double fraction) {
    double place = Math.max(0, Math.min(1, fraction)) * (VIRIDIS.length - 1);
    int below = (int) Math.min(place, VIRIDIS.length - 2);
    double share = place - below;
    int from = VIRIDIS[below];
    int to = VIRIDIS[below + 1];
    return new Color(
        mix(from >> 16 & 0xff, to >> 16 & 0xff, share),
        mix(from >> 8 & 0xff, to >> 8 & 0xff, share),
        mix(from & 0xff, to & 0xff, share));
  }

  private static int mix(int from, int to, double share) {
    return (int) Math.round(from + share * (to - from));
  }
}
