/**
 * Values of training: hyperparameters, trials and grids of them, and what comes of them: histories,
 * runs, groups of runs that differ by seed.
 *
 * <p>Nothing here trains, and nothing knows a file. It may use {@code cnnlabs.evaluate}, {@code
 * cnnlabs.model}, {@code cnnlabs.data} and {@code cnnlabs.engine}.
 */
@NullMarked
package cnnlabs.run;

import org.jspecify.annotations.NullMarked;
