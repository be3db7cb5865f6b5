@org.jspecify.annotations.NullMarked
package dev.tributary.server.internal.cli.kinesis;
