import type { CommandContext } from './command-spec.ts';
import { readContexts } from './context-store.ts';
import { contextView } from './views.ts';
import { showList } from './watch.ts';

/** fleet context list */
export function run(context: CommandContext): Promise<number> {
  return showList(context, contextView, async () => {
    const { current, contexts } = readContexts(context.terminal.environment);
    const items = Object.entries(contexts).map(([name, { url, token }]) => ({
      apiVersion: 'seatrial/v1',
      kind: 'Context',
      name,
      current: name === current,
      url,
      hasToken: token !== undefined,
    }));
    return { items };
  });
}
