import WebSocket from 'ws';
import { serveCalls } from './child.ts';

/** The devices' half of a bare pair: as many frames as the sockets take, of one size. */
const highWaterBytes = 16_384;
const framesPerTurn = 8;

function open(url: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

serveCalls({
  run: async ({ url, sockets, frameBytes }: { url: string; sockets: number; frameBytes: number }) => {
    const open_ = await Promise.all(Array.from({ length: sockets }, () => open(url)));
    const frame = new Uint8Array(frameBytes).fill(7);
    const turn = (): void => {
      for (const socket of open_) {
        for (let sent = 0; sent < framesPerTurn && socket.bufferedAmount < highWaterBytes; sent += 1) socket.send(frame);
      }
      setImmediate(turn);
    };
    turn();
  },
});
