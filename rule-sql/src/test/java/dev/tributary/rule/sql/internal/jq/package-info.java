/** Tests of the jq language inside rules. */
@NullMarked
package dev.tributary.rule.sql.internal.jq;

import org.jspecify.annotations.NullMarked;
