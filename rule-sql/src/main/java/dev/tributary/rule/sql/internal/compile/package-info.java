/** From the analysed tree to closures that run. */
@NullMarked
package dev.tributary.rule.sql.internal.compile;

import org.jspecify.annotations.NullMarked;
