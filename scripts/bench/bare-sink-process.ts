import WebSocket from 'ws';
import { serveCalls } from './child.ts';
import { spellOf } from './spell.ts';

/** The devices' half of a bare pair that carries images: takes frames and counts their bytes. */
let bytes = 0;

function connect(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
    socket.once('open', () => resolve());
    socket.once('error', reject);
    socket.on('message', (data: Buffer) => {
      bytes += data.length;
    });
  });
}

serveCalls({
  connect: async ({ url, sockets }: { url: string; sockets: number }) => {
    // In portions: a listener has a backlog.
    for (let left = sockets; left > 0; left -= 500) await Promise.all(Array.from({ length: Math.min(500, left) }, () => connect(url)));
  },
  spell: (time: { warmUpMs: number; measureMs: number }) => spellOf(time, () => bytes),
});
