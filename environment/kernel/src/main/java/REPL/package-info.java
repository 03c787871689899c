/**
 * The package that jdk.jshell puts every snippet into.
 *
 * <p>Only {@link REPL.$Cancel$} lives here, because the code that jdk.jshell weaves into snippets
 * looks for it by this name.
 */
@NullMarked
package REPL;

import org.jspecify.annotations.NullMarked;
