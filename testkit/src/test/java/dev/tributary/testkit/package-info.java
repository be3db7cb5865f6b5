@NullMarked
package dev.tributary.testkit;

import org.jspecify.annotations.NullMarked;
