package cnnlabs.evaluate;

/**
 * How much one feature map tells of some images.
 *
 * @param map its index in the layer, from 0
 * @param least its smallest value over all images
 * @param greatest its greatest value over all images
 * @param spread standard deviation of its values within an image, the root of the variances' mean
 *     over the images: 0 for a map without a pattern
 * @param variation standard deviation of a position's value from image to image, the root of the
 *     variances' mean over the positions: 0 for a map that looks the same whatever the image
 * @param detail the mean squared difference of neighbouring positions over twice the mean variance
 *     within an image: near 0 for a smooth map, 1 where neighbours have nothing to do with each
 *     other, whatever the activation's range; NaN where there is no spread
 */
public record MapStatistics(
    int map, double least, double greatest, double spread, double variation, double detail) {

  /** Whether it has one value everywhere, in every image, such as a ReLU that never fires. */
  public boolean dead() {
    return least == greatest;
  }
}
