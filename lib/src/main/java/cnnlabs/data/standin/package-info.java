/**
 * Pictures that a program draws by chance, in place of a data set that is not available: digits as
 * strokes, and coloured shapes.
 *
 * <p>The package knows classes, bytes and random numbers, and no other package of the library: what
 * makes a data set of its pictures is in {@code cnnlabs.data}. A picture's bytes stay for ever,
 * since they are part of what a run is known by; so it uses only arithmetic that is the same in
 * every Java version.
 */
@NullMarked
package cnnlabs.data.standin;

import org.jspecify.annotations.NullMarked;
