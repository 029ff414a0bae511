import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { serveCalls } from './child.ts';
import { spellOf } from './spell.ts';

/** The fleet's half of a bare pair that carries images: sends frames of one size to all sockets, as fast as they take them. */
const open = new Set<WebSocket>();
/** Frames that wait in a socket before it is left alone. */
const highWaterFrames = 2;

serveCalls({
  listen: () =>
    new Promise((resolve) => {
      const server = createServer();
      const sockets = new WebSocketServer({ server, perMessageDeflate: false, skipUTF8Validation: true });
      sockets.on('connection', (socket) => {
        open.add(socket);
        socket.once('close', () => open.delete(socket));
      });
      server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () =>
        resolve(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`),
      );
    }),
  run: ({ frameBytes }: { frameBytes: number }) => {
    const frame = new Uint8Array(frameBytes).fill(7);
    const turn = (): void => {
      for (const socket of open) if (socket.bufferedAmount < highWaterFrames * frameBytes) socket.send(frame);
      setImmediate(turn);
    };
    turn();
  },
  spell: (time: { warmUpMs: number; measureMs: number }) => spellOf(time, () => 0),
});
