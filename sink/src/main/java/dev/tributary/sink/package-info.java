/**
 * The delivery runtime, independent of any service: connectors and actions, buffer, lanes, batches,
 * retry, outcome accounting and status.
 */
@NullMarked
package dev.tributary.sink;

import org.jspecify.annotations.NullMarked;
