package dev.tributary.kinesis.local.internal.http;

import dev.tributary.kinesis.local.internal.api.KinesisApi;

/** What all connections share. */
record Service(
    KinesisApi api, Signatures signatures, Work work, BodyBudget bodies, Answers answers) {}
