/**
 * How results look: figures, tables and pictures, each made by one call and drawn by somebody else.
 *
 * <p>It may use every package but {@code cnnlabs.notebook}, and knows nothing of Jupyter.
 */
@NullMarked
package cnnlabs.plot;

import org.jspecify.annotations.NullMarked;
