/** Definitions on disk: what the configuration file says and what REST changed. */
@NullMarked
package dev.tributary.management.internal.store;

import org.jspecify.annotations.NullMarked;
