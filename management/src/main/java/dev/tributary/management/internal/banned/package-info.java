/** Who may not come in: the list, its rules and its file. */
@NullMarked
package dev.tributary.management.internal.banned;

import org.jspecify.annotations.NullMarked;
