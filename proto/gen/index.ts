export { seatrial } from './seatrial.js';
