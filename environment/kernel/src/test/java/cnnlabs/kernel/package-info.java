/**
 * Tests of the kernel's parts that need no Jupyter; the whole is tested over the wire, in Python.
 */
@NullMarked
package cnnlabs.kernel;

import org.jspecify.annotations.NullMarked;
