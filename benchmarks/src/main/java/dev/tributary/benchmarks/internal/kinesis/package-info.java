/** A local Kinesis and its load, as processes. */
@NullMarked
package dev.tributary.benchmarks.internal.kinesis;

import org.jspecify.annotations.NullMarked;
