/** What the node counts: as it is now, and as it was. */
@NullMarked
package dev.tributary.management.internal.figures;

import org.jspecify.annotations.NullMarked;
