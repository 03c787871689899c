package cnnlabs.engine;

/**
 * What one layer takes of one batch.
 *
 * @param forwardSeconds its forward pass, with its activation; the last layer's with the loss
 * @param backwardSeconds the gradients of its parameters and of its input, which the first layer's
 *     backward pass leaves out
 */
public record LayerTime(double forwardSeconds, double backwardSeconds) {}
