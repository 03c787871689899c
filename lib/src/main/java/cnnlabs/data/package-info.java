/**
 * Labelled images and what is done to them before a network sees them: loading of MNIST and
 * CIFAR-10, stand-ins where neither is available, splits, normalization, augmentation, batches, and
 * the random streams that decide every random choice.
 *
 * <p>Images are kept as bytes in the order {@code [N, C, H, W]}; values are immutable. The package
 * uses two of its own, {@code files} and {@code standin}, and no other of the library. It knows
 * ND4J as the array of a batch and nothing else of it: no network, no training, no back end, no
 * plot.
 */
@NullMarked
package cnnlabs.data;

import org.jspecify.annotations.NullMarked;
