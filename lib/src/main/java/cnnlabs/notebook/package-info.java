/**
 * What a notebook's cell calls to show things, and the only package that knows Jupyter.
 *
 * <p>It may use every other package; none may use it.
 */
@NullMarked
package cnnlabs.notebook;

import org.jspecify.annotations.NullMarked;
