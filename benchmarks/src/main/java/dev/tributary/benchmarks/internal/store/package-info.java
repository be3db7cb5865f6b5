/** The broker's store alone. */
@NullMarked
package dev.tributary.benchmarks.internal.store;

import org.jspecify.annotations.NullMarked;
