/** Sockets and Netty: the pipeline, the connection, and the one door that closes it. */
@NullMarked
package dev.tributary.broker.internal.transport;

import org.jspecify.annotations.NullMarked;
