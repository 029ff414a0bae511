import { Counter, Gauge, Registry } from 'prom-client';

type Read = () => number;
type ReadMany = () => Readonly<Record<string, number>>;

/** The metrics of a manager: names seatrial_*, values read from the ports when somebody asks. Names are given without seatrial_ and _total. */
export class MetricPage {
  readonly registry = new Registry();

  gauge(name: string, help: string, read: Read): void {
    const metric: Gauge = new Gauge({ name: `seatrial_${name}`, help, registers: [this.registry], collect: () => metric.set(read()) });
  }

  /** One value for each value of a label; those that are gone are not shown any more. */
  gauges(name: string, help: string, label: string, read: ReadMany): void {
    const metric: Gauge<string> = new Gauge({
      name: `seatrial_${name}`,
      help,
      labelNames: [label],
      registers: [this.registry],
      collect: () => {
        metric.reset();
        for (const [value, count] of Object.entries(read())) metric.set({ [label]: value }, count);
      },
    });
  }

  counter(name: string, help: string, read: Read): void {
    const metric: Counter = new Counter({
      name: `seatrial_${name}_total`,
      help,
      registers: [this.registry],
      collect: () => {
        metric.reset();
        metric.inc(read());
      },
    });
  }

  counters(name: string, help: string, label: string, read: ReadMany): void {
    const metric: Counter<string> = new Counter({
      name: `seatrial_${name}_total`,
      help,
      labelNames: [label],
      registers: [this.registry],
      collect: () => {
        metric.reset();
        for (const [value, count] of Object.entries(read())) metric.inc({ [label]: value }, count);
      },
    });
  }
}
