/** The segmented log on disk in which an action keeps its records. */
@NullMarked
package dev.tributary.sink.internal.log;

import org.jspecify.annotations.NullMarked;
