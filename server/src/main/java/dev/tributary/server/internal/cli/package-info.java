/** The command line: one class per command. */
@NullMarked
package dev.tributary.server.internal.cli;

import org.jspecify.annotations.NullMarked;
