/** What one API takes at most. All are whole numbers above 0. */
export interface ApiLimits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Requests a second of one token, on average. */
  readonly requestsPerSecond: number;
  /** Requests of one token at once. */
  readonly requestBurst: number;
  /** Refused tokens a minute of one remote address. */
  readonly refusalsPerMinute: number;
  /** Items on one page of a list. */
  readonly pageItems: number;
  /** Live streams open at a time. */
  readonly streams: number;
  /** Bytes that wait for one slow reader of a stream before it is cut. */
  readonly streamQueuedBytes: number;
  /** Between two signs of life on a stream, ms. */
  readonly streamHeartbeatMs: number;
  /** Bytes of frames in one answer, before they become base64 and JSON. */
  readonly frameAnswerBytes: number;
  /** Queries that run at a time. */
  readonly queries: number;
  /** Rows of a query's answer. */
  readonly queryRows: number;
  /** Longest time of a query, ms. */
  readonly queryTimeoutMs: number;
  /** Rows of one exported file. */
  readonly exportRows: number;
  /** Longest time to make one, ms. */
  readonly exportTimeoutMs: number;
  /** Time for a client to send its whole request, ms. */
  readonly requestTimeoutMs: number;
}

/** Limits for whoever configures none. */
export const defaultApiLimits: ApiLimits = {
  bodyBytes: 1_048_576,
  requestsPerSecond: 100,
  requestBurst: 300,
  refusalsPerMinute: 60,
  pageItems: 1_000,
  streams: 200,
  streamQueuedBytes: 1_048_576,
  streamHeartbeatMs: 15_000,
  frameAnswerBytes: 4_194_304,
  queries: 4,
  queryRows: 100_000,
  queryTimeoutMs: 60_000,
  exportRows: 100_000_000,
  exportTimeoutMs: 600_000,
  requestTimeoutMs: 30_000,
};
