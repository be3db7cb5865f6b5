/** What one can do with values: look inside, compare, calculate, turn into text. */
@NullMarked
package dev.tributary.rule.sql.internal.jq;

import org.jspecify.annotations.NullMarked;
