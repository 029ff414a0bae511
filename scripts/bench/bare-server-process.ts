import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serveCalls } from './child.ts';

/** The fleet's half of a bare pair: takes frames and counts them. */
let frames = 0;

serveCalls({
  listen: () =>
    new Promise((resolve) => {
      const server = createServer();
      const sockets = new WebSocketServer({ server, perMessageDeflate: false, skipUTF8Validation: true });
      sockets.on('connection', (socket) => {
        socket.on('message', () => {
          frames += 1;
        });
      });
      server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () =>
        resolve(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`),
      );
    }),
  frames: () => frames,
});
