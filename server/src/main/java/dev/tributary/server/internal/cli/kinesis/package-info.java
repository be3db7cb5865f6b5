/** The commands around Kinesis: the local one, and views of any. */
@NullMarked
package dev.tributary.server.internal.cli.kinesis;

import org.jspecify.annotations.NullMarked;
