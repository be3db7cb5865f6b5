@NullMarked
package dev.tributary.benchmarks.internal.traffic;

import org.jspecify.annotations.NullMarked;
