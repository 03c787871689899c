/**
 * Sweeps on Apache Spark: a {@link cnnlabs.train.Cluster} whose tasks are Spark's.
 *
 * <p>Optional: a project that does not use it does not download Spark. It may use {@code
 * cnnlabs.train} and what that may use.
 */
@NullMarked
package cnnlabs.spark;

import org.jspecify.annotations.NullMarked;
