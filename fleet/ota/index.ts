export { createOta } from './ota.ts';
