package cnnlabs.run;

import cnnlabs.engine.BackEnd;

/**
 * What makes a run, before it is trained.
 *
 * @param trial the architecture and the hyperparameters
 * @param settings all that decides the result
 * @param data what it is trained and measured on
 * @param backEnd what computes
 */
public record RunOrigin(Trial trial, RunSettings settings, RunData data, BackEnd backEnd) {

  /** What the run is known by. */
  public String key() {
    return settings.key();
  }

  /** Steps an epoch. */
  public int batches() {
    return (data.trainingImages() - 1) / settings.batchSize() + 1;
  }
}
