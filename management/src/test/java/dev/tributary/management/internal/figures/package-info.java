/** Tests of what the node counts. */
package dev.tributary.management.internal.figures;
