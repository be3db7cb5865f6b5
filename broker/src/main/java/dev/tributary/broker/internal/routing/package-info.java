/** From a topic to the subscribers that want it. */
@NullMarked
package dev.tributary.broker.internal.routing;

import org.jspecify.annotations.NullMarked;
