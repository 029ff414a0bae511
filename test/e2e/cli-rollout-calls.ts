/** How the test of all commands calls those about rollouts: each on a rollout of its own, where it changes something. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CliRig } from './cli-rig.ts';

/** A command's arguments and the kind of its answer, by command; n is the number of the environment. */
type Calls = Readonly<Record<string, (n: number) => Promise<readonly [readonly string[], string]>>>;

/** @param selector devices that may be given another set point */
export function rolloutCalls(rig: CliRig, selector: string): Calls {
  const file = (name: string, more = ''): string => {
    const plan = `apiVersion: seatrial/v1
kind: Rollout
name: ${name}
configuration: { set: { setpointC: 21 } }
selector: ${selector}
soak: 1h
waves: [{ name: one, devices: 1, soak: 30d }, { name: all, percent: 100% }]
gates: [{ type: manual }]
${more}`;
    writeFileSync(join(rig.folder, `${name}.yaml`), plan);
    return `${name}.yaml`;
  };
  const must = async (...args: string[]): Promise<void> => {
    const { code, stderr } = await rig.runHere(args);
    if (code !== 0) throw new Error(`fleet ${args.join(' ')} ended with ${code}: ${stderr}`);
  };
  const draft = async (name: string, more?: string): Promise<string> => {
    await must('rollout', 'create', '-f', file(name, more));
    return name;
  };
  const running = async (name: string): Promise<string> => {
    await must('rollout', 'create', '-f', file(name), '--start');
    return name;
  };
  const paused = async (name: string): Promise<string> => {
    await must('rollout', 'pause', await running(name));
    return name;
  };
  const shown = async (): Promise<string> => {
    const known = await rig.runHere(['rollout', 'get', 'shown']);
    return known.code === 0 ? 'shown' : draft('shown');
  };
  return {
    'rollout plan': async () => [['-f', file('planned')], 'RolloutForecast'],
    'rollout create': async (n) => [['-f', file(`created-${n}`), '-m', 'test'], 'Rollout'],
    'rollout approve': async (n) => [[await draft(`approved-${n}`, 'approval: { role: admin }'), '-m', 'test'], 'Rollout'],
    'rollout start': async (n) => [[await draft(`started-${n}`), '-m', 'test'], 'Rollout'],
    'rollout pause': async (n) => [[await running(`paused-${n}`), '-m', 'test'], 'Rollout'],
    'rollout resume': async (n) => [[await paused(`resumed-${n}`), '-m', 'test'], 'Rollout'],
    'rollout promote': async (n) => [[await running(`promoted-${n}`), '-m', 'test'], 'Rollout'],
    // Nobody has failed: what it would reach.
    'rollout retry': async (n) => [[await running(`retried-${n}`), '--dry-run'], 'BlastRadius'],
    'rollout abort': async (n) => [[await running(`aborted-${n}`), `--confirm=aborted-${n}`], 'Rollout'],
    'rollout rollback': async (n) => [[await running(`back-${n}`), `--confirm=back-${n}`], 'Rollout'],
    'rollout list': async () => [[], 'RolloutList'],
    'rollout get': async () => [[await shown()], 'Rollout'],
    'rollout watch': async () => [[await shown(), '--for', '300ms'], 'Rollout'],
    'rollout status': async () => [[await shown()], 'RolloutStatus'],
    'rollout diff': async () => [[await shown(), '-f', 'shown.yaml'], 'PlanDifferenceList'],
    explain: async () => [['rollout', await shown()], 'Explanation'],
  };
}
