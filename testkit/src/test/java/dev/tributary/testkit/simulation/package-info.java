/** Tests of the simulation, and what the simulation tests. */
@NullMarked
package dev.tributary.testkit.simulation;

import org.jspecify.annotations.NullMarked;
