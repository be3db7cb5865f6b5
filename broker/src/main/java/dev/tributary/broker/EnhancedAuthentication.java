package dev.tributary.broker;

/**
 * One method by which clients prove in several steps who they are (MQTT 5, 4.12). Shared by all
 * connections and called on their event loops: must be safe for several threads and must not wait.
 */
public interface EnhancedAuthentication {

  /** As the client's Authentication Method names it. */
  String method();

  /** One proof of one client: when it connects, and again whenever it renews it. */
  Exchange begin();

  /**
   * What is between one client and the server. For one thread at a time; let go of without notice
   * when the client goes.
   */
  @FunctionalInterface
  interface Exchange {

    /**
     * Answers what the client says next.
     *
     * @param data as the client sent it, hence anything; empty if there was none
     */
    Step next(byte[] data);
  }

  /** What becomes of an exchange. */
  sealed interface Step {

    /** The client must say more. */
    record Continue(byte[] data) implements Step {}

    /**
     * The client is who it says.
     *
     * @param username whom it proved to be
     * @param data what the server says last, such as its own proof; empty for nothing
     */
    record Success(String username, boolean superuser, byte[] data) implements Step {}

    /**
     * The connection is refused, or closed if it stood.
     *
     * @param reasonCode 0x86 wrong credentials, or 0x87 not authorized
     * @param detail for the operator and the client; says nothing that helps to guess
     */
    record Failure(int reasonCode, String detail) implements Step {
      public Failure {
        if (reasonCode != 0x86 && reasonCode != 0x87) {
          throw new IllegalArgumentException(
              "reason code 0x%02x of a failed authentication: must be 0x86 or 0x87"
                  .formatted(reasonCode));
        }
      }
    }
  }
}
