/** What the boot tells the power region. */
export type BootEvent =
  /** A slot holds an image that may run. */
  | { readonly type: 'boot.verified' }
  /** No slot does. */
  | { readonly type: 'boot.refused' };

/** What the power region wants of the boot. */
export type BootEffect =
  /** Chooses and checks a slot; boot.verified or boot.refused follows after the time that this takes. */
  | { readonly type: 'verifyImage' }
  /** Arms timer.power for what is left of the profile's bootMs. */
  | { readonly type: 'startImage' }
  | { readonly type: 'startRecovery' };

/** What the update region hears. Parts and writes of flash are no events: they would cost more than they do. */
export type UpdateEvent =
  /** The fleet offers an attempt that is new to the device. */
  | { readonly type: 'ota.offer' }
  /** Flash says after a boot that an attempt is to go on. */
  | { readonly type: 'ota.resume' }
  /** The running image is on trial. */
  | { readonly type: 'ota.trial' }
  /** Asking again is of use later only. */
  | { readonly type: 'ota.paused' }
  /** Metadata, assignment and header are good, and the image fits. */
  | { readonly type: 'ota.checked' }
  /** Content or delta is stored. */
  | { readonly type: 'ota.downloaded' }
  /** The slot is marked for the next boot. */
  | { readonly type: 'ota.installed' }
  /** The attempt is over: confirmed, failed or rejected. */
  | { readonly type: 'ota.ended' }
  /** The fleet takes the offer back. */
  | { readonly type: 'ota.cancel' }
  | { readonly type: 'timer.update' }
  /** Raised by the link region. */
  | { readonly type: 'session.opened' }
  | { readonly type: 'session.closed' };

/** What the update region wants done. */
export type UpdateEffect =
  | { readonly type: 'disarmUpdate' }
  /** Looks into flash after a boot: ota.resume, ota.trial or nothing follows. */
  | { readonly type: 'resumeUpdate' }
  /** Asks for the next piece and arms timer.update; ota.paused, ota.checked, ota.downloaded or ota.ended follows. */
  | { readonly type: 'askPiece' }
  /** Nothing came in time: ota.paused or ota.ended follows. */
  | { readonly type: 'noteSilence' }
  /** Arms timer.update for the next try. */
  | { readonly type: 'pauseUpdate' }
  /** Forgets what was stored for the attempt and reports it. */
  | { readonly type: 'cancelAttempt' }
  /** ota.installed or ota.ended follows. */
  | { readonly type: 'installImage' }
  | { readonly type: 'restartIntoImage' }
  /** Arms timer.update for the latest moment to confirm. */
  | { readonly type: 'beginTrial' }
  /** ota.ended follows when it is written. */
  | { readonly type: 'confirmImage' }
  /** Not confirmed in time: restarts into the image before. */
  | { readonly type: 'revertImage' };
