package dev.tributary.rule.sql.internal.functions;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The function looks at all of this argument, which therefore counts against the steps of the rule.
 * Of texts taken as {@code String} or bytes that is assumed; a {@code Value} or list is passed on,
 * or looked at in places, unless it has this mark.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@interface Whole {}
