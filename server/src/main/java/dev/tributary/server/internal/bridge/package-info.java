/** Where MQTT meets the rules: neither the broker nor the rule engine knows of the other. */
@NullMarked
package dev.tributary.server.internal.bridge;

import org.jspecify.annotations.NullMarked;
