/** What stands beside the server: a Kinesis that only counts, and the limits of its parts. */
@NullMarked
package dev.tributary.benchmarks.internal.peer;

import org.jspecify.annotations.NullMarked;
