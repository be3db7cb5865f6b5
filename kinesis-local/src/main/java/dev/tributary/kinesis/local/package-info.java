/** A Kinesis Data Streams API server for one machine. */
@NullMarked
package dev.tributary.kinesis.local;

import org.jspecify.annotations.NullMarked;
