export { alarmMachine } from './alarm-machine.ts';
export { createMonitor, type Monitor, type MonitorLimits, type MonitorOptions } from './monitor.ts';
export { monitorErrors } from './monitor-errors.ts';
