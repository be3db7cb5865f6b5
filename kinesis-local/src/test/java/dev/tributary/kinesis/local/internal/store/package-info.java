@NullMarked
package dev.tributary.kinesis.local.internal.store;

import org.jspecify.annotations.NullMarked;
