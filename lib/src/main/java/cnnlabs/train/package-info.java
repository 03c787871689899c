/**
 * Training: hyperparameters, the one loop, and the run that comes of it; grids of runs side by
 * side; the store of runs.
 *
 * <p>Training returns values, and leaves nothing behind but what the store has. It may use {@code
 * cnnlabs.evaluate}, {@code cnnlabs.model}, {@code cnnlabs.data} and {@code cnnlabs.engine}; how a
 * run is shown is not its concern.
 */
@NullMarked
package cnnlabs.train;

import org.jspecify.annotations.NullMarked;
