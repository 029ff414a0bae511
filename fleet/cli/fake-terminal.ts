import type { Terminal } from './terminal.ts';

/** A terminal in memory, for tests of the program. */
export class FakeTerminal implements Terminal {
  outText = '';
  errText = '';
  outIsTty = false;
  errIsTty = false;
  canAsk = false;
  columns = 80;
  rows = 24;
  environment: NodeJS.ProcessEnv = {};
  input = '';
  answers: string[] = [];
  interrupt: () => void = () => undefined;

  out(text: string): void {
    this.outText += text;
  }
  err(text: string): void {
    this.errText += text;
  }
  async readInput(): Promise<string> {
    return this.input;
  }
  async ask(question: string): Promise<string> {
    this.errText += question;
    return this.answers.shift() ?? '';
  }
  onInterrupt(listener: () => void): () => void {
    this.interrupt = listener;
    return () => undefined;
  }
  style(_stream: 'out' | 'err', _style: unknown, text: string): string {
    return text;
  }
}
