/** The PROXY protocol, by which a proxy tells from where a client really comes. */
@NullMarked
package dev.tributary.broker.internal.proxy;

import org.jspecify.annotations.NullMarked;
