// Publishes one message with the `mqtt` package and ends when the broker has acknowledged it.
// usage: node publish.js PORT CLIENT_ID PROTOCOL_VERSION(4|5) TOPIC QOS MESSAGE
import { connectAsync } from "mqtt";

const [port, clientId, protocolVersion, topic, qos, message] = process.argv.slice(2);

const client = await connectAsync({
  host: "127.0.0.1",
  port: Number(port),
  clientId,
  protocolVersion: Number(protocolVersion),
  // A test wants the first failure, not a second try.
  reconnectPeriod: 0,
});
await client.publishAsync(topic, message, { qos: Number(qos) });
await client.endAsync();
