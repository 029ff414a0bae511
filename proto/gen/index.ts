import protobuf from 'protobufjs/minimal.js';

export { type SchemaField, schemaEnums, schemaMessages } from './frame-schema.ts';
export { seatrial } from './seatrial.js';
/** The runtime's reader and writer, for proto/frame: nobody else knows protobufjs. */
export const Reader = protobuf.Reader;
export type Reader = protobuf.Reader;
export const Writer = protobuf.Writer;
export type Writer = protobuf.Writer;
