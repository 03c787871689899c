package cnnlabs.bench;

/** The shape of one image or of a layer's output for it; vectors have height and width 1. */
record Maps(int channels, int height, int width) {

  int volume() {
    return channels * height * width;
  }
}
