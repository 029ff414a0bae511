export { shippedProfiles } from '#firmware/profiles/index.js';
export { signalModels } from '#firmware/signals/index.js';
export { collectGarbage } from './garbage.ts';
export { Host, type HostOptions, type HostReport } from './host.ts';
export { hostErrors } from './host-errors.ts';
export { Population, type PopulationOptions, type PopulationReport } from './population.ts';
export { populationsFolder } from './population-folder.ts';
export { listPopulations, type PopulationEntry, stopPopulation } from './running.ts';
export { findProfile, type RecordingOptions } from './shard.ts';
