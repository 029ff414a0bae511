import type { ErrorDefinition, ErrorDetail } from '#proto/kit/index.js';
import type { HostReport } from './host.ts';
import type { ShardOptions } from './shard.ts';

/** What a population tells its processes. */
export type ToShard =
  | { readonly type: 'start'; readonly options: ShardOptions }
  | { readonly type: 'report' }
  /** End; write what devices keep to this part of the population's flash. */
  | { readonly type: 'stop'; readonly part: number };

/** What a process tells its population. */
export type FromShard =
  | { readonly type: 'started' }
  | { readonly type: 'ramped' }
  | { readonly type: 'report'; readonly report: HostReport }
  | { readonly type: 'stopped'; readonly report: HostReport }
  | {
      readonly type: 'failed';
      readonly message: string;
      readonly known:
        | { readonly code: string; readonly next: string; readonly at: ErrorDetail['at']; readonly definition: ErrorDefinition }
        | undefined;
    };
