package dev.tributary.broker;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which normative statements of MQTT 3.1.1 a test shows to hold: {@code "3.1.0-1"} for {@code
 * [MQTT-3.1.0-1]}. {@code docs/mqtt-conformance.md} is made from these.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Mqtt3 {
  String[] value();
}
