@NullMarked
package dev.tributary.kinesis.local.contract;

import org.jspecify.annotations.NullMarked;
