/**
 * How busy the processor or the graphics card is while something runs.
 *
 * <p>It uses {@code cnnlabs.engine}, which says what device computes, and no other package.
 */
@NullMarked
package cnnlabs.device;

import org.jspecify.annotations.NullMarked;
