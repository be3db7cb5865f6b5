package dev.tributary.kinesis.local.internal.api;

import com.fasterxml.jackson.core.JsonParser;
import dev.tributary.kinesis.local.internal.api.Shape.Structure;
import java.io.IOException;

/** One operation of the API: reads its request, does it, writes the members of its answer. */
@FunctionalInterface
interface Operation {
  /**
   * A request whose first token has not been read yet.
   *
   * @param shape what its members may be
   */
  record Call(JsonParser in, Encoding encoding, Structure shape, Admission admission) {
    /**
     * Reads and checks the request and asks for admission; not for requests whose stream cannot be
     * told from the members.
     */
    Parameters parameters() throws IOException, KinesisException {
      Parameters parameters = unadmitted();
      admission.enter(parameters.streamName());
      return parameters;
    }

    /** For an operation that asks for admission by itself. */
    Parameters unadmitted() throws IOException, KinesisException {
      return Parameters.read(in, encoding, shape);
    }
  }

  /** Throws IOException only while reading, when the body is malformed. */
  void perform(Call call, Answer answer) throws IOException, KinesisException;
}
