import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { compileSelector } from '#fleet/expr/index.js';
import { diffPlans } from './plan-diff.ts';
import { parsePlan } from './plan-file.ts';
import { planSchema } from './plan-schema.ts';
import { planText } from './plan-text.ts';

const page = readFileSync(new URL('../../docs/ROLLOUTS.md', import.meta.url), 'utf8');
const operatingPage = readFileSync(new URL('../../docs/OPERATING.md', import.meta.url), 'utf8');
const plans = [...`${page}\n${operatingPage}`.matchAll(/^```yaml\n(.*?)^```$/gms)]
  .map(([, text = '']) => text)
  .filter((text) => text.includes('kind: Rollout'));
const groups = { find: (name: string) => (name === 'press-demo' ? { evaluate: () => false } : undefined), names: ['press-demo'] };
const compile = (text: string) => compileSelector(text, { groups });

test('the page has plans', () => {
  expect(plans.length).toBeGreaterThanOrEqual(4);
});

test.each(plans.map((text) => [/^name: (.*)$/m.exec(text)?.[1] ?? '', text]))(
  'plan %s of the page is a plan, and printed it is the same',
  (name, text) => {
    const plan = parsePlan(text, 'ROLLOUTS.md', compile);
    expect(plan.name).toBe(name);
    expect(diffPlans(plan, parsePlan(planText(plan), 'printed.yaml', compile))).toEqual([]);
  },
);

/** Keys of a schema and of all that is in it. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { readonly properties?: Readonly<Record<string, unknown>> };
  const own = properties === undefined ? [] : Object.keys(properties);
  // Causes are names of the wire, and have their own list.
  return own.includes('bad-signature') ? [] : [...own, ...Object.values(schema).flatMap(keysOf)];
}

test('the page says what each key is', () => {
  const keys = new Set(keysOf(z.toJSONSchema(planSchema, { io: 'input', unrepresentable: 'any' })));
  expect(keys.size).toBeGreaterThan(60);
  const missing = [...keys].filter((key) => !new RegExp(`\`[^\`\n]*\\b${key}\\b[^\`]*\``).test(page));
  expect(missing).toEqual([]);
});
