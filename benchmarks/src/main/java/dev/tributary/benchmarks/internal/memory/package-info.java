/** Connections without sockets: as many as memory has room for. */
@NullMarked
package dev.tributary.benchmarks.internal.memory;

import org.jspecify.annotations.NullMarked;
