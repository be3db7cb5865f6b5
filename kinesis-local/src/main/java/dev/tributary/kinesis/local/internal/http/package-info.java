/** The port: HTTP/1.1 on Netty. */
@NullMarked
package dev.tributary.kinesis.local.internal.http;

import org.jspecify.annotations.NullMarked;
