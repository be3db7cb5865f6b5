/** What AWS lets through per second, of a shard, a stream and an account. */
@NullMarked
package dev.tributary.kinesis.local.internal.limits;

import org.jspecify.annotations.NullMarked;
