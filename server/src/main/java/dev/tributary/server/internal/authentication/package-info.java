/** How clients prove who they are, made from the configuration. */
@NullMarked
package dev.tributary.server.internal.authentication;

import org.jspecify.annotations.NullMarked;
