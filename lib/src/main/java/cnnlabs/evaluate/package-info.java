/**
 * What can be known of a network and some data: loss, accuracy, predictions, feature maps, and the
 * statistics and costs of its layers.
 *
 * <p>Values in, values out: nothing here trains or knows of a run. It may use {@code
 * cnnlabs.model}, {@code cnnlabs.data} and {@code cnnlabs.engine}.
 */
@NullMarked
package cnnlabs.evaluate;

import org.jspecify.annotations.NullMarked;
