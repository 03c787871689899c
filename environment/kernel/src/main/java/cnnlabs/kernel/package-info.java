/**
 * The Jupyter kernel that runs the notebooks' Java.
 *
 * <p>It speaks Jupyter's protocol through {@code jjava-jupyter}, runs cells with {@code jdk.jshell}
 * and keeps the names that IJava gave to its environment variables, magics and display methods.
 * Three threads matter: the shell channel's thread, which handles requests one after the other,
 * compiles cells and waits for them; the cell thread ({@link cnnlabs.kernel.CellThread}), the only
 * one that runs the reader's code and the only one that is ever interrupted; and the pump ({@link
 * cnnlabs.kernel.OutputQueue}), the only one that writes to Jupyter's output channel.
 *
 * <p>Nothing of the library or of Deeplearning4j is known here.
 */
@NullMarked
package cnnlabs.kernel;

import org.jspecify.annotations.NullMarked;
