/** Rules bound to events and actions. */
@NullMarked
package dev.tributary.rule.engine;

import org.jspecify.annotations.NullMarked;
