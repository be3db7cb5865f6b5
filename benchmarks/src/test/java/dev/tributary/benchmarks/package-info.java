/** Tests. */
package dev.tributary.benchmarks;
