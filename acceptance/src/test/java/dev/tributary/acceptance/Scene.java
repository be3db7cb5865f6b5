package dev.tributary.acceptance;

import dev.tributary.acceptance.clients.Ability;
import dev.tributary.acceptance.clients.Client;
import dev.tributary.acceptance.clients.ClientFamily;
import dev.tributary.acceptance.clients.Endpoint;
import dev.tributary.acceptance.clients.Offer;
import dev.tributary.acceptance.clients.Version;
import org.junit.jupiter.api.Assumptions;

/**
 * Clients of one family over one transport in one version, with topics and names of their own, so
 * that scenes may play at the same time on one server.
 *
 * @param id short and unique
 */
record Scene(ClientFamily family, Endpoint endpoint, Version version, String id) {

  /** A topic of this scene. */
  String topic(String name) {
    return id + "/" + name;
  }

  /** The identifier of one of its clients. */
  String name(String who) {
    return id + "-" + who;
  }

  /** Connects a client whose session ends with it. */
  Client client(String who) {
    return client(clean(who));
  }

  Client client(Offer offer) {
    return family.connect(endpoint, offer);
  }

  Offer clean(String who) {
    return Offer.clean(version, name(who));
  }

  Offer persistent(String who) {
    return Offer.persistent(version, name(who));
  }

  /** The same with other names, for one scenario. */
  Scene of(String scenario) {
    return new Scene(family, endpoint, version, id + "-" + scenario);
  }

  /** Skips the test where the clients cannot do that. */
  void needs(Ability ability) {
    family.without(ability).ifPresent(reason -> Assumptions.abort(family.name() + ": " + reason));
  }

  @Override
  public String toString() {
    return "%s, MQTT %s over %s".formatted(family.name(), version, endpoint.transport().type());
  }
}
