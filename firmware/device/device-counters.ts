/** What the devices of one host have done since it started: plain numbers that they share. Every device adds, the host reads. */
export class DeviceCounters {
  boots = 0;
  /** Applications that crashed, hung, or stepped too often. */
  crashes = 0;
  /** Links that were begun; a channel of a gateway device's link is none. */
  dials = 0;
  /** Welcomes. */
  sessions = 0;
  /** Devices that are welcomed now. */
  connected = 0;
  /** Welcomes after the first of a device since its boot. */
  reconnects = 0;
  /** Links cut since the fleet was silent for too long. */
  silenceCuts = 0;
  /** Answers "wait for approval". */
  pending = 0;
  /** By RefusalReason. */
  readonly refused: Record<string, number> = {};
  /** Devices that were refused for ever, once each boot. */
  refusedForEver = 0;
  /** Readings sampled; they went into frames, or were lost with the memory of a device that lost power. */
  readingsSampled = 0;
  /** Sampling instants that passed while the host was too slow. */
  samplesMissed = 0;
  /** Rows taken from recordings. */
  replayRows = 0;
  /** Frames made: telemetry and events. */
  framesMade = 0;
  /** Frames handed to a link, again or for the first time: telemetry and events. */
  framesSent = 0;
  /** Of these, the ones that had been handed to an earlier link. */
  framesResent = 0;
  bytesSent = 0;
  framesAcknowledged = 0;
  /** Durable frames dropped since a store was full. */
  framesDropped = 0;
  /** Readings of frames that are not durable and found no session, or no room in it. */
  readingsNotSent = 0;
  /** Frames that are not durable and were under way when their link broke: stored or not, nobody knows. */
  framesUnsure = 0;
  /** Frames that the fleet said it will never store. */
  framesRejected = 0;
  heartbeats = 0;
  events = 0;
  commands = 0;
  /** Frames from the fleet without a body that devices know. */
  unknownFrames = 0;
  unknownFields = 0;
  /** Frames from the fleet that are no frames, or break a range. */
  malformedFrames = 0;
  applicationSteps = 0;
  /** Offers of updates that were taken up. */
  updatesBegun = 0;
  /** Attempts that are over, by how they ended. */
  updatesConfirmed = 0;
  updatesReverted = 0;
  updatesFailed = 0;
  updatesRejected = 0;
  updatesCancelled = 0;
  /** Questions for pieces; those that nothing came of. */
  updateRequests = 0;
  updateRetries = 0;
  /** Parts of pieces that came, and their bytes. */
  updatePartsReceived = 0;
  updateBytesReceived = 0;
  /** Parts that were dropped: they came before, were not asked for, or one before them is missing. Chunks that came without their digest. */
  updatePartsDropped = 0;
  updatePartsDamaged = 0;
}
