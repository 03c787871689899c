/**
 * How a network is computed: choice and tuning of the back end, and the execution of one training
 * step or one inference, layer by layer or compiled.
 *
 * <p>The only module that knows native libraries, system properties of the numeric libraries and
 * threads of theirs. It uses nothing of the labs, and this package nothing of the compiler's.
 */
@NullMarked
package cnnlabs.engine;

import org.jspecify.annotations.NullMarked;
