@org.jspecify.annotations.NullMarked
package dev.tributary.server.internal.records;
