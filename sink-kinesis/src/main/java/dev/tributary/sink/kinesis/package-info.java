/** Kinesis connector and action on the AWS SDK. */
@NullMarked
package dev.tributary.sink.kinesis;

import org.jspecify.annotations.NullMarked;
