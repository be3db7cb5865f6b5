package dev.tributary.rule.engine;

import org.jspecify.annotations.Nullable;

/**
 * How the output of a rule becomes a record of an action.
 *
 * @param payloadTemplate what the record holds; null for the whole output as JSON, as {@code ${.}}.
 *     An empty text gives empty records
 * @param partitionKeyTemplate the key whose order is kept; not empty
 * @param explicitHashKeyTemplate renders a decimal number from 0 to 2^128-1; null for none
 */
public record RecordSpec(
    @Nullable String payloadTemplate,
    String partitionKeyTemplate,
    @Nullable String explicitHashKeyTemplate,
    UndefinedKey undefinedKey) {}
