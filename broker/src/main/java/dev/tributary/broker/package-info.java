/** MQTT 3.1.1 and 5.0 broker on Netty: transport, session, routing, limits, events. */
@NullMarked
package dev.tributary.broker;

import org.jspecify.annotations.NullMarked;
