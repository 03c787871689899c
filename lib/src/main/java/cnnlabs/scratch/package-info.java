/**
 * Networks written by hand on ND4J's arrays: layers with forward, backward and update, the
 * perceptron and LeNet-5 built of them, and the check of their gradients.
 *
 * <p>It is here to be read. Every layer states its mathematics; nothing of Deeplearning4j is used,
 * and nothing that differentiates by itself. It may use {@code cnnlabs.data}.
 *
 * <p>Gradients of layers: LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to
 * document recognition", 1998.
 */
@NullMarked
package cnnlabs.scratch;

import org.jspecify.annotations.NullMarked;
