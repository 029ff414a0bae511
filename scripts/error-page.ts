import type { ErrorDefinition } from '#proto/kit/index.js';
import type { Door } from './doors.ts';

/** The first two digits of the codes that a folder may define. */
const ranges: Readonly<Record<string, readonly string[]>> = {
  'proto/kit': ['10'],
  'proto/yaml': ['10'],
  'proto/frame': ['11'],
  'proto/link': ['12'],
  'proto/profile': ['15'],
  'proto/image': ['15'],
  'proto/trust': ['15'],
  'firmware/host': ['21'],
  'firmware/signals': ['15', '22'],
  'firmware/device': ['22'],
  'firmware/flash': ['22'],
  'firmware/logic': ['22'],
  'firmware/machines': ['22'],
  'firmware/prove': ['22'],
  'fleet/gateway': ['13'],
  'fleet/monitor': ['14', '18'],
  'fleet/store': ['16'],
  'fleet/registry': ['17'],
  'fleet/expr': ['18'],
  'fleet/api': ['19'],
  'fleet/cli': ['20'],
  'fleet/app': ['23'],
  'fleet/trial': ['24'],
  'fleet/ota': ['25'],
  'fleet/hook': ['26'],
  'fleet/rollout': ['27'],
};

const head = `# Errors

Generated from the error tables of the code by \`npm run generate\`; do not edit.

Every refusal has a code. The message beside it says what was measured against which limit; this page says how it comes about and what
to do next. **Exit** is the exit code of the \`fleet\` program, **HTTP** the status of the API.
`;

/** Pages and duplicates: throws with all that is wrong, so that one run tells everything. */
export function errorPage(doors: readonly Door[]): string {
  const owners = new Map<string, string>();
  const faults: string[] = [];
  const sections: { readonly first: string; readonly text: string }[] = [];
  for (const { folder, exports } of doors) {
    for (const name of Object.keys(exports).filter((one) => one.endsWith('Errors'))) {
      const table = exports[name] as Record<string, ErrorDefinition>;
      for (const code of Object.keys(table)) {
        const owner = owners.get(code);
        if (owner !== undefined) faults.push(`${code} is defined in ${owner} and in ${folder}`);
        owners.set(code, folder);
        faults.push(...faultsOf(folder, code, table[code] as ErrorDefinition));
      }
      const codes = Object.keys(table).sort();
      const rows = codes.map((code) => section(code, table[code] as ErrorDefinition));
      sections.push({ first: codes[0] ?? '', text: `\n## ${folder}\n${rows.join('')}` });
    }
  }
  if (faults.length > 0) throw new Error(`error tables:\n${faults.join('\n')}`);
  sections.sort((a, b) => (a.first < b.first ? -1 : 1));
  return head + sections.map((one) => one.text).join('');
}

function faultsOf(folder: string, code: string, definition: ErrorDefinition): string[] {
  const allowed = ranges[folder] ?? [];
  const faults: string[] = [];
  if (!/^E\d{4}$/.test(code)) faults.push(`${folder}: ${code} is no code like E1101`);
  else if (!allowed.includes(code.slice(1, 3)))
    faults.push(`${folder}: ${code} is outside its range ${allowed.map((range) => `E${range}xx`).join(', ') || '(it has none)'}`);
  for (const key of ['title', 'why', 'next'] as const) if (!definition[key]?.trim()) faults.push(`${folder}: ${code} has no ${key}`);
  return faults;
}

function section(code: string, { title, why, next, exit, status }: ErrorDefinition): string {
  return `\n### ${code}\n\n**${title}**\n\n${why}\n\n- Next: ${next}\n- Exit: ${exit}\n- HTTP: ${status}\n`;
}
