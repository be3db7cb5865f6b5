/** Tests of logins. */
package dev.tributary.management.internal.pipeline;
