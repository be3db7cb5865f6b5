/** What rules cost: JMH benchmarks of rule-sql and rule-engine. */
@NullMarked
package dev.tributary.benchmarks.internal.rules;

import org.jspecify.annotations.NullMarked;
