/** Sessions and retained messages that outlive the process. */
@NullMarked
package dev.tributary.broker.internal.store;

import org.jspecify.annotations.NullMarked;
