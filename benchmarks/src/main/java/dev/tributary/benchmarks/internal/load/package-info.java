/** MQTT clients that need as little CPU as possible: for the whole way, and for brokers alone. */
@NullMarked
package dev.tributary.benchmarks.internal.load;

import org.jspecify.annotations.NullMarked;
