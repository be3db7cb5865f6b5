package dev.tributary.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.management.RestClient.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How records are kept and sent, through REST: what goes together, and what is never shown. */
class DeliverySettingsTest {

  private static final String KEY =
      "-----BEGIN PRIVATE KEY-----\\nMIIEv\\n-----END PRIVATE KEY-----";

  @TempDir Path data;
  private RunningManagement management;

  @BeforeEach
  void start() throws Exception {
    management = RunningManagement.start(data, "", new ListService());
    assertThat(call("POST", "/connectors", connector("c", "")).status()).isEqualTo(201);
  }

  @AfterEach
  void stop() {
    management.close();
  }

  private Answer call(String method, String path, String body) throws Exception {
    return management.client.call(method, path, body);
  }

  private static String connector(String name, String more) {
    return """
    {"name":"%s","type":"kinesis","endpoint":"http://e:1"%s}\
    """
        .formatted(name, more.isEmpty() ? "" : "," + more);
  }

  private static String action(String parameters, String options) {
    return """
    {"name":"a","type":"kinesis","connector":"c","parameters":{"partition_key":"k"%s},"resource_opts":{%s}}\
    """
        .formatted(parameters.isEmpty() ? "" : "," + parameters, options);
  }

  private String refused(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("BAD_REQUEST");
    return answer.json().path("message").asText();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"region\":\"eu-west-1\",\"fips\":true | fips = true: expected region without endpoint",
        "\"dual_stack\":true | dual_stack = true: expected region without endpoint",
        "\"profile\":\"p\",\"aws_access_key_id\":\"k\",\"aws_secret_access_key\":\"s\" | profile = \"p\": expected either profile or aws_access_key_id",
        "\"external_id\":\"x1\" | external_id = \"x1\": expected role_arn beside it",
        "\"sts_endpoint\":\"http://sts:1\" | sts_endpoint = \"http://sts:1\": expected role_arn",
        "\"role_arn\":\"writer\" | role_arn = \"writer\": expected the ARN of a role",
        "\"session_token\":\"t\" | session_token: expected aws_access_key_id",
        "\"proxy\":{\"url\":\"http://p:1\",\"username\":\"u\"} | proxy.password: is missing",
        "\"proxy\":{\"username\":\"u\",\"password\":\"p\"} | proxy.url: is missing",
        "\"proxy\":{\"url\":\"http://u:p@p:1\"} | proxy.url",
        "\"ssl\":{\"certfile\":\"cert.pem\"} | ssl.keyfile: is missing: expected both",
        "\"ssl\":{\"password\":\"p\"} | ssl.password: expected certfile and keyfile",
        "\"ssl\":{\"verify\":\"no\"} | ssl.verify = \"no\": expected one of verify_peer"
      })
  void aConnectorWhoseSettingsDoNotGoTogetherIsRefused(String settings, String message)
      throws Exception {
    assertThat(refused(call("POST", "/connectors", connector("d", settings)))).contains(message);
  }

  @Test
  void anEndpointIsNotNeededWhereTheRegionIsKnown() throws Exception {
    String regional =
        """
        {"name":"r","type":"kinesis","region":"eu-central-1","fips":true,"dual_stack":false,\
        "profile":"p","role_arn":"arn:aws:iam::123456789012:role/w","external_id":"abc"}\
        """;

    Answer created = call("POST", "/connectors", regional);

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(created.json().path("external_id").asText()).isEqualTo("abc");
    assertThat(refused(call("POST", "/connectors", "{\"name\":\"n\",\"type\":\"kinesis\"}")))
        .startsWith("endpoint: is missing")
        .contains("region such as us-east-1");
  }

  @Test
  void secretsAreNeverShownAndStarsKeepThem() throws Exception {
    String secrets =
        """
        "aws_access_key_id":"k","aws_secret_access_key":"s-1","session_token":"s-2",\
        "proxy":{"url":"http://p:1","username":"u","password":"s-3"},\
        "ssl":{"certfile":"/c.pem","keyfile":"%s","password":"s-4"}\
        """
            .formatted(KEY);
    Answer created = call("POST", "/connectors", connector("s", secrets));

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(created.text()).doesNotContain("s-1", "s-2", "s-3", "s-4", "MIIEv");
    assertThat(created.json().at("/ssl/keyfile").asText()).isEqualTo("******");
    assertThat(created.json().at("/ssl/certfile").asText()).isEqualTo("/c.pem");

    ObjectNode changed = (ObjectNode) call("GET", "/connectors/kinesis:s", null).json();
    changed.put("description", "changed");
    Answer put = call("PUT", "/connectors/kinesis:s", changed.toString());

    assertThat(put.status()).as(put.text()).isEqualTo(200);
    assertThat(Files.readString(data.resolve("configs/overrides.json")))
        .contains("s-1", "s-2", "s-3", "s-4", "MIIEv", "changed")
        .doesNotContain("******");
  }

  @Test
  void starsAreRefusedWhereNothingIsStored() throws Exception {
    String stars =
        connector(
            "n", "\"proxy\":{\"url\":\"http://p:1\",\"username\":\"u\",\"password\":\"******\"}");

    assertThat(refused(call("POST", "/connectors", stars))).startsWith("proxy.password = ******");
  }

  @Test
  void theKeyMayBeTheNameOfAFileWhichIsNoSecret() throws Exception {
    Answer created =
        call(
            "POST",
            "/connectors",
            connector("f", "\"ssl\":{\"certfile\":\"/c.pem\",\"keyfile\":\"/k.pem\"}"));

    assertThat(created.json().at("/ssl/keyfile").asText()).isEqualTo("/k.pem");
    assertThat(created.json().at("/ssl/verify").asText()).isEqualTo("verify_peer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | `` | parameters.stream_name: is missing: expected the name of a stream, or stream_arn",
        "\"stream_name\":\"s\",\"stream_arn\":\"arn:aws:kinesis:us-east-1:123456789012:stream/s\" | `` | expected either stream_name or stream_arn",
        "\"stream_arn\":\"s\" | `` | parameters.stream_arn = \"s\": expected the ARN of a stream",
        "\"stream_name\":\"s\" | \"query_mode\":\"sync\",\"acknowledge\":\"buffered\" | resource_opts.acknowledge = \"buffered\": expected delivered",
        "\"stream_name\":\"s\" | \"buffer_seg_bytes\":\"2GB\" | resource_opts.buffer_seg_bytes = \"2GB\": expected a size from 1B to 1GB",
        "\"stream_name\":\"s\",\"aggregation_max_bytes\":10 | `` | parameters.aggregation_max_bytes = 10: expected a size from 1000B"
      })
  void anActionWhoseSettingsDoNotGoTogetherIsRefused(
      String parameters, String options, String message) throws Exception {
    assertThat(refused(call("POST", "/actions", action(parameters, options)))).contains(message);
  }

  @Test
  void whatGoesTogetherIsAcceptedAndShown() throws Exception {
    Answer created =
        call(
            "POST",
            "/actions",
            action(
                "\"stream_arn\":\"arn:aws:kinesis:us-east-1:123456789012:stream/s\",\"ordering\":\"none\",\"aggregation\":\"kpl\"",
                "\"query_mode\":\"sync\",\"acknowledge\":\"delivered\",\"overflow\":\"reject\",\"buffer_mode\":\"memory_only\",\"dead_letter\":{\"enable\":true}"));

    assertThat(created.status()).as(created.text()).isEqualTo(201);
    JsonNode shown = created.json();
    assertThat(shown.at("/parameters/aggregation").asText()).isEqualTo("kpl");
    assertThat(shown.at("/parameters/aggregation_max_bytes").asInt()).isEqualTo(25_000);
    assertThat(shown.at("/resource_opts/dead_letter/retention").asText()).isEqualTo("7d");
    assertThat(
            call(
                    "PUT",
                    "/actions/kinesis:a",
                    action(
                        "\"stream_name\":\"s\"",
                        "\"buffer_mode\":\"memory_only\",\"acknowledge\":\"buffered\""))
                .status())
        .isEqualTo(200);
  }

  @Test
  void theDefaultsAreTheSafeOnes() throws Exception {
    call("POST", "/actions", action("\"stream_name\":\"s\"", ""));

    JsonNode options = call("GET", "/actions/kinesis:a", null).json().path("resource_opts");

    assertThat(options.path("buffer_mode").asText()).isEqualTo("disk");
    assertThat(options.path("overflow").asText()).isEqualTo("backpressure");
    assertThat(options.path("request_ttl").asText()).isEqualTo("infinity");
    assertThat(options.at("/dead_letter/enable").asBoolean(true)).isFalse();
  }

  @Test
  void statisticsStandBesideTheCounters() throws Exception {
    call("POST", "/actions", action("\"stream_name\":\"s\"", ""));

    JsonNode answer = call("GET", "/actions/kinesis:a/metrics", null).json();

    assertThat(answer.path("metrics").path("matched").asInt(-1)).isZero();
    JsonNode statistics = answer.path("statistics");
    for (String distribution :
        new String[] {
          "request_latency_us", "delivery_time_us", "records_per_request", "bytes_per_request"
        }) {
      assertThat(statistics.path(distribution).fieldNames())
          .toIterable()
          .as(distribution)
          .containsExactly("count", "mean", "p50", "p95", "p99", "p999", "max");
    }
    assertThat(statistics.fieldNames())
        .toIterable()
        .contains(
            "requests",
            "bytes_delivered",
            "aggregation_ratio",
            "errors",
            "throttles_by_shard",
            "oldest_queued_age_ms",
            "back_pressure_ms",
            "buffer_disk_bytes",
            "dead_letters",
            "hot_key");
  }
}
