/** Passwords, tokens and who may try again. */
@NullMarked
package dev.tributary.management.internal.login;

import org.jspecify.annotations.NullMarked;
