/** For tests of what is built on Netty, which brings it along, with JUnit and Logback. */
@NullMarked
package dev.tributary.testkit.netty;

import org.jspecify.annotations.NullMarked;
