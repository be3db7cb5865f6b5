/** MQTT as bytes: packets written by hand, and a client that sends them over any transport. */
@NullMarked
package dev.tributary.testkit.mqtt;

import org.jspecify.annotations.NullMarked;
