/** Reads streams of any Kinesis, for people: all shards in one order, aggregates taken apart. */
@NullMarked
package dev.tributary.server.internal.records;

import org.jspecify.annotations.NullMarked;
