/** The REST API, one class per area. */
@NullMarked
package dev.tributary.management.internal.rest;

import org.jspecify.annotations.NullMarked;
