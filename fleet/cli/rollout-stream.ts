import type { CommandContext } from './command-spec.ts';
import { cellText, csvCell, type Item, valueAt } from './field-paths.ts';
import { tabCell, toYaml } from './render.ts';
import { bucketText, rolloutView } from './rollout-views.ts';

/** Prints a rollout again when something that the tree shows has changed: a line, a document, or a row each time. */
export class StreamPrinter {
  readonly #context: CommandContext;
  #last = '';

  constructor(context: CommandContext) {
    this.#context = context;
  }

  async print(rollout: Item): Promise<void> {
    const { terminal, format } = this.#context;
    const shown = JSON.stringify([rollout.revision, rollout.state, rollout.verdict, rollout.waves]);
    if (shown === this.#last) return;
    const isFirst = this.#last === '';
    this.#last = shown;
    switch (format) {
      case 'json':
      case 'ndjson':
        return terminal.out(`${JSON.stringify(rollout)}\n`);
      case 'yaml':
        return terminal.out(`---\n${await toYaml(rollout)}`);
      case 'csv': {
        const columns = [...rolloutView.columns, ...(rolloutView.wide ?? [])].map(({ field }) => field);
        if (isFirst) terminal.out(`${columns.map(csvCell).join(',')}\r\n`);
        return terminal.out(`${columns.map((field) => csvCell(cellText(valueAt(rollout, field)))).join(',')}\r\n`);
      }
      case 'name':
        return terminal.out(`${cellText(rollout.name)}\n`);
      default:
        terminal.out(
          `${[rollout.state, rollout.wave, bucketText(rollout), rollout.verdict].map((cell) => tabCell(cellText(cell))).join('\t')}\n`,
        );
    }
  }
}
