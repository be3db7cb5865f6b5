/** What tests of several modules share. */
@NullMarked
package dev.tributary.testkit;

import org.jspecify.annotations.NullMarked;
