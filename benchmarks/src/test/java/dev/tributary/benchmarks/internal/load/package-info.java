/** Tests. */
package dev.tributary.benchmarks.internal.load;
