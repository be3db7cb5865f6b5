/** Tests of management. */
package dev.tributary.management;
