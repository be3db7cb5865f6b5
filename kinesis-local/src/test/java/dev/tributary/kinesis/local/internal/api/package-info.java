@NullMarked
package dev.tributary.kinesis.local.internal.api;

import org.jspecify.annotations.NullMarked;
