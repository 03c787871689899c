/**
 * Files as they come: from the web, each with its published checksum, and what a file on the disk
 * holds at first sight. The package uses no other package of the library.
 */
@NullMarked
package cnnlabs.data.files;

import org.jspecify.annotations.NullMarked;
