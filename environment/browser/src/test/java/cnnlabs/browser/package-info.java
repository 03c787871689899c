/** The labs as a reader has them: a Jupyter server, a browser, a mouse. */
@NullMarked
package cnnlabs.browser;

import org.jspecify.annotations.NullMarked;
