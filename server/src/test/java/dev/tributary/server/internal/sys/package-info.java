/** Tests of the command line. */
package dev.tributary.server.internal.sys;
