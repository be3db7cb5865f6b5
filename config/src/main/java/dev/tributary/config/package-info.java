/** Settings as typed fields with defaults, ranges and documentation. */
@NullMarked
package dev.tributary.config;

import org.jspecify.annotations.NullMarked;
