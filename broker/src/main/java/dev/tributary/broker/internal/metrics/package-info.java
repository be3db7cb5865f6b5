/** Counters, and the one door through which events leave. */
@NullMarked
package dev.tributary.broker.internal.metrics;

import org.jspecify.annotations.NullMarked;
