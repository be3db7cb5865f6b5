/** What the broker tells about itself on {@code $SYS/} topics. */
@NullMarked
package dev.tributary.server.internal.sys;

import org.jspecify.annotations.NullMarked;
