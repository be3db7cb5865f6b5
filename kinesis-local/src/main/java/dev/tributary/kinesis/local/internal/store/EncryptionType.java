package dev.tributary.kinesis.local.internal.store;

/** Whether a record was encrypted when it was stored, by the names in the API. */
public enum EncryptionType {
  NONE,
  KMS
}
