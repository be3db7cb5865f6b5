/** Programs that measure the broker within one process; run by hand, never as tests. */
@NullMarked
package dev.tributary.broker.measure;

import org.jspecify.annotations.NullMarked;
