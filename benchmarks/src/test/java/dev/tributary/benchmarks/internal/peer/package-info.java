/** Tests. */
package dev.tributary.benchmarks.internal.peer;
