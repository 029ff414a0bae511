/** As much of Markdown as the checks of the pages need. Lines count from 1. */

/** A fenced block: what stands behind the fence, and its text. */
export interface Block {
  readonly info: string;
  readonly text: string;
  /** Line of the opening fence. */
  readonly line: number;
}

/** Where a link leads inside the checkout. */
export interface RelativeLink {
  readonly target: string;
  readonly line: number;
}

/** Fenced blocks in the order of the page. An unclosed one is an error. */
export function blocksOf(markdown: string): Block[] {
  return split(markdown).blocks;
}

/** Relative links and images outside of code. */
export function linksOf(markdown: string): RelativeLink[] {
  return split(markdown).prose.flatMap(({ text, line }) => {
    const plain = text.replace(/`[^`]*`/g, '');
    const inline = [...plain.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)];
    const reference = [...plain.matchAll(/^\s*\[[^\]]+\]:\s*(\S+)/g)];
    const targets = [...inline, ...reference].map((match) => match[1] as string);
    return targets.filter((target) => !/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target)).map((target) => ({ target, line }));
  });
}

/** Anchors of the headings, as the usual renderers make them. */
export function headingsOf(markdown: string): string[] {
  const seen = new Map<string, number>();
  return split(markdown).prose.flatMap(({ text }) => {
    const title = /^#{1,6}\s+(.*?)\s*#*$/.exec(text)?.[1];
    if (title === undefined) return [];
    const bare = title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = bare.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return [times === 0 ? slug : `${slug}-${times}`];
  });
}

function split(markdown: string): { blocks: Block[]; prose: { text: string; line: number }[] } {
  const blocks: Block[] = [];
  const prose: { text: string; line: number }[] = [];
  let open: { fence: string; info: string; line: number; lines: string[] } | undefined;
  markdown.split('\n').forEach((text, index) => {
    const fence = /^\s*(`{3,}|~{3,})\s*(.*?)\s*$/.exec(text);
    if (open === undefined && fence !== null) open = { fence: fence[1] as string, info: fence[2] as string, line: index + 1, lines: [] };
    else if (open === undefined) prose.push({ text, line: index + 1 });
    else if (fence !== null && fence[2] === '' && (fence[1] as string).startsWith(open.fence)) {
      blocks.push({ info: open.info, text: `${open.lines.join('\n')}\n`, line: open.line });
      open = undefined;
    } else open.lines.push(text);
  });
  if (open !== undefined) throw new Error(`line ${(open as { line: number }).line}: the block is never closed`);
  return { blocks, prose };
}
