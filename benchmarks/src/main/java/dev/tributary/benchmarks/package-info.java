/** Programs that measure: load from end to end, and the limits of the parts beside it. */
@NullMarked
package dev.tributary.benchmarks;

import org.jspecify.annotations.NullMarked;
