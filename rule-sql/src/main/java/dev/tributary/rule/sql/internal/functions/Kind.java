package dev.tributary.rule.sql.internal.functions;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a parameter takes or a function gives, as the reference says it: string, integer, number,
 * boolean, list, map. Only where the Java type does not tell.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD})
@interface Kind {
  String value();
}
