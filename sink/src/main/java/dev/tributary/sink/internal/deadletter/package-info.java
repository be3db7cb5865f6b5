/** Records that could not be delivered, kept on disk for people to look at. */
@NullMarked
package dev.tributary.sink.internal.deadletter;

import org.jspecify.annotations.NullMarked;
