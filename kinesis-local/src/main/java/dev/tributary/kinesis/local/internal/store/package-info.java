/** Streams, shards and records in memory; knows nothing of HTTP or of how a request is written. */
@NullMarked
package dev.tributary.kinesis.local.internal.store;

import org.jspecify.annotations.NullMarked;
