import { readFileSync } from 'node:fs';

/** Texts of fleet help TOPIC. */
export const topics: Readonly<Record<string, string>> = {
  'exit-codes': `Exit codes

  0    done
  1    failed: refused, unreachable, or a bug
  2    the command line or a file is wrong; nothing was changed
  3    nothing matched: no such device, alarm, context; a selector that selects nothing
  4    no token, a token that is not accepted, or a role that does not suffice
  5    conflict: somebody changed it in the meantime, or it exists already
  6    timed out
  7    the verdict is bad: a check that was asked for failed
  8    the result cannot be trusted: a live stream broke, the host was overloaded
  130  ended by Ctrl-C
`,
  environment: `Environment

  FLEET_URL               address of the manager, as --url
  FLEET_CONTEXT           name of the context, as --context
  FLEET_TOKEN             bearer token of the API, for CI; elsewhere prefer --token-file or a context
  FLEET_CA                PEM file of the authority behind an https:// manager, as --ca
  FLEET_ENROLMENT_TOKEN   enrolment token ID:SECRET for sim spawn
  FLEET_DEBUG=1           traces with errors
  NO_COLOR, FORCE_COLOR   colours off, on
  XDG_CONFIG_HOME         contexts are in seatrial/contexts.yaml there (default ~/.config)
  XDG_DATA_HOME           data of fleet serve is in seatrial/fleet there (default ~/.local/share)
  XDG_STATE_HOME          populations are in seatrial/populations there (default ~/.local/state)

A flag wins over the environment, the environment over the current context.
`,
  formatting: `Formatting

  -o table    aligned, for people; piped: cells as they are, separated by tabs, without a header
  -o wide     the same with more columns, where a list has them
  -o json     one object with apiVersion and kind; lists have items and next
  -o ndjson   one object a line
  -o yaml     as json
  -o csv      a header and rows (RFC 4180)
  -o name     what names each object, one a line

  --fields a,b.c   these fields alone; --fields without names lists them
  --watch          goes on: a terminal is redrawn, else there is one line or one object of kind Change for each change

Standard output has data alone; progress, hints and errors go to standard error. With -o json an error is one object there.
`,
  selectors: `Selectors

  presence=online                     a field has a value
  profile=turbofan,presence!=online   all of them hold
  version=1.2..1.4                    firmware from 1.2 to 1.4, both with
  site=north,group!=pilots            a label has a value, and the device is not in a group (fleet group)
  presence == "online" && profile.startsWith("turbo")    CEL, the whole language, in quotes for the shell
  inGroup("pilots") && battery < 20.0                    a group in CEL

Names: id, profile, presence, status, firmware (a version), hardware, labels, battery, charging, link, image, confirmed, resetReason,
openAlarms, droppedFrames, boot, token, configuration, desiredConfiguration, drift, held, pinned, enrolledAtMs, lastConnectedAtMs, lastSeenAtMs.

A bare word and an empty selector are refused; all devices are meant by leaving it out.
There is no < or > in the short form: the shell would take it for a file.
`,
};

/** What docs/errors.md says about a code; undefined when it has none. The page is generated from the code's own tables. */
export function errorHelp(code: string): string | undefined {
  let page: string;
  try {
    page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const section = page.split(/^### /m).find((part) => part.startsWith(`${code}\n`));
  return section?.split(/^## /m)[0]?.replaceAll('**', '').trimEnd();
}
