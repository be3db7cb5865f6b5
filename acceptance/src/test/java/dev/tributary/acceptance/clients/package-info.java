/**
 * MQTT clients of several families behind one interface, so that a scenario is written once and
 * every client goes through it. An adapter only translates: what its client cannot do it does not
 * imitate.
 */
package dev.tributary.acceptance.clients;
