/**
 * The rule language: grammar, analysis, compiled expressions, functions and templates. No I/O, no
 * clock of its own.
 */
@NullMarked
package dev.tributary.rule.sql;

import org.jspecify.annotations.NullMarked;
