/** The delivery runtime alone. */
@NullMarked
package dev.tributary.benchmarks.internal.sink;

import org.jspecify.annotations.NullMarked;
