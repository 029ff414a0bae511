import { expect, test } from 'vitest';
import { blocksOf, headingsOf, linksOf } from './markdown.ts';

const page = `# A \`fleet\` page!
See [the wire](docs/PROTOCOL.md#close-codes), ![picture](a%20b.png), \`[no](code)\` and [out](https://example.org).

[ref]: ./LICENSE

\`\`\`sh test
fleet version
[no](block)
\`\`\`

\`\`\`\`text
\`\`\`
inner
\`\`\`
\`\`\`\`

## Twice
## Twice
`;

test('links outside of code', () => {
  expect(linksOf(page)).toEqual([
    { target: 'docs/PROTOCOL.md#close-codes', line: 2 },
    { target: 'a%20b.png', line: 2 },
    { target: './LICENSE', line: 4 },
  ]);
});

test('blocks with what stands behind the fence', () => {
  expect(blocksOf(page)).toEqual([
    { info: 'sh test', text: 'fleet version\n[no](block)\n', line: 6 },
    { info: 'text', text: '```\ninner\n```\n', line: 11 },
  ]);
  expect(() => blocksOf('```sh\nfleet')).toThrow('line 1: the block is never closed');
});

test('anchors', () => {
  expect(headingsOf(page)).toEqual(['a-fleet-page', 'twice', 'twice-1']);
});
