package dev.tributary.testkit;

/** How a request's body is encoded; the answer is encoded the same way. */
public enum WireEncoding {
  JSON("application/x-amz-json-1.1"),
  CBOR("application/x-amz-cbor-1.1");

  private final String contentType;

  WireEncoding(String contentType) {
    this.contentType = contentType;
  }

  public String contentType() {
    return contentType;
  }
}
