/**
 * DynamoDB as far as clients of Kinesis need one: the lease table of KCL and what stands beside it.
 */
@NullMarked
package dev.tributary.testkit.dynamodb;

import org.jspecify.annotations.NullMarked;
