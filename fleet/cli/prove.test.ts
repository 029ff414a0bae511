import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProofReport } from '#firmware/prove/index.js';
import { commands, nouns } from './command-table.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { main, parseCall } from './program.ts';
import { printProof } from './proof-output.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const shipped = join(import.meta.dirname, '../../firmware/profiles/thermostat.yaml');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatrial-prove-'));
  const small = readFileSync(shipped, 'utf8').replace(/^flash: .*$/m, 'flash: { type: spi-nor, slotBytes: 32768, writeUnitBytes: 1024 }');
  writeFileSync(at('small.yaml'), small);
  writeFileSync(at('a.bin'), Buffer.alloc(9_000, 1));
  writeFileSync(at('b.bin'), Buffer.alloc(9_000, 2));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function fleet(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const terminal = new FakeTerminal();
  const code = await main(args, terminal);
  return { code, out: terminal.outText, err: terminal.errText };
}

describe('fleet prove attacks', () => {
  test('says what is proven, then a line an attack, then the verdict', async () => {
    const { code, out } = await fleet('prove', 'attacks', '--only', 'A13');
    expect(code).toBe(0);
    expect(out).toMatch(/^Proven here: Seatrial's own device, .* Not proven: any other device/);
    expect(out).toMatch(/^A13\.1\twrong device\theld\tan image for another profile, .*\trejected: wrong-hardware /m);
    expect(out).toMatch(/^verdict\tpassed$/m);
  });

  test('on a flash of the user’s own, as one object', async () => {
    const { code, out } = await fleet('prove', 'attacks', '--only', 'A16', '--profile', at('small.yaml'), '--seed', 's', '-o', 'json');
    const report = JSON.parse(out);
    expect([code, report]).toMatchObject([0, { kind: 'Proof', proof: 'attacks', verdict: 'passed', seed: 's' }]);
    expect(report.rows.map(({ name }: { name: string }) => name)).toEqual(['A16.1', 'A16.2', 'A16.3', 'A16.4', 'A16.5']);
  });

  test('an attack that is not in the table', async () => {
    const { code, err } = await fleet('prove', 'attacks', '--only', 'A22');
    expect([code, err]).toEqual([2, expect.stringContaining('there is no attack A22')]);
  });
});

describe('fleet prove faults', () => {
  test('says what is proven, then the matrix, why cells are not there, figures and the verdict', async () => {
    const { code, out } = await fleet('prove', 'faults', '--only', 'B2');
    expect(code).toBe(0);
    expect(out).toMatch(/^Proven here: with each fault in each state of an update, .* Not proven: other devices/);
    expect(out).toMatch(/^reverting\tr$/m);
    expect(out).toMatch(/^installing\t-$/m);
    expect(out).toMatch(/^B2\tno revert is under way then\tidle checking.asking /m);
    expect(out).toMatch(/^verdict\tpassed$/m);
  });

  test('one state, as one object', async () => {
    const { code, out } = await fleet('prove', 'faults', '--only', 'B8', '--state', 'checking', '--seed', 's', '-o', 'json');
    const report = JSON.parse(out);
    expect([code, report]).toMatchObject([0, { kind: 'Proof', proof: 'faults', verdict: 'passed', seed: 's', runs: 4 }]);
    expect(report.cells.map(({ state, verdict }: { state: string; verdict: string }) => `${state} ${verdict}`)).toEqual([
      'checking.asking held',
      'checking.waiting held',
    ]);
  });

  test('a fault that is not in the table', async () => {
    const { code, err } = await fleet('prove', 'faults', '--only', 'B23');
    expect([code, err]).toEqual([2, expect.stringContaining('no cell is called B23')]);
  });
});

describe('fleet prove powercut', () => {
  test('says in its first line what is proven and what is not, then figures and the verdict', async () => {
    const { code, out } = await fleet('prove', 'powercut', '--profile', at('small.yaml'));
    expect(code).toBe(0);
    expect(out).toMatch(/^Proven here: Seatrial's own boot loader .* Not proven: any other boot loader/);
    expect(out).toMatch(/^verdict\tpassed$/m);
    expect(out).toMatch(/^bricks\t0$/m);
  });

  test('-o json is one object with proof and verdict', async () => {
    const { out } = await fleet('prove', 'powercut', '--profile', at('small.yaml'), '--seed', 'x y', '-o', 'json');
    expect(JSON.parse(out)).toMatchObject({
      kind: 'Proof',
      proof: 'powercut',
      verdict: 'passed',
      seed: 'x y',
      bricks: 0,
      flash: { slotBytes: 32_768 },
    });
  });

  test('proves images of files, and one case of them alone', async () => {
    for (const [version, payload] of [
      ['1.0.0', 'a.bin'],
      ['1.1.0', 'b.bin'],
    ] as const) {
      const facts = [
        '--name',
        'pump',
        '--version',
        version,
        '--profile',
        'thermostat',
        '--payload',
        at(payload),
        '--out',
        at(`${version}.img`),
      ];
      expect((await fleet('image', 'build', ...facts)).code).toBe(0);
    }
    const images = ['--from', at('1.0.0.img'), '--to', at('1.1.0.img'), '--profile', at('small.yaml'), '-o', 'json'];
    const { code, out } = await fleet('prove', 'powercut', ...images, '--full');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ from: { name: 'pump', contentBytes: 9_000 }, to: { version: '1.1.0' }, verdict: 'passed' });
    expect(JSON.parse((await fleet('prove', 'powercut', ...images, '--only', 'update:3:torn')).out)).toMatchObject({
      cuts: 1,
      verdict: 'passed',
    });
    expect(await fleet('prove', 'powercut', ...images, '--only', 'update:3:tron')).toMatchObject({
      code: 2,
      err: expect.stringContaining('E2271'),
    });
  });

  test.each<[string, readonly string[], RegExp]>([
    ['one image alone', ['--from', 'a.img'], /--to is given alone|--from is given alone/],
    ['a file that is not there', ['--from', 'nowhere.img', '--to', 'nowhere.img'], /nowhere.img/],
  ])('%s is refused', async (_what, args, message) => {
    const { code, err } = await fleet('prove', 'powercut', ...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});

describe('a proof that fails', () => {
  const report: ProofReport = {
    proof: 'x',
    verdict: 'failed',
    claim: 'what',
    seed: 's 1',
    parts: [],
    states: [],
    problemCount: 2,
    problems: [{ case: 'update:7:torn', what: 'no image is left' }],
  };

  async function print(shown: ProofReport): Promise<{ code: number; out: string; err: string }> {
    const terminal = new FakeTerminal();
    const parsed = await parseCall(['prove', 'powercut', '-o', 'json'], terminal);
    if (!('input' in parsed)) throw new Error('not parsed');
    const { spec, input } = parsed;
    const rest = {
      argv: [],
      signal: new AbortController().signal,
      format: 'json',
      tree: { commands, nouns },
      helpOf: () => undefined,
    } as const;
    const code = await printProof({ spec, input, terminal, ...rest }, shown.claim, ['fleet', 'prove', 'x'], () => shown);
    return { code, out: terminal.outText, err: terminal.errText };
  }

  test('exits 7 and says the one command that repeats it', async () => {
    const { code, out, err } = await print(report);
    expect(code).toBe(7);
    expect(JSON.parse(out)).toMatchObject({ problems: [{ repeat: "fleet prove x --seed 's 1' --only update:7:torn" }] });
    expect(err).toContain("fleet prove x --seed 's 1' --only update:7:torn");
  });

  test('also when only a state is missing', async () => {
    const { code, err } = await print({ ...report, problemCount: 0, problems: [], states: [{ state: 'recovery', reached: 0 }] });
    expect(code).toBe(7);
    expect(err).toContain('not reached: recovery');
  });
});
