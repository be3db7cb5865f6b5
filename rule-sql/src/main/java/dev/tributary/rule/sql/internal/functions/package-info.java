/** The functions of the rule language, each beside its description and examples. */
@NullMarked
package dev.tributary.rule.sql.internal.functions;

import org.jspecify.annotations.NullMarked;
