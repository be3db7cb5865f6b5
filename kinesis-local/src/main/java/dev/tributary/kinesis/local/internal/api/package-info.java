/** The operations of Kinesis Data Streams: validation, errors, encodings, one table. */
@NullMarked
package dev.tributary.kinesis.local.internal.api;

import org.jspecify.annotations.NullMarked;
