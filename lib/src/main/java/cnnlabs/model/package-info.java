/**
 * Networks: their layers in the field's terms, the architectures of the homework, how weights
 * start, and what a network costs.
 *
 * <p>Nothing here trains. It may use {@code cnnlabs.data} and {@code cnnlabs.engine}.
 */
@NullMarked
package cnnlabs.model;

import org.jspecify.annotations.NullMarked;
