/** The one door through which events leave the broker. */
@NullMarked
package dev.tributary.broker.internal.events;

import org.jspecify.annotations.NullMarked;
