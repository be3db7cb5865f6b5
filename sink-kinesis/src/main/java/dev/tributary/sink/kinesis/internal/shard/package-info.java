/** Which shard takes which record. */
@NullMarked
package dev.tributary.sink.kinesis.internal.shard;

import org.jspecify.annotations.NullMarked;
