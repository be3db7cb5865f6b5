/** Listeners as they are changed while the broker runs. */
@NullMarked
package dev.tributary.management.internal.listeners;

import org.jspecify.annotations.NullMarked;
