/**
 * What outlives a packet: pending acknowledgements, inflight windows, sessions and who owns them.
 */
@NullMarked
package dev.tributary.broker.internal.session;

import org.jspecify.annotations.NullMarked;
