/** The programs that a benchmark starts, and how it talks with them. */
@NullMarked
package dev.tributary.benchmarks.internal.process;

import org.jspecify.annotations.NullMarked;
