package dev.tributary.management.internal.rest;

import dev.tributary.management.internal.pipeline.ChangeRefused;
import java.io.IOException;

/** Answers one kind of request. Runs on a virtual thread and may block. */
@FunctionalInterface
interface Endpoint {
  Reply handle(Request request) throws ApiException, ChangeRefused, IOException;
}
