/** Composition root, command line and packaging. */
@NullMarked
package dev.tributary.server;

import org.jspecify.annotations.NullMarked;
