/**
 * How fast the compiled step is, compared to Deeplearning4j as it ships and to PyTorch.
 *
 * <p>Each engine runs in processes of its own ({@link cnnlabs.bench.Worker}), which the benchmark
 * asks in turn for a round of iterations, so that all see the same noise of the machine. Nothing
 * else of the project uses this package.
 */
@NullMarked
package cnnlabs.bench;

import org.jspecify.annotations.NullMarked;
