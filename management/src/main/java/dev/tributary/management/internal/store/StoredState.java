package dev.tributary.management.internal.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What holds at one instant. Immutable by convention: {@code overrides} is copied before it is
 * changed.
 *
 * @param overrides the file's content, with what this version does not understand left as it is
 * @param definitions by kind and id
 * @param unreadable ids in the overrides file whose definition is not valid
 * @param problems one sentence for each of them
 */
public record StoredState(
    ObjectNode overrides,
    Map<Kind, Map<String, Definition>> definitions,
    Map<Kind, Set<String>> unreadable,
    List<String> problems) {}
