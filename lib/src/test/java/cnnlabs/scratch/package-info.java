@NullMarked
package cnnlabs.scratch;

import org.jspecify.annotations.NullMarked;
