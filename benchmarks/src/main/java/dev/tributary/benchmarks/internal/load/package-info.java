/** MQTT publishers that need as little CPU as possible. */
@NullMarked
package dev.tributary.benchmarks.internal.load;

import org.jspecify.annotations.NullMarked;
