/** Who may not come in. */
@NullMarked
package dev.tributary.broker.internal.access;

import org.jspecify.annotations.NullMarked;
