/** How clients prove who they are, without packets and connections. */
@NullMarked
package dev.tributary.broker.internal.authentication;

import org.jspecify.annotations.NullMarked;
