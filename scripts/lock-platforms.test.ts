import { describe, expect, test } from 'vitest';
import { completeLock, type Lock } from './lock-platforms.ts';

function lockOf(optionalDependencies: Record<string, string>, more: Lock['packages'] = {}): Lock {
  return { packages: { '': {}, 'node_modules/tool': { version: '1.2.3', dev: true, optionalDependencies }, ...more } };
}

describe('a lock that a mirror left incomplete', () => {
  test.each([
    ['@tool/cli-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
    ['@tool/cli-linux-aarch64', { os: ['linux'], cpu: ['arm64'] }],
    ['@tool/cli-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['@tool/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
    ['@tool/binding-win32-ia32-msvc', { os: ['win32'], cpu: ['ia32'] }],
  ])('%s is added', (name, platform) => {
    const lock = lockOf({ [name]: '1.2.3' });
    expect(completeLock(lock)).toEqual([`node_modules/${name}: added`]);
    expect(lock.packages[`node_modules/${name}`]).toEqual({ version: '1.2.3', dev: true, optional: true, ...platform });
    expect(completeLock(lock)).toEqual([]);
  });

  test('the neighbour of a musl package is for glibc', () => {
    const lock = lockOf({ 'tool-linux-x64': '1.2.3', 'tool-linux-x64-musl': '1.2.3' });
    completeLock(lock);
    expect(lock.packages['node_modules/tool-linux-x64']?.libc).toEqual(['glibc']);
  });

  test('what is there stays as it is, also inside its parent', () => {
    const there = { version: '1.2.3', os: ['linux'] };
    const lock = lockOf({ a: '1.2.3', b: '1.2.3' }, { 'node_modules/a': there, 'node_modules/tool/node_modules/b': there });
    expect(completeLock(lock)).toEqual([]);
  });

  test('a name that tells no platform is refused', () => {
    expect(() => completeLock(lockOf({ fast: '1.2.3' }))).toThrow('fast@1.2.3 is missing');
  });

  test('addresses of registries go', () => {
    const lock = lockOf({}, { 'node_modules/a': { version: '1.0.0', resolved: 'https://mirror.example/a.tgz' } });
    expect(completeLock(lock)).toEqual(['node_modules/a: address of its registry removed']);
    expect(lock.packages['node_modules/a']).toEqual({ version: '1.0.0' });
  });
});
