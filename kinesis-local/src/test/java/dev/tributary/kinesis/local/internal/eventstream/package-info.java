@NullMarked
package dev.tributary.kinesis.local.internal.eventstream;

import org.jspecify.annotations.NullMarked;
