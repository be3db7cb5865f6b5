/** REST API, logins and the configuration store. */
@NullMarked
package dev.tributary.management;

import org.jspecify.annotations.NullMarked;
