@NullMarked
package dev.tributary.kinesis.local.internal.faults;

import org.jspecify.annotations.NullMarked;
