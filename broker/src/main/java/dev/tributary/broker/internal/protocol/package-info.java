/** What the protocol says: packets and state in, decisions out. No socket, no thread, no clock. */
@NullMarked
package dev.tributary.broker.internal.protocol;

import org.jspecify.annotations.NullMarked;
