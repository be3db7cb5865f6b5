/** TLS of listeners: files to contexts, handshakes. */
@NullMarked
package dev.tributary.broker.internal.tls;

import org.jspecify.annotations.NullMarked;
