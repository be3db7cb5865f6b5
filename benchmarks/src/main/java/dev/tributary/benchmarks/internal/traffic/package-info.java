/** Publishers and subscribers for measuring a broker, any broker, on one selector. */
@NullMarked
package dev.tributary.benchmarks.internal.traffic;

import org.jspecify.annotations.NullMarked;
