package dev.tributary.acceptance.clients;

import java.util.Optional;
import java.util.Set;

/** One implementation of MQTT clients. */
public interface ClientFamily {

  /** What it is called in the name of a test. */
  String name();

  Set<Version> versions();

  /** Why its clients cannot go over that, as their documentation says; empty if they can. */
  default Optional<String> without(Transport transport) {
    return Optional.empty();
  }

  /** Why its clients cannot do that, as their documentation says; empty if they can. */
  default Optional<String> without(Ability ability) {
    return Optional.empty();
  }

  /** Connects; fails unless the server accepts. */
  Client connect(Endpoint endpoint, Offer offer);
}
