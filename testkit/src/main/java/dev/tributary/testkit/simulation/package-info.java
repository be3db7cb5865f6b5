/** The real delivery runtime on a seeded scheduler, with a model service and a model disk. */
@NullMarked
package dev.tributary.testkit.simulation;

import org.jspecify.annotations.NullMarked;
