package cnnlabs.evaluate;

/**
 * What a network says of one image.
 *
 * @param image its index in the data set
 * @param label its class
 * @param predicted the class of the greatest output
 * @param confidence that output: a probability, or a score where the network was trained with MSE
 * @param confidenceInLabel the output of the image's own class; NaN where the network has none
 */
public record Prediction(
    int image, int label, int predicted, double confidence, double confidenceInLabel) {

  public boolean correct() {
    return predicted == label;
  }
}
