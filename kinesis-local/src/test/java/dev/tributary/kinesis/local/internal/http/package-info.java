@NullMarked
package dev.tributary.kinesis.local.internal.http;

import org.jspecify.annotations.NullMarked;
