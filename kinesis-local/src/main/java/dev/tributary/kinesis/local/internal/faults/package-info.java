/** Faults on demand: rules, what they decide, and the REST that sets them. */
@NullMarked
package dev.tributary.kinesis.local.internal.faults;

import org.jspecify.annotations.NullMarked;
