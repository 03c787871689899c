/**
 * How a network is computed: choice and tuning of the back end, and the execution of one training
 * step or one inference.
 *
 * <p>The only package that knows native libraries, system properties of the numeric libraries and
 * threads of theirs. It uses no other package of the library.
 */
@NullMarked
package cnnlabs.engine;

import org.jspecify.annotations.NullMarked;
