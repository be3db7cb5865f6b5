package dev.tributary.management.internal.rest;

import dev.tributary.broker.Message;
import dev.tributary.broker.QueuedMessage;
import dev.tributary.broker.Sender;
import dev.tributary.management.MessagePublisher;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages as REST shows them. */
final class MessageViews {

  private static final String NO_NAME = "undefined";
  private static final String NANOS = "000000";

  private MessageViews() {}

  /**
   * One that waits, or is not acknowledged.
   *
   * @param queue whether it waits
   */
  static Map<String, @Nullable Object> queued(
      QueuedMessage queued, PayloadForm form, boolean queue) {
    Message message = queued.delivery().message();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("msgid", message.id().toString());
    view.put("topic", message.topic());
    view.put("qos", queued.delivery().qos());
    view.put("publish_at", message.receivedAtMillis());
    sender(view, message);
    view.put("inserted_at", queued.insertedAtMillis() + NANOS);
    if (queue) {
      view.put("mqueue_priority", queued.priority());
    }
    String payload = form.text(message.payload());
    if (payload != null) {
      view.put("payload", payload);
    }
    return view;
  }

  /** One that is retained, without its payload. */
  static Map<String, @Nullable Object> retained(Message message) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("msgid", message.id().toString());
    view.put("topic", message.topic());
    view.put("qos", message.qos());
    view.put("publish_at", Times.millis(message.receivedAtMillis()));
    sender(view, message);
    return view;
  }

  static Map<String, @Nullable Object> retainedWhole(Message message) {
    Map<String, @Nullable Object> view = retained(message);
    view.put("payload", PayloadForm.BASE64.text(message.payload()));
    return view;
  }

  private static void sender(Map<String, @Nullable Object> view, Message message) {
    switch (message.sender()) {
      case Sender.Client(var client) -> sender(view, client.clientId(), client.username());
      case Sender.Will(var client) -> sender(view, client.clientId(), client.username());
      case Sender.Server(String name, var _) ->
          sender(view, name, name.equals(MessagePublisher.CLIENT_ID) ? "" : null);
    }
  }

  private static void sender(
      Map<String, @Nullable Object> view, String clientId, @Nullable String username) {
    view.put("from_clientid", clientId);
    view.put("from_username", username == null ? NO_NAME : username);
  }
}
