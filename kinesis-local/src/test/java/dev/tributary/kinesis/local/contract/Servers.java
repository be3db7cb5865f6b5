package dev.tributary.kinesis.local.contract;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts a server of each side when a test first asks for it; all tests of a run share them. */
final class Servers implements BeforeEachCallback {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(Servers.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    ContractFixture test = (ContractFixture) context.getRequiredTestInstance();
    if (test.side == Side.NODE) {
      Programs.require("node", "npm");
    }
    test.use(
        context
            .getRoot()
            .getStore(SPACE)
            .computeIfAbsent(test.side, Servers::clients, Clients.class));
  }

  private static Clients clients(Side side) {
    return new Clients(
        switch (side) {
          case MEMORY -> OurServer.inMemory(OurServer.LIMITS, OurServer.STATE_CHANGE);
          case DISK -> OurServer.onDisk(OurServer.LIMITS, OurServer.STATE_CHANGE);
          case NODE -> new NodeServer();
        });
  }
}
