/**
 * How a device updates, written from docs/PROTOCOL.md ("Updates", "Trust") and the .proto files alone, for the device of protocol-only-device.ts.
 * Nothing of ours is imported here, on purpose: what this file needs to know, the page must say. Its flash is a variable.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { resolve } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import protobuf from 'protobufjs';

const schema = new protobuf.Root();
const schemas = resolve(import.meta.dirname, '../../proto');
schema.resolvePath = (_origin, target) => resolve(schemas, target);
schema.loadSync(['seatrial/v1/frame.proto', 'seatrial/v1/image.proto']);
const imageHeader = schema.lookupType('seatrial.v1.ImageHeader');
const number = (type: string, name: string): number => schema.lookupEnum(`seatrial.v1.${type}`).values[name] ?? Number.NaN;
const piece = (name: string): number => number('Piece', `PIECE_${name}`);

type Body = Record<string, unknown>;
/** Anything that a JSON file holds; String() and Number() read its leaves. */
interface Json {
  readonly [key: string]: Json | undefined;
}

const partBytes = 32_768;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** "Keys sorted by their code units, no white space, whole numbers only, in strings nothing escaped but \ and "". */
function canonical(value: unknown): string {
  if (typeof value === 'string') return `"${value.replace(/[\\"]/g, '\\$&')}"`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([key, one]) => `${canonical(key)}:${canonical(one)}`).join(',')}}`;
}

interface Signed {
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
  readonly signed: Json;
}

/** Refuses unless a threshold of the role's keys in that root signed. */
function check(file: Signed, root: Json, rule: Json): void {
  const bytes = Buffer.from(canonical(file.signed));
  const good = Object.values(rule.keyids ?? {}).filter((keyId) => {
    const key = root.keys?.[String(keyId)];
    if (key === undefined || sha256(Buffer.from(canonical(key))) !== String(keyId)) return false;
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(String(key.keyval?.public), 'hex')]);
    const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    return file.signatures.some(({ keyid, sig }) => keyid === String(keyId) && verify(null, bytes, publicKey, Buffer.from(sig, 'hex')));
  });
  if (good.length < Number(rule.threshold)) throw new Error('below-threshold');
}

const demand = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};

/** What the device around it does for it. */
export interface FirmwareOwner {
  readonly id: string;
  readonly profile: string;
  boot: number;
  say(body: Body): void;
  /** Goes off, and comes back with the next boot. */
  restart(): void;
}

/** The piece that is being fetched. */
interface Fetch {
  readonly name: string;
  readonly version: number;
  readonly parts: Buffer[];
  offset: number;
  awaited: number;
}

/** See the head of this file. */
export class PageFirmware {
  version = '1.0.0';
  digest: Buffer = createHash('sha256').update('factory').digest();
  isConfirmed = true;
  resetReason = 'RESET_REASON_POWER_ON';
  /** Content of the image that runs. */
  content: Buffer = Buffer.alloc(0);
  counter = 0;
  /** Names of the pieces that came, in order. */
  readonly came: string[] = [];
  refusal = '';
  readonly #owner: FirmwareOwner;
  #attemptId = '';
  #assignment: Json | undefined;
  #assignmentFile: Signed | undefined;
  #report: Body | undefined;
  #sequence = 0;
  #takesDelta = false;
  #fetch: Fetch | undefined;
  #root: Json | undefined;
  #timestamp: Json | undefined;
  #snapshot: Json | undefined;
  #targets: Json | undefined;
  #trustedMs = 0;
  #header: { chunkDigests: Uint8Array[]; version: string; securityCounter: number } | undefined;
  /** What the boot loader may try at the next boot. */
  #pending: { readonly digest: Buffer; readonly version: string; readonly content: Buffer; readonly counter: number } | undefined;

  constructor(owner: FirmwareOwner) {
    this.#owner = owner;
  }

  hear(type: string, body: Body): void {
    try {
      if (type === 'welcome') this.#welcomed();
      else if (type === 'updateOffer') this.#offered(String(body.attemptId), Buffer.from(body.assignment as Uint8Array));
      else if (type === 'updateReportAcknowledge' && body.attemptId === this.#attemptId && Number(body.sequence) >= this.#sequence)
        this.#report = undefined;
      else if (body.attemptId !== this.#attemptId) return;
      else if (type === 'piecePart') this.#part(body);
      else if (type === 'pieceAbsent') this.#absent(body);
    } catch (error) {
      this.refusal = String(error);
      this.#fetch = undefined;
      this.#tell('FAILED');
    }
  }

  /** The next boot: what was installed runs on trial. */
  booted(): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    Object.assign(this, { digest: pending.digest, version: pending.version, content: pending.content, isConfirmed: false });
    this.resetReason = 'RESET_REASON_UPDATE';
  }

  #welcomed(): void {
    if (this.#report !== undefined) this.#owner.say({ updateReport: this.#report });
    if (this.#pending === undefined || this.isConfirmed) return;
    // "The unit confirms by itself: application started and session welcomed"; the counter moves with it.
    this.#tell('UNCONFIRMED');
    this.isConfirmed = true;
    this.counter = Math.max(this.counter, this.#pending.counter);
    this.#pending = undefined;
    this.#tell('CONFIRMED');
  }

  #offered(attemptId: string, assignment: Buffer): void {
    if (attemptId === this.#attemptId) return;
    this.#attemptId = attemptId;
    this.#sequence = 0;
    this.#takesDelta = false;
    this.#assignmentFile = JSON.parse(assignment.toString('utf8')) as Signed;
    this.#tell('CHECKING');
    this.#want('ROOT', this.#root === undefined ? 0 : Number(this.#root.version) + 1);
  }

  #want(name: string, version = 0): void {
    this.#fetch = { name, version, parts: [], offset: 0, awaited: 0 };
    this.#ask();
  }

  #ask(): void {
    const fetch = this.#fetch as Fetch;
    fetch.awaited = 4;
    const { name, version, offset } = fetch;
    this.#owner.say({ pieceRequest: { attemptId: this.#attemptId, piece: piece(name), version, offset, credit: 4 } });
  }

  #part(body: Body): void {
    const fetch = this.#fetch;
    const bytes = Buffer.from(body.bytes as Uint8Array);
    if (fetch === undefined || body.piece !== piece(fetch.name) || Number(body.offset ?? 0) !== fetch.offset) return;
    if (fetch.name === 'CONTENT') {
      const wanted = this.#header?.chunkDigests[fetch.offset / partBytes] as Uint8Array;
      demand(sha256(bytes) === Buffer.from(wanted).toString('hex'), 'a chunk without its digest');
    }
    fetch.parts.push(bytes);
    fetch.offset += bytes.length;
    fetch.awaited -= 1;
    if (fetch.offset >= Number(body.totalBytes)) {
      this.#fetch = undefined;
      this.came.push(fetch.name);
      this.#whole(fetch.name, Buffer.concat(fetch.parts));
    } else if (fetch.awaited === 0) this.#ask();
  }

  #absent(body: Body): void {
    const fetch = this.#fetch;
    if (fetch === undefined || body.piece !== piece(fetch.name)) return;
    if (Number(body.retryAfterMs ?? 0) > 0) setTimeout(() => this.#ask(), Number(body.retryAfterMs));
    else {
      demand(fetch.name === 'ROOT' && this.#root !== undefined, `${fetch.name} is absent: ${String(body.cause)}`);
      // "For the root after the newest one that is the answer to expect."
      this.#fresh(this.#root as Json);
      this.#want('TIMESTAMP');
    }
  }

  #whole(name: string, bytes: Buffer): void {
    if (name === 'HEADER') this.#takeHeader(bytes);
    else if (name === 'CONTENT') this.#install(bytes);
    else if (name === 'DELTA') this.#unpack(bytes);
    else this.#takeMetadata(name, bytes, JSON.parse(bytes.toString('utf8')) as Signed);
  }

  #takeMetadata(name: string, bytes: Buffer, file: Signed): void {
    const { signed } = file;
    demand(String(signed._type) === name.toLowerCase(), `${name} has type ${String(signed._type)}`);
    if (name === 'ROOT') {
      const before = this.#root;
      demand(before === undefined || Number(signed.version) === Number(before.version) + 1, 'not the next root');
      check(file, signed, signed.roles?.root as Json);
      if (before !== undefined) check(file, before, before.roles?.root as Json);
      this.#root = signed;
      this.#want('ROOT', Number(signed.version) + 1);
      return;
    }
    const root = this.#root as Json;
    check(file, root, root.roles?.[name.toLowerCase()] as Json);
    if (name === 'TIMESTAMP') {
      demand(Number(signed.version) >= Number(this.#timestamp?.version ?? 0), 'rollback of the timestamp');
      this.#fresh(signed);
      this.#trustedMs = Math.max(this.#trustedMs, Date.now());
      this.#timestamp = signed;
      this.#want('SNAPSHOT', Number(signed.meta?.['snapshot.json']?.version));
    } else if (name === 'SNAPSHOT') {
      this.#named(bytes, signed, this.#timestamp?.meta?.['snapshot.json'] as Json);
      demand(
        Number(signed.meta?.['targets.json']?.version) >= Number(this.#snapshot?.meta?.['targets.json']?.version ?? 0),
        'rollback of the targets',
      );
      this.#snapshot = signed;
      this.#want('TARGETS', Number(signed.meta?.['targets.json']?.version));
    } else {
      this.#named(bytes, signed, this.#snapshot?.meta?.['targets.json'] as Json);
      this.#targets = signed;
      this.#checkAssignment();
    }
  }

  #named(bytes: Buffer, signed: Json, by: Json): void {
    demand(bytes.length === Number(by.length) && sha256(bytes) === String(by.hashes?.sha256), 'other bytes than named');
    demand(Number(signed.version) === Number(by.version), 'another version than named');
    this.#fresh(signed);
  }

  #fresh(signed: Json): void {
    demand(Math.max(this.#trustedMs, Date.now()) < Date.parse(String(signed.expires)), `${String(signed._type)} has expired`);
  }

  #checkAssignment(): void {
    const file = this.#assignmentFile as Signed;
    const root = this.#root as Json;
    check(file, root, root.director as Json);
    const assignment = file.signed;
    this.#fresh(assignment);
    demand(String(assignment._type) === 'assignment' && String(assignment.deviceId) === this.#owner.id, 'for another device');
    demand(String(assignment.attemptId) === this.#attemptId, 'for another attempt');
    const target = this.#targets?.targets?.[String(assignment.target)] as Json;
    demand(String(target.hashes?.sha256) === String(assignment.digest), 'the targets say another digest');
    const { profiles, securityCounter } = target.custom as Json;
    demand(
      Object.values(profiles ?? {}).some((name) => String(name) === this.#owner.profile),
      'for other hardware',
    );
    demand(Number(securityCounter) >= this.counter, 'below the security counter');
    this.#assignment = assignment;
    this.#want('HEADER');
  }

  #takeHeader(bytes: Buffer): void {
    const assignment = this.#assignment as Json;
    demand(bytes.length === Number(assignment.headerBytes) && sha256(bytes) === String(assignment.digest), 'another header');
    this.#header = imageHeader.toObject(imageHeader.decode(bytes), { defaults: true }) as never;
    const base = assignment.delta?.baseDigest;
    const isFit = base !== undefined && String(base) === this.digest.toString('hex');
    demand(isFit || String(assignment.fullAllowed) === 'true', 'the whole image is not allowed');
    this.#want(isFit ? 'DELTA' : 'CONTENT');
    this.#takesDelta = isFit;
    this.#tell('DOWNLOADING');
  }

  #unpack(frame: Buffer): void {
    demand(sha256(frame) === String(this.#assignment?.delta?.digest), 'another delta');
    const content = zstdDecompressSync(frame, {
      dictionary: this.content,
      maxOutputLength: Number(this.#assignment?.contentBytes),
    });
    for (const [index, digest] of (this.#header?.chunkDigests ?? []).entries())
      demand(sha256(content.subarray(index * partBytes, (index + 1) * partBytes)) === Buffer.from(digest).toString('hex'), 'a bad delta');
    this.#install(content);
  }

  #install(content: Buffer): void {
    const { version, securityCounter } = this.#header as { version: string; securityCounter: number };
    this.#tell('INSTALLING');
    const digest = Buffer.from(String(this.#assignment?.digest), 'hex');
    this.#pending = { digest, version, content, counter: securityCounter };
    this.#tell('REBOOTING');
    this.#owner.restart();
  }

  #tell(state: string): void {
    this.#sequence += 1;
    this.#report = {
      attemptId: this.#attemptId,
      sequence: this.#sequence,
      state: number('UpdateState', `UPDATE_STATE_${state}`),
      cause: number('UpdateCause', 'UPDATE_CAUSE_UNSPECIFIED'),
      message: this.refusal,
      timeMs: Date.now(),
      boot: this.#owner.boot,
      runningDigest: this.digest,
      isConfirmed: this.isConfirmed,
      securityCounter: this.counter,
      trustedTimeMs: this.#trustedMs,
      rootVersion: Number(this.#root?.version ?? 0),
      timestampVersion: Number(this.#timestamp?.version ?? 0),
      snapshotVersion: Number(this.#snapshot?.version ?? 0),
      targetsVersion: Number(this.#targets?.version ?? 0),
      takesDelta: this.#takesDelta,
    };
    this.#owner.say({ updateReport: this.#report });
  }
}
