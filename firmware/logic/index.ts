export { attemptAfterSession, backoffDelayMs } from './backoff-logic.ts';
export { addCharge, type Battery, chargeMahAt, chargePercentAt, drawCharge, emptyAtMs, setDraw } from './battery-logic.ts';
export { bootOutcome, bootPartMs } from './boot-logic.ts';
export { type DeviceClock, deviceWallMs, disciplineClock, setClockDrift, setDeviceClock } from './clock-logic.ts';
export { checkSettings, defaultSettings, type Settings } from './configuration-logic.ts';
export { drainMs, isSleeper, sleepMs } from './duty-logic.ts';
export { type RefusalVerdict, refusalVerdict } from './refusal-logic.ts';
export {
  type AwaitedAnswer,
  batteryVerdict,
  busyWaitMs,
  type CamePart,
  chooseWay,
  endStateOf,
  offerVerdict,
  type PartVerdict,
  partVerdict,
  requestPatienceMs,
  retryWaitMs,
  type SpeedPlan,
  speedVerdict,
  transferRules,
} from './update-logic.ts';
export { crossed, type Watch } from './watch-logic.ts';
export { type StepBudget, takeStep } from './watchdog-logic.ts';
