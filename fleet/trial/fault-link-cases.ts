/** Faults of the link: B6, B9, B12, B18. */
import { DeviceFrameDecoder, decodeFleetFrame, encodeDeviceFrame, encodeFleetFrame } from '#proto/frame/index.js';
import type { FaultCase } from './fault-case.ts';
import { ending, everywhere, minuteMs, orderIfNone, secondMs, supply, whereLinked } from './fault-kit.ts';
import type { FaultTrial } from './fault-trial.ts';
import type { LinkTap } from './traced-handler.ts';

const counters = { unknownFrames: 0, unknownFields: 0 };
const readFleet = (frame: Uint8Array) => decodeFleetFrame(frame, counters);

/** A part of a piece, when a frame is one. */
function partOf(frame: Uint8Array) {
  const decoded = readFleet(frame);
  return decoded.type === 'piecePart' ? decoded : undefined;
}

function reportOf(frame: Uint8Array) {
  const decoded = new DeviceFrameDecoder().decode(frame);
  return decoded.type === 'updateReport' ? decoded : undefined;
}

/** Parts twice. */
function twice(): LinkTap {
  return { toDevice: (frame) => (partOf(frame) === undefined ? [frame] : [frame, frame]) };
}

/** Each second part before the first. The last part of a piece has none behind it: held back, it would be a stall, and that of a small image for ever. */
function reordered(): LinkTap {
  let held: Uint8Array | undefined;
  return {
    toDevice: (frame) => {
      const part = partOf(frame);
      if (part === undefined) return [frame];
      const { offset, totalBytes, bytes } = part.body;
      const isLast = (offset ?? 0) + (bytes?.length ?? 0) >= (totalBytes ?? 0);
      if (held === undefined && isLast) return [frame];
      if (held === undefined) {
        held = frame;
        return [];
      }
      const both = [frame, held];
      held = undefined;
      return both;
    },
  };
}

/** After each part an old one again. */
function stale(): LinkTap {
  let old: Uint8Array | undefined;
  return {
    toDevice: (frame) => {
      if (partOf(frame) === undefined) return [frame];
      const frames = old === undefined ? [frame] : [frame, old];
      old ??= frame;
      return frames;
    },
  };
}

/** One bit of each third part of content turned over, twice at most. */
function damaged(): LinkTap {
  let count = 0;
  return {
    toDevice: (frame) => {
      const part = partOf(frame);
      const bytes = part?.body.bytes;
      if (part === undefined || bytes === null || bytes === undefined || bytes.length < 30_000) return [frame];
      count += 1;
      if (count % 2 !== 0 || count > 4) return [frame];
      const flipped = Uint8Array.from(bytes);
      flipped[100] = (flipped[100] as number) ^ 1;
      return [encodeFleetFrame({ ...part, body: { ...part.body, bytes: flipped } })];
    },
  };
}

function tapped(kind: string, tap: () => LinkTap): FaultCase {
  return {
    fault: 'B6',
    kind,
    senseless: whereLinked,
    make: async (trial, row) => {
      trial.world.taps.set(trial.id, tap());
      await orderIfNone(trial, row);
      await trial.run(5 * minuteMs);
      return undefined;
    },
    outcome: ending('updated'),
  };
}

/** The link breaks after each part. */
const cutAtEachPart: FaultCase = {
  ...tapped('cut-each-part', () => ({})),
  make: async (trial, row) => {
    const { world, id } = trial;
    let cuts = 0;
    world.taps.set(id, {
      toDevice: (frame) => {
        if (partOf(frame) !== undefined && cuts < 40) {
          cuts += 1;
          // The part is on its way, and half a round trip later the link is gone.
          world.clock.setTimeout(() => world.network.cut(id), 200);
        }
        return [frame];
      },
    });
    await orderIfNone(trial, row);
    await trial.run(10 * minuteMs);
    return undefined;
  },
};

function linkFault(kind: string, forMs: number, make: (trial: FaultTrial, isOn: boolean) => void): FaultCase {
  return {
    fault: 'B6',
    kind,
    senseless: whereLinked,
    make: async (trial, row) => {
      make(trial, true);
      await orderIfNone(trial, row);
      await trial.run(forMs);
      make(trial, false);
      return undefined;
    },
    outcome: ending('updated'),
  };
}

const network: readonly FaultCase[] = [
  linkFault('cut', 0, ({ world, id }, isOn) => isOn && world.network.cut(id)),
  linkFault('half-open', 3 * minuteMs, ({ world, id }, isOn) => world.network.halfOpen(id, isOn)),
  linkFault('stall', 90 * secondMs, ({ world, id }, isOn) => world.network.block(id, isOn)),
  cutAtEachPart,
  tapped('twice', twice),
  tapped('reordered', reordered),
  tapped('stale', stale),
  tapped('bit-flipped', damaged),
];

