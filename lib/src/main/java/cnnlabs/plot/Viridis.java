package cnnlabs.plot;

import java.awt.Color;

/**
 * Colours from dark to bright that rise evenly in lightness, for colour-blind readers too.
 *
 * <p>Smith, van der Walt: A better default colormap for Matplotlib, SciPy 2015. Plotly knows the
 * scale by the name {@link #NAME}.
 */
final class Viridis {

  static final String NAME = "Viridis";

  /** The scale at every sixteenth. */
  private static final int[] COLORS = {
    0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d, 0x2c728e, 0x26828e, 0x21918c,
    0x1fa088, 0x28ae80, 0x3fbc73, 0x5ec962, 0x84d44b, 0xaddc30, 0xd8e219, 0xfde725
  };

  private Viridis() {}

  /**
   * The colour of a value.
   *
   * @param fraction from 0, the darkest, to 1, the brightest
   */
  static Color color(double fraction) {
    double place = Math.max(0, Math.min(1, fraction)) * (COLORS.length - 1);
    int below = (int) Math.min(place, COLORS.length - 2);
    double share = place - below;
    int from = COLORS[below];
    int to = COLORS[below + 1];
    return new Color(
        mix(from >> 16 & 0xff, to >> 16 & 0xff, share),
        mix(from >> 8 & 0xff, to >> 8 & 0xff, share),
        mix(from & 0xff, to & 0xff, share));
  }

  private static int mix(int from, int to, double share) {
    return (int) Math.round(from + share * (to - from));
  }
}
