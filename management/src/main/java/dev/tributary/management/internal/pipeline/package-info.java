/** Changes to connectors, actions and rules: checked, stored, applied. */
@NullMarked
package dev.tributary.management.internal.pipeline;

import org.jspecify.annotations.NullMarked;
