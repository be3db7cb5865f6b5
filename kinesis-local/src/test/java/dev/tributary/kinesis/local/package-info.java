@NullMarked
package dev.tributary.kinesis.local;

import org.jspecify.annotations.NullMarked;
