package cnnlabs.engine;

/**
 * What one training step measured, before its update.
 *
 * @param loss the batch's mean data loss, without any penalty; NaN or infinite when the network has
 *     diverged
 * @param correct how many of the batch's examples had their greatest output at the true class
 */
public record StepResult(double loss, int correct) {}
