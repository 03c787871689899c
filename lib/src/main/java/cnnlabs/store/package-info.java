/**
 * The store of runs: all that knows their files, folders, locks and checkpoints.
 *
 * <p>It keeps what training hands it, and trains nothing. It may use {@code cnnlabs.run} and what
 * that uses.
 */
@NullMarked
package cnnlabs.store;

import org.jspecify.annotations.NullMarked;
