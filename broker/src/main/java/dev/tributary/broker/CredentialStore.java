package dev.tributary.broker;

import java.util.Optional;

/** Who may come in. Asked on event loops: must be safe for several threads and must not wait. */
@FunctionalInterface
public interface CredentialStore {

  Optional<ScramCredential> find(String username);
}
