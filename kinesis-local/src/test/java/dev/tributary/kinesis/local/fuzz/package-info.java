/** Requests that are broken in every way that we could think of, over real sockets. */
@org.jspecify.annotations.NullMarked
package dev.tributary.kinesis.local.fuzz;
