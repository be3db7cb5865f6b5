package dev.tributary.benchmarks.hivemq;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.nio.file.Path;

/**
 * HiveMQ CE as a process, with {@code config.xml} in the folder that is given and all its state
 * below it. It lets everybody in, which HiveMQ CE does only if an extension says so.
 */
public final class HiveMqProgram {

  private HiveMqProgram() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    EmbeddedHiveMQ.builder()
        .withConfigurationFolder(folder)
        .withDataFolder(folder.resolve("data"))
        .withExtensionsFolder(folder.resolve("extensions"))
        .withEmbeddedExtension(
            EmbeddedExtension.builder()
                .withId("everybody")
                .withName("Everybody")
                .withVersion("1")
                .withAuthor("Tributary")
                .withExtensionMain(new Everybody())
                .build())
        .build()
        .start()
        .join();
    System.out.println("started");
  }

  private static final class Everybody implements ExtensionMain {

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
      SimpleAuthenticator everybody = (client, answer) -> answer.authenticateSuccessfully();
      Services.securityRegistry().setAuthenticatorProvider(client -> everybody);
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
      // The process ends with it.
    }
  }
}
