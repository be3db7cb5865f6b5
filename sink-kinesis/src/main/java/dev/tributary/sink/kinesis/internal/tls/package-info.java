/** Secure connections: PEM texts, and the sockets that are made from them. */
@NullMarked
package dev.tributary.sink.kinesis.internal.tls;

import org.jspecify.annotations.NullMarked;
