package dev.tributary.broker.internal.protocol;

import dev.tributary.broker.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The PUBLISH packets of one event loop. Everyone who gets a message in the same form (version,
 * QoS, retain, subscription identifier, expiry, alias) gets the same bytes, encoded once; only the
 * packet identifier is put in for each. Remembers the forms of the last message alone, for its
 * receivers follow one another. Owned by the loop.
 */
public final class PublishEncoder {

  /** Versions and QoS make six; others have identifiers or aliases that differ. */
  private static final int FORMS_MAX = 8;

  private final ByteBufAllocator allocator;
  private final Executor loop;
  private final EncodedPublish[] forms = new EncodedPublish[FORMS_MAX];
  private final Runnable endOfTurn = this::forget;
  private @Nullable Message message;
  private @Nullable ByteBuf payload;
  private int known;
  private int oldest;
  private boolean ending;

  /**
   * @param loop runs tasks after what it is doing now
   */
  public PublishEncoder(ByteBufAllocator allocator, Executor loop) {
    this.allocator = allocator;
    this.loop = loop;
    for (int i = 0; i < FORMS_MAX; i++) {
      forms[i] = new EncodedPublish(this);
    }
  }

  /** The same with one subscription identifier or none. */
  public EncodedPublish encode(
      Message wanted,
      boolean five,
      int qos,
      boolean retain,
      int identifier,
      long expirySeconds,
      int alias) {
    return encode(wanted, five, qos, retain, identifier, List.of(), expirySeconds, alias);
  }

  /**
   * The packet for one form of a message; good until the next call.
   *
   * @param identifier of the subscription, 0 if none; MQTT 5 only, as the following
   * @param further identifiers of subscriptions
   * @param expirySeconds what is left, -1 if the message does not expire
   * @param alias as {@link OutboundAliases#use} says
   */
  @SuppressWarnings(
      "ReferenceEquality") // an equal message may wait elsewhere; this asks for the same
  public EncodedPublish encode(
      Message wanted,
      boolean five,
      int qos,
      boolean retain,
      int identifier,
      List<Integer> further,
      long expirySeconds,
      int alias) {
    if (message != wanted) {
      forget();
      message = wanted;
    }
    int first = EncodedPublish.firstByte(qos, retain);
    for (int i = 0; i < known; i++) {
      if (forms[i].is(five, first, identifier, further, expirySeconds, alias)) {
        return forms[i];
      }
    }
    EncodedPublish form = forms[next()];
    form.encode(wanted, five, first, identifier, further, expirySeconds, alias);
    if (form.isLarge() && !ending) {
      ending = true;
      loop.execute(endOfTurn);
    }
    return form;
  }

  /** The payload of the message for one more receiver, who releases it. */
  ByteBuf sharedPayload(Message of) {
    ByteBuf shared = payload;
    if (shared == null) {
      int bytes = of.payload().length;
      shared = allocator.directBuffer(bytes, bytes).writeBytes(of.payload());
      payload = shared;
    }
    return shared.retainedDuplicate();
  }

  private int next() {
    if (known < FORMS_MAX) {
      return known++;
    }
    oldest = (oldest + 1) % FORMS_MAX;
    return oldest;
  }

  /** Large ones are not kept longer than until the loop has told all receivers of this turn. */
  private void forget() {
    ending = false;
    message = null;
    for (int i = 0; i < known; i++) {
      forms[i].clear();
    }
    known = 0;
    if (payload != null) {
      payload.release();
      payload = null;
    }
  }
}
