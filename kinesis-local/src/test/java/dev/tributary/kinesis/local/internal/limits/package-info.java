@NullMarked
package dev.tributary.kinesis.local.internal.limits;

import org.jspecify.annotations.NullMarked;
