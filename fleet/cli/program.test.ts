import { expect, test } from 'vitest';
import { FakeTerminal } from './fake-terminal.ts';
import { parseCall } from './program.ts';

test.each([['--version'], ['-V'], ['version'], ['--version', '-o', 'json']])('%s %s %s asks for the version', async (...argv) => {
  expect(await parseCall(argv, new FakeTerminal())).toMatchObject({ spec: { path: 'version' } });
});
