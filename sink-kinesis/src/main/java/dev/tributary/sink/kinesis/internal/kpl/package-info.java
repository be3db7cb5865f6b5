/** Many messages in one Kinesis record: the public format of the Kinesis Producer Library. */
@NullMarked
package dev.tributary.sink.kinesis.internal.kpl;

import org.jspecify.annotations.NullMarked;
