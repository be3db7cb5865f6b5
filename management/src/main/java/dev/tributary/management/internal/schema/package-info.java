/** The configuration's keys, section by section. */
@NullMarked
package dev.tributary.management.internal.schema;

import org.jspecify.annotations.NullMarked;
