/** MQTT in WebSocket frames (MQTT 5, 6). */
@NullMarked
package dev.tributary.broker.internal.websocket;

import org.jspecify.annotations.NullMarked;