function reports(kind: string, tap: (trial: FaultTrial) => LinkTap): FaultCase {
  return {
    fault: 'B9',
    kind,
    senseless: everywhere,
    make: async (trial, row) => {
      trial.world.taps.set(trial.id, tap(trial));
      await orderIfNone(trial, row);
      await trial.run(5 * minuteMs);
      trial.world.taps.delete(trial.id);
      // What was lost is said again with the next session.
      trial.world.network.cut(trial.id);
      return undefined;
    },
    outcome: ({ state }) => ({ ends: state === 'reverting' ? ['rolledBack'] : ['updated'] }),
  };
}

const lostAndLate: readonly FaultCase[] = [
  reports('lost', () => ({ fromDevice: (frame) => (reportOf(frame) === undefined ? [frame] : []) })),
  reports('unacknowledged', () => ({
    toDevice: (frame) => (readFleet(frame).type === 'updateReportAcknowledge' ? [] : [frame]),
  })),
  reports('twice', () => ({ fromDevice: (frame) => (reportOf(frame) === undefined ? [frame] : [frame, frame]) })),
  reports('late', ({ attempts }) => {
    const earlier = attempts.at(-2) ?? '0'.repeat(16);
    return {
      fromDevice: (frame) => {
        const report = reportOf(frame);
        if (report === undefined) return [frame];
        const { body } = report;
        const late = { ...body, attemptId: earlier, sequence: (body.sequence ?? 0) + 7, state: 6 };
        return [encodeDeviceFrame({ ...report, body: late }), frame];
      },
    };
  }),
];

const withoutNetwork: FaultCase = {
  fault: 'B12',
  kind: 'blocked',
  senseless: everywhere,
  make: async (trial, row) => {
    const { flash } = trial.setting.profile;
    trial.world.network.block(trial.id, true);
    await orderIfNone(trial, row);
    supply(trial);
    // In half the time of an offer, else it is the fleet that gives up.
    await trial.run(Math.min(25 * minuteMs, 2 * flash.confirmWithinMs));
    return undefined;
  },
  outcome: ({ state, isSwitched }) => {
    // All that was missing may be on its way already: then it boots without a network, and goes back.
    const isNear = state.startsWith('downloading') || state === 'installing';
    // What had its session already has confirmed before the network goes.
    if (isNear || state === 'unconfirmed') return { ends: ['rolledBack', 'updated'] };
    return { ends: isSwitched ? ['rolledBack'] : ['updated'] };
  },
};

const herdSize = 4;
const herd: readonly FaultCase[] = [
  {
    fault: 'B18',
    kind: 'restart',
    devices: herdSize,
    senseless: everywhere,
    make: async (trial, row) => {
      await orderIfNone(trial, row);
      trial.world.crashManager();
      await trial.world.runFor(20 * secondMs);
      await trial.world.startManager();
      return undefined;
    },
    outcome: ({ state }) => ({ ends: state === 'reverting' ? ['rolledBack'] : ['updated'] }),
    judge: herdVerdict,
  },
  {
    fault: 'B18',
    kind: 'link-recovery',
    devices: herdSize,
    senseless: everywhere,
    make: async (trial, row) => {
      for (const id of trial.world.devices.keys()) trial.world.network.block(id, true);
      await orderIfNone(trial, row);
      await trial.run(2 * minuteMs);
      for (const id of trial.world.devices.keys()) trial.world.network.block(id, false);
      return undefined;
    },
    outcome: ({ state }) => ({ ends: state === 'reverting' ? ['rolledBack'] : ['updated'] }),
    judge: herdVerdict,
  },
];

/** Nobody was left behind, and no more took the image at once than may. */
function herdVerdict(trial: FaultTrial): readonly string[] {
  const misses: string[] = [];
  for (const id of trial.world.devices.keys()) {
    const [newest] = trial.world.manager.updates.list({ deviceId: id, limit: 1 });
    if (newest?.state !== 'updated') misses.push(`of the herd, ${id} is ${newest?.state}: ${newest?.message}`);
  }
  if (trial.mostTransfers > trial.transferLimit)
    misses.push(`${trial.mostTransfers} transfers at once, the limit is ${trial.transferLimit}`);
  return misses;
}

export const linkCases: readonly FaultCase[] = [...network, ...lostAndLate, withoutNetwork, ...herd];
