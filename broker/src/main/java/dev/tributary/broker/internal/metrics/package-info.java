/** Counters. */
@NullMarked
package dev.tributary.broker.internal.metrics;

import org.jspecify.annotations.NullMarked;
