/**
 * The compiler: from a network's configuration to a flat list of calls of oneDNN, which works on
 * the network's own arrays. {@code doc-files/compiled-step.md} says how.
 *
 * <p>Of {@code cnnlabs.engine} it knows what both speak of: what an executor does and returns, and
 * how either fails. {@link cnnlabs.engine.onednn.OneDnnCompiler} is its one public class.
 */
@NullMarked
package cnnlabs.engine.onednn;

import org.jspecify.annotations.NullMarked;
