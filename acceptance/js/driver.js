// Many clients of the `mqtt` package behind one process. Reads requests from standard input, a JSON object a line
// with `seq`, `op` and `client`; writes one answer a request ({seq, ok} or {seq, error}) and one line a message that
// arrives ({client, message}). Binary data is hexadecimal text. Ends with its input.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import mqtt from "mqtt";

const clients = new Map();
const ends = new Map();
const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");
const hex = (bytes) => (bytes === undefined ? undefined : Buffer.from(bytes).toString("hex"));

const operations = {
  connect({ client, url, options, ca, cert, key }) {
    const given = { ...options, reconnectPeriod: 0, resubscribe: false, connectTimeout: 60000 };
    if (ca) Object.assign(given, { ca: readFileSync(ca), rejectUnauthorized: true });
    if (cert) Object.assign(given, { cert: readFileSync(cert), key: readFileSync(key) });
    const connection = mqtt.connect(url, given);
    clients.set(client, connection);
    const end = new Promise((_, reject) => connection.on("close", () => reject(new Error("closed"))));
    end.catch(() => {});
    ends.set(client, end);
    connection.on("message", (topic, payload, packet) => {
      const { qos, retain, properties = {} } = packet;
      const correlationData = hex(properties.correlationData);
      say({ client, message: { topic, payload: hex(payload), qos, retain, properties: { ...properties, correlationData } } });
    });
    return new Promise((resolve, reject) => {
      connection.on("connect", ({ sessionPresent, properties = {} }) => resolve({ sessionPresent, properties }));
      connection.on("error", reject);
      connection.on("close", () => reject(new Error("closed")));
    });
  },
  subscribe({ client, filters, properties }) {
    return new Promise((resolve, reject) => {
      clients.get(client).subscribe(filters, properties ? { qos: 0, properties } : undefined, (error, granted, packet) => {
        if (packet?.granted) resolve(packet.granted);
        else if (error) reject(error);
        else resolve(granted.map(({ qos }) => qos));
      });
    });
  },
  unsubscribe: ({ client, filter }) => clients.get(client).unsubscribeAsync(filter),
  async publish({ client, topic, payload, options }) {
    const { properties } = options;
    if (properties?.correlationData) properties.correlationData = Buffer.from(properties.correlationData, "hex");
    // The package itself lets a publish wait for ever when its connection has ended.
    await Promise.race([clients.get(client).publishAsync(topic, Buffer.from(payload, "hex"), options), ends.get(client)]);
  },
  disconnect: ({ client }) => clients.get(client).endAsync(),
  // The user is done with it, in whatever state it is.
  close: ({ client }) => clients.get(client)?.end(true),
};

const requests = createInterface({ input: process.stdin });
requests.on("line", async (line) => {
  const request = JSON.parse(line);
  try {
    say({ seq: request.seq, ok: (await operations[request.op](request)) ?? null });
  } catch (error) {
    say({ seq: request.seq, error: String(error?.message ?? error) });
  }
});
requests.on("close", () => process.exit(0));
