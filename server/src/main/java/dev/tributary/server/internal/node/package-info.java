/** The composition root: one node of Tributary, wired from its configuration. */
@NullMarked
package dev.tributary.server.internal.node;

import org.jspecify.annotations.NullMarked;
