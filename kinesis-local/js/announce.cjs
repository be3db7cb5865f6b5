'use strict';
// Loaded before kinesis-local. Where that is told port 1 (plain) or 2 (TLS) of all addresses, the system chooses a port of
// loopback instead, and a line says which. And the server ends when the test that started it is gone, however that went.
const net = require('node:net');

const KINDS = new Map([['1', 'plain'], ['2', 'secure']]);
const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function (...where) {
  const kind = KINDS.get(String(where[0]));
  if (kind === undefined) {
    return listen.apply(this, where);
  }
  this.once('listening', () => console.log(`listening ${kind} ${this.address().port}`));
  return listen.call(this, { port: 0, host: '127.0.0.1' }, where.at(-1));
};

process.stdin.resume();
process.stdin.once('end', () => process.exit(0));
