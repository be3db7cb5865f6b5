/** From SQL text to the analysed tree, and to errors that a person can mend. */
@NullMarked
package dev.tributary.rule.sql.internal.syntax;

import org.jspecify.annotations.NullMarked;
