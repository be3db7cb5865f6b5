/** Tributary as its users meet it: a process, sockets, HTTP and a command line. */
@NullMarked
package dev.tributary.acceptance;

import org.jspecify.annotations.NullMarked;
