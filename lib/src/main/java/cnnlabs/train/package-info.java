/**
 * Training: the one loop, the trainer that takes a run from the store or makes it, grids of runs
 * side by side or on a cluster, estimates of what they take.
 *
 * <p>Training returns values, and leaves nothing behind but what the store has. It may use {@code
 * cnnlabs.store}, {@code cnnlabs.run} and what those use; how a run is shown is not its concern.
 */
@NullMarked
package cnnlabs.train;

import org.jspecify.annotations.NullMarked;
