import type { Body, ConnectionOwner } from './connection-owner.ts';
import { type CommandDesk, readConfiguration } from './requests.ts';

/** Does what a command says, once an id. Returns the answer to send, and whether the device has to restart once it is out. */
export function takeCommand(
  owner: ConnectionOwner,
  desk: CommandDesk,
  body: Body<'command'>,
  outbox: { pump(): void },
): { readonly bytes: Uint8Array | undefined; readonly isReboot: boolean } {
  const { options, frames, application } = owner;
  const { counters, dialect } = options.environment;
  counters.commands += 1;
  const { answer, isReboot } = desk.handle(body, {
    commands: options.kind.profile.commands,
    identify: () => {
      frames.makeEvent(owner.wallMs(), 'application', 'device.identified', '', {});
      outbox.pump();
    },
    argumentsOf: (event) => owner.image.application?.commandArguments.get(event) ?? [],
    step: (event, args) => application.step(event, args),
  });
  return { bytes: dialect.commandResult(answer.id, answer.outcome, answer.message), isReboot };
}

/** Applies a configuration, all or nothing, unless it runs already. Returns the report to send. */
export function takeConfiguration(owner: ConnectionOwner, body: Body<'desiredConfiguration'>): Uint8Array | undefined {
  const { options, record, application } = owner;
  const isNew = body.version !== record.configurationVersion;
  const result = isNew ? readConfiguration(options.kind.profile.settings, body) : { error: '' };
  if ('settings' in result) {
    record.configurationVersion = body.version ?? 0;
    record.settings = result.settings;
    application.configure(result.settings);
  }
  const error = 'error' in result ? result.error : '';
  return options.environment.dialect.configurationReport(record.configurationVersion, record.settings, error);
}
