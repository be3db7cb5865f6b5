package dev.tributary.rule.engine;

import dev.tributary.rule.sql.Value;
import dev.tributary.rule.sql.ValueStore;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who published a message, as rules see it. Made once per connection and kept there, so that what
 * rules read of it is made once too.
 *
 * <p>Any thread may read; the dictionary belongs to the connection's thread.
 */
public final class Publisher {
  private final String clientId;
  private final @Nullable String username;
  private final @Nullable InetSocketAddress peer;
  private final ValueStore processDictionary;

  private final Value clientIdColumn;
  private final Value usernameColumn;
  // Rarely read; made at most once each, with an equal result whoever comes first.
  private @Nullable Value peerHostColumn;
  private @Nullable Value peerNameColumn;

  /** Somebody without a connection, whose rules keep nothing. */
  public Publisher(String clientId, @Nullable String username, @Nullable InetSocketAddress peer) {
    this(clientId, username, peer, ValueStore.forgetful());
  }

  /**
   * A connected client.
   *
   * @param peer where it is connected from; null for messages that no connection brought
   * @param processDictionary what rules keep for this connection
   */
  public Publisher(
      String clientId,
      @Nullable String username,
      @Nullable InetSocketAddress peer,
      ValueStore processDictionary) {
    this.clientId = clientId;
    this.username = username;
    this.peer = peer;
    this.processDictionary = processDictionary;
    this.clientIdColumn = Value.of(clientId);
    this.usernameColumn = username == null ? Value.UNDEFINED : Value.of(username);
  }

  public String clientId() {
    return clientId;
  }

  public @Nullable String username() {
    return username;
  }

  public @Nullable InetSocketAddress peer() {
    return peer;
  }

  public ValueStore processDictionary() {
    return processDictionary;
  }

  /** The column {@code clientid}. */
  public Value clientIdColumn() {
    return clientIdColumn;
  }

  /** The column {@code username}. */
  public Value usernameColumn() {
    return usernameColumn;
  }

  /** The column {@code peerhost}: the numeric address. */
  public Value peerHostColumn() {
    Value known = peerHostColumn;
    if (known == null) {
      known = peer == null ? Value.UNDEFINED : Value.of(PeerText.host(peer));
      peerHostColumn = known;
    }
    return known;
  }

  /** The column {@code peername}: address and port. */
  public Value peerNameColumn() {
    Value known = peerNameColumn;
    if (known == null) {
      known = peer == null ? Value.UNDEFINED : Value.of(PeerText.hostAndPort(peer));
      peerNameColumn = known;
    }
    return known;
  }
}
