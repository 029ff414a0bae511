/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $TypeError = $util.global.TypeError, $Number = $util.global.Number, $String = $util.global.String, $Boolean = $util.global.Boolean, $isFinite = $util.global.isFinite, $Array = $util.global.Array;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const seatrial = $root.seatrial = (() => {

    /**
     * Namespace seatrial.
     * @exports seatrial
     * @namespace
     */
    const seatrial = {};

    seatrial.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof seatrial
         * @namespace
         */
        const v1 = {};

        v1.Value = (function() {

            /**
             * Properties of a Value.
             * @typedef {Object} seatrial.v1.Value.$Properties
             * @property {number|null} [number] Value number
             * @property {string|null} [text] Value text
             * @property {boolean|null} [flag] Value flag
             * @property {"number"|"text"|"flag"} [kind] Value kind
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Value.
             * @memberof seatrial.v1
             * @interface IValue
             * @augments seatrial.v1.Value.$Properties
             * @deprecated Use seatrial.v1.Value.$Properties instead.
             */

            /**
             * Narrowed shape of a Value.
             * @typedef {{
             *   number?: number|null;
             *   text?: string|null;
             *   flag?: boolean|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ kind?: undefined; number?: null; text?: null; flag?: null }|{ kind?: "number"; number: number; text?: null; flag?: null }|{ kind?: "text"; number?: null; text: string; flag?: null }|{ kind?: "flag"; number?: null; text?: null; flag: boolean })
             * )} seatrial.v1.Value.$Shape
             */

            /**
             * Constructs a new Value.
             * @memberof seatrial.v1
             * @classdesc Represents a Value.
             * @constructor
             * @param {seatrial.v1.Value.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Value = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Value number.
             * @member {number|null} number
             * @memberof seatrial.v1.Value
             * @instance
             */
            Value.prototype.number = null;

            /**
             * Value text.
             * @member {string|null} text
             * @memberof seatrial.v1.Value
             * @instance
             */
            Value.prototype.text = null;

            /**
             * Value flag.
             * @member {boolean|null} flag
             * @memberof seatrial.v1.Value
             * @instance
             */
            Value.prototype.flag = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Value kind.
             * @member {"number"|"text"|"flag"|undefined} kind
             * @memberof seatrial.v1.Value
             * @instance
             */
            $Object.defineProperty(Value.prototype, "kind", {
                get: $util.oneOfGetter($oneOfFields = ["number", "text", "flag"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new Value instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Value
             * @static
             * @param {seatrial.v1.Value.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Value} Value instance
             * @type {{
             *   (properties: seatrial.v1.Value.$Shape): seatrial.v1.Value & seatrial.v1.Value.$Shape;
             *   (properties?: seatrial.v1.Value.$Properties): seatrial.v1.Value;
             * }}
             */
            Value.create = function(properties) {
                return new Value(properties);
            };

            /**
             * Encodes the specified Value message. Does not implicitly {@link seatrial.v1.Value.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Value
             * @static
             * @param {seatrial.v1.Value.$Properties} message Value message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Value.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && $Object.hasOwnProperty.call(message, "number"))
                    writer.uint32(/* id 1, wireType 1 =*/9).double(message.number);
                if (message.text != null && $Object.hasOwnProperty.call(message, "text"))
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.text);
                if (message.flag != null && $Object.hasOwnProperty.call(message, "flag"))
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.flag);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Value message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Value
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Value & seatrial.v1.Value.$Shape} Value
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Value.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Value();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            message.number = reader.double();
                            message.kind = "number";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.text = reader.stringVerify();
                            message.kind = "text";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            message.flag = reader.bool();
                            message.kind = "flag";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Value message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Value
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Value} Value
             */
            Value.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Value)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Value: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Value();
                if (object.number != null)
                    message.number = $Number(object.number);
                if (object.text != null)
                    message.text = $String(object.text);
                if (object.flag != null)
                    message.flag = $Boolean(object.flag);
                return message;
            };

            /**
             * Creates a plain object from a Value message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Value
             * @static
             * @param {seatrial.v1.Value} message Value
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Value.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.number != null && $Object.hasOwnProperty.call(message, "number")) {
                    object.number = options.json && !$isFinite(message.number) ? $String(message.number) : message.number;
                    if (options.oneofs)
                        object.kind = "number";
                }
                if (message.text != null && $Object.hasOwnProperty.call(message, "text")) {
                    object.text = message.text;
                    if (options.oneofs)
                        object.kind = "text";
                }
                if (message.flag != null && $Object.hasOwnProperty.call(message, "flag")) {
                    object.flag = message.flag;
                    if (options.oneofs)
                        object.kind = "flag";
                }
                return object;
            };

            /**
             * Converts this Value to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Value
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Value.prototype.toJSON = function() {
                return Value.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Value;
        })();

        v1.Command = (function() {

            /**
             * Properties of a Command.
             * @typedef {Object} seatrial.v1.Command.$Properties
             * @property {string} [commandId] Command commandId
             * @property {string} [name] Command name
             * @property {Object.<string,seatrial.v1.Value.$Properties>} ["arguments"] Command arguments
             * @property {number} [answerWithinMs] Command answerWithinMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Command.
             * @memberof seatrial.v1
             * @interface ICommand
             * @augments seatrial.v1.Command.$Properties
             * @deprecated Use seatrial.v1.Command.$Properties instead.
             */

            /**
             * Shape of a Command.
             * @typedef {{
             *   commandId?: string;
             *   name?: string;
             *   "arguments"?: Object.<string,seatrial.v1.Value.$Shape>;
             *   answerWithinMs?: number;
             *   $unknowns?: Array.<Uint8Array>;
             * }} seatrial.v1.Command.$Shape
             */

            /**
             * Constructs a new Command.
             * @memberof seatrial.v1
             * @classdesc Represents a Command.
             * @constructor
             * @param {seatrial.v1.Command.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Command = function (properties) {
                this["arguments"] = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Command commandId.
             * @member {string} commandId
             * @memberof seatrial.v1.Command
             * @instance
             */
            Command.prototype.commandId = "";

            /**
             * Command name.
             * @member {string} name
             * @memberof seatrial.v1.Command
             * @instance
             */
            Command.prototype.name = "";

            /**
             * Command arguments.
             * @member {Object.<string,seatrial.v1.Value>} arguments
             * @memberof seatrial.v1.Command
             * @instance
             */
            Command.prototype["arguments"] = $util.emptyObject;

            /**
             * Command answerWithinMs.
             * @member {number} answerWithinMs
             * @memberof seatrial.v1.Command
             * @instance
             */
            Command.prototype.answerWithinMs = 0;

            /**
             * Creates a new Command instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Command
             * @static
             * @param {seatrial.v1.Command.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Command} Command instance
             * @type {{
             *   (properties: seatrial.v1.Command.$Shape): seatrial.v1.Command & seatrial.v1.Command.$Shape;
             *   (properties?: seatrial.v1.Command.$Properties): seatrial.v1.Command;
             * }}
             */
            Command.create = function(properties) {
                return new Command(properties);
            };

            /**
             * Encodes the specified Command message. Does not implicitly {@link seatrial.v1.Command.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Command
             * @static
             * @param {seatrial.v1.Command.$Properties} message Command message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Command.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId") && message.commandId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.commandId);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
                if (message["arguments"] != null && $Object.hasOwnProperty.call(message, "arguments"))
                    for (let keys = $Object.keys(message["arguments"]), i = 0; i < keys.length; ++i) {
                        writer.uint32(/* id 3, wireType 2 =*/26).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                        $root.seatrial.v1.Value.encode(message["arguments"][keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                    }
                if (message.answerWithinMs != null && $Object.hasOwnProperty.call(message, "answerWithinMs") && message.answerWithinMs !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.answerWithinMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Command message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Command
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Command & seatrial.v1.Command.$Shape} Command
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Command.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Command();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.commandId = value;
                            else
                                delete message.commandId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (message["arguments"] === $util.emptyObject)
                                message["arguments"] = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = null;
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = $root.seatrial.v1.Value.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message["arguments"], key);
                            message["arguments"][key] = value || new $root.seatrial.v1.Value();
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.answerWithinMs = value;
                            else
                                delete message.answerWithinMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Command message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Command
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Command} Command
             */
            Command.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Command)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Command: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Command();
                if (object.commandId != null)
                    if (typeof object.commandId !== "string" || object.commandId.length)
                        message.commandId = $String(object.commandId);
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object["arguments"]) {
                    if (!$util.isObject(object["arguments"]))
                        throw $TypeError(".seatrial.v1.Command.arguments: object expected");
                    message["arguments"] = {};
                    for (let keys = $Object.keys(object["arguments"]), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message["arguments"], keys[i]);
                        if (!$util.isObject(object["arguments"][keys[i]]))
                            throw $TypeError(".seatrial.v1.Command.arguments: object expected");
                        message["arguments"][keys[i]] = $root.seatrial.v1.Value.fromObject(object["arguments"][keys[i]], _depth + 1);
                    }
                }
                if (object.answerWithinMs != null)
                    if ($Number(object.answerWithinMs) !== 0)
                        message.answerWithinMs = object.answerWithinMs >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a Command message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Command
             * @static
             * @param {seatrial.v1.Command} message Command
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Command.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.objects || options.defaults)
                    object["arguments"] = {};
                if (options.defaults) {
                    object.commandId = "";
                    object.name = "";
                    object.answerWithinMs = 0;
                }
                if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId"))
                    object.commandId = message.commandId;
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                let keys2;
                if (message["arguments"] && (keys2 = $Object.keys(message["arguments"])).length) {
                    object["arguments"] = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object["arguments"], keys2[j]);
                        object["arguments"][keys2[j]] = $root.seatrial.v1.Value.toObject(message["arguments"][keys2[j]], options, _depth + 1);
                    }
                }
                if (message.answerWithinMs != null && $Object.hasOwnProperty.call(message, "answerWithinMs"))
                    object.answerWithinMs = message.answerWithinMs;
                return object;
            };

            /**
             * Converts this Command to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Command
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Command.prototype.toJSON = function() {
                return Command.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Command;
        })();

        v1.CommandResult = (function() {

            /**
             * Properties of a CommandResult.
             * @typedef {Object} seatrial.v1.CommandResult.$Properties
             * @property {string} [commandId] CommandResult commandId
             * @property {seatrial.v1.CommandOutcome} [outcome] CommandResult outcome
             * @property {string} [message] CommandResult message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CommandResult.
             * @memberof seatrial.v1
             * @interface ICommandResult
             * @augments seatrial.v1.CommandResult.$Properties
             * @deprecated Use seatrial.v1.CommandResult.$Properties instead.
             */

            /**
             * Shape of a CommandResult.
             * @typedef {seatrial.v1.CommandResult.$Properties} seatrial.v1.CommandResult.$Shape
             */

            /**
             * Constructs a new CommandResult.
             * @memberof seatrial.v1
             * @classdesc Represents a CommandResult.
             * @constructor
             * @param {seatrial.v1.CommandResult.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CommandResult = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CommandResult commandId.
             * @member {string} commandId
             * @memberof seatrial.v1.CommandResult
             * @instance
             */
            CommandResult.prototype.commandId = "";

            /**
             * CommandResult outcome.
             * @member {seatrial.v1.CommandOutcome} outcome
             * @memberof seatrial.v1.CommandResult
             * @instance
             */
            CommandResult.prototype.outcome = 0;

            /**
             * CommandResult message.
             * @member {string} message
             * @memberof seatrial.v1.CommandResult
             * @instance
             */
            CommandResult.prototype.message = "";

            /**
             * Creates a new CommandResult instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.CommandResult
             * @static
             * @param {seatrial.v1.CommandResult.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.CommandResult} CommandResult instance
             * @type {{
             *   (properties: seatrial.v1.CommandResult.$Shape): seatrial.v1.CommandResult & seatrial.v1.CommandResult.$Shape;
             *   (properties?: seatrial.v1.CommandResult.$Properties): seatrial.v1.CommandResult;
             * }}
             */
            CommandResult.create = function(properties) {
                return new CommandResult(properties);
            };

            /**
             * Encodes the specified CommandResult message. Does not implicitly {@link seatrial.v1.CommandResult.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.CommandResult
             * @static
             * @param {seatrial.v1.CommandResult.$Properties} message CommandResult message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CommandResult.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId") && message.commandId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.commandId);
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.outcome);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CommandResult message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.CommandResult
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.CommandResult & seatrial.v1.CommandResult.$Shape} CommandResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CommandResult.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.CommandResult();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.commandId = value;
                            else
                                delete message.commandId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.outcome = value;
                            else
                                delete message.outcome;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a CommandResult message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.CommandResult
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.CommandResult} CommandResult
             */
            CommandResult.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.CommandResult)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.CommandResult: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.CommandResult();
                if (object.commandId != null)
                    if (typeof object.commandId !== "string" || object.commandId.length)
                        message.commandId = $String(object.commandId);
                if (object.outcome !== 0 && (typeof object.outcome !== "string" || $root.seatrial.v1.CommandOutcome[object.outcome] !== 0))
                    switch (object.outcome) {
                    case "COMMAND_OUTCOME_UNSPECIFIED":
                    case 0:
                        message.outcome = 0;
                        break;
                    case "COMMAND_OUTCOME_DONE":
                    case 1:
                        message.outcome = 1;
                        break;
                    case "COMMAND_OUTCOME_UNKNOWN":
                    case 2:
                        message.outcome = 2;
                        break;
                    case "COMMAND_OUTCOME_REFUSED":
                    case 3:
                        message.outcome = 3;
                        break;
                    case "COMMAND_OUTCOME_FAILED":
                    case 4:
                        message.outcome = 4;
                        break;
                    default:
                        if (typeof object.outcome === "number" && (object.outcome | 0) === object.outcome)
                            message.outcome = object.outcome;
                    }
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                return message;
            };

            /**
             * Creates a plain object from a CommandResult message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.CommandResult
             * @static
             * @param {seatrial.v1.CommandResult} message CommandResult
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CommandResult.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.commandId = "";
                    object.outcome = options.enums === $String ? "COMMAND_OUTCOME_UNSPECIFIED" : 0;
                    object.message = "";
                }
                if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId"))
                    object.commandId = message.commandId;
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome"))
                    object.outcome = options.enums === $String ? $root.seatrial.v1.CommandOutcome[message.outcome] === $undefined ? message.outcome : $root.seatrial.v1.CommandOutcome[message.outcome] : message.outcome;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                return object;
            };

            /**
             * Converts this CommandResult to JSON.
             * @function toJSON
             * @memberof seatrial.v1.CommandResult
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CommandResult.prototype.toJSON = function() {
                return CommandResult.toObject(this, $protobuf.util.toJSONOptions);
            };

            return CommandResult;
        })();

        /**
         * CommandOutcome enum.
         * @name seatrial.v1.CommandOutcome
         * @enum {number}
         * @property {number} COMMAND_OUTCOME_UNSPECIFIED=0 COMMAND_OUTCOME_UNSPECIFIED value
         * @property {number} COMMAND_OUTCOME_DONE=1 COMMAND_OUTCOME_DONE value
         * @property {number} COMMAND_OUTCOME_UNKNOWN=2 COMMAND_OUTCOME_UNKNOWN value
         * @property {number} COMMAND_OUTCOME_REFUSED=3 COMMAND_OUTCOME_REFUSED value
         * @property {number} COMMAND_OUTCOME_FAILED=4 COMMAND_OUTCOME_FAILED value
         */
        v1.CommandOutcome = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "COMMAND_OUTCOME_UNSPECIFIED"] = 0;
            values[valuesById[1] = "COMMAND_OUTCOME_DONE"] = 1;
            values[valuesById[2] = "COMMAND_OUTCOME_UNKNOWN"] = 2;
            values[valuesById[3] = "COMMAND_OUTCOME_REFUSED"] = 3;
            values[valuesById[4] = "COMMAND_OUTCOME_FAILED"] = 4;
            return values;
        })();

        v1.DesiredConfiguration = (function() {

            /**
             * Properties of a DesiredConfiguration.
             * @typedef {Object} seatrial.v1.DesiredConfiguration.$Properties
             * @property {number} [version] DesiredConfiguration version
             * @property {Object.<string,seatrial.v1.Value.$Properties>} [settings] DesiredConfiguration settings
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DesiredConfiguration.
             * @memberof seatrial.v1
             * @interface IDesiredConfiguration
             * @augments seatrial.v1.DesiredConfiguration.$Properties
             * @deprecated Use seatrial.v1.DesiredConfiguration.$Properties instead.
             */

            /**
             * Shape of a DesiredConfiguration.
             * @typedef {{
             *   version?: number;
             *   settings?: Object.<string,seatrial.v1.Value.$Shape>;
             *   $unknowns?: Array.<Uint8Array>;
             * }} seatrial.v1.DesiredConfiguration.$Shape
             */

            /**
             * Constructs a new DesiredConfiguration.
             * @memberof seatrial.v1
             * @classdesc Represents a DesiredConfiguration.
             * @constructor
             * @param {seatrial.v1.DesiredConfiguration.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DesiredConfiguration = function (properties) {
                this.settings = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DesiredConfiguration version.
             * @member {number} version
             * @memberof seatrial.v1.DesiredConfiguration
             * @instance
             */
            DesiredConfiguration.prototype.version = 0;

            /**
             * DesiredConfiguration settings.
             * @member {Object.<string,seatrial.v1.Value>} settings
             * @memberof seatrial.v1.DesiredConfiguration
             * @instance
             */
            DesiredConfiguration.prototype.settings = $util.emptyObject;

            /**
             * Creates a new DesiredConfiguration instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.DesiredConfiguration
             * @static
             * @param {seatrial.v1.DesiredConfiguration.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.DesiredConfiguration} DesiredConfiguration instance
             * @type {{
             *   (properties: seatrial.v1.DesiredConfiguration.$Shape): seatrial.v1.DesiredConfiguration & seatrial.v1.DesiredConfiguration.$Shape;
             *   (properties?: seatrial.v1.DesiredConfiguration.$Properties): seatrial.v1.DesiredConfiguration;
             * }}
             */
            DesiredConfiguration.create = function(properties) {
                return new DesiredConfiguration(properties);
            };

            /**
             * Encodes the specified DesiredConfiguration message. Does not implicitly {@link seatrial.v1.DesiredConfiguration.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.DesiredConfiguration
             * @static
             * @param {seatrial.v1.DesiredConfiguration.$Properties} message DesiredConfiguration message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DesiredConfiguration.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                if (message.settings != null && $Object.hasOwnProperty.call(message, "settings"))
                    for (let keys = $Object.keys(message.settings), i = 0; i < keys.length; ++i) {
                        writer.uint32(/* id 2, wireType 2 =*/18).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                        $root.seatrial.v1.Value.encode(message.settings[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                    }
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DesiredConfiguration message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.DesiredConfiguration
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.DesiredConfiguration & seatrial.v1.DesiredConfiguration.$Shape} DesiredConfiguration
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DesiredConfiguration.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.DesiredConfiguration();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (message.settings === $util.emptyObject)
                                message.settings = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = null;
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = $root.seatrial.v1.Value.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.settings, key);
                            message.settings[key] = value || new $root.seatrial.v1.Value();
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a DesiredConfiguration message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.DesiredConfiguration
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.DesiredConfiguration} DesiredConfiguration
             */
            DesiredConfiguration.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.DesiredConfiguration)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.DesiredConfiguration: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.DesiredConfiguration();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.settings) {
                    if (!$util.isObject(object.settings))
                        throw $TypeError(".seatrial.v1.DesiredConfiguration.settings: object expected");
                    message.settings = {};
                    for (let keys = $Object.keys(object.settings), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message.settings, keys[i]);
                        if (!$util.isObject(object.settings[keys[i]]))
                            throw $TypeError(".seatrial.v1.DesiredConfiguration.settings: object expected");
                        message.settings[keys[i]] = $root.seatrial.v1.Value.fromObject(object.settings[keys[i]], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a DesiredConfiguration message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.DesiredConfiguration
             * @static
             * @param {seatrial.v1.DesiredConfiguration} message DesiredConfiguration
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            DesiredConfiguration.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.objects || options.defaults)
                    object.settings = {};
                if (options.defaults)
                    object.version = 0;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                let keys2;
                if (message.settings && (keys2 = $Object.keys(message.settings)).length) {
                    object.settings = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object.settings, keys2[j]);
                        object.settings[keys2[j]] = $root.seatrial.v1.Value.toObject(message.settings[keys2[j]], options, _depth + 1);
                    }
                }
                return object;
            };

            /**
             * Converts this DesiredConfiguration to JSON.
             * @function toJSON
             * @memberof seatrial.v1.DesiredConfiguration
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            DesiredConfiguration.prototype.toJSON = function() {
                return DesiredConfiguration.toObject(this, $protobuf.util.toJSONOptions);
            };

            return DesiredConfiguration;
        })();

        v1.ConfigurationReport = (function() {

            /**
             * Properties of a ConfigurationReport.
             * @typedef {Object} seatrial.v1.ConfigurationReport.$Properties
             * @property {number} [version] ConfigurationReport version
             * @property {Object.<string,seatrial.v1.Value.$Properties>} [settings] ConfigurationReport settings
             * @property {string} [error] ConfigurationReport error
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConfigurationReport.
             * @memberof seatrial.v1
             * @interface IConfigurationReport
             * @augments seatrial.v1.ConfigurationReport.$Properties
             * @deprecated Use seatrial.v1.ConfigurationReport.$Properties instead.
             */

            /**
             * Shape of a ConfigurationReport.
             * @typedef {{
             *   version?: number;
             *   settings?: Object.<string,seatrial.v1.Value.$Shape>;
             *   error?: string;
             *   $unknowns?: Array.<Uint8Array>;
             * }} seatrial.v1.ConfigurationReport.$Shape
             */

            /**
             * Constructs a new ConfigurationReport.
             * @memberof seatrial.v1
             * @classdesc Represents a ConfigurationReport.
             * @constructor
             * @param {seatrial.v1.ConfigurationReport.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConfigurationReport = function (properties) {
                this.settings = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ConfigurationReport version.
             * @member {number} version
             * @memberof seatrial.v1.ConfigurationReport
             * @instance
             */
            ConfigurationReport.prototype.version = 0;

            /**
             * ConfigurationReport settings.
             * @member {Object.<string,seatrial.v1.Value>} settings
             * @memberof seatrial.v1.ConfigurationReport
             * @instance
             */
            ConfigurationReport.prototype.settings = $util.emptyObject;

            /**
             * ConfigurationReport error.
             * @member {string} error
             * @memberof seatrial.v1.ConfigurationReport
             * @instance
             */
            ConfigurationReport.prototype.error = "";

            /**
             * Creates a new ConfigurationReport instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.ConfigurationReport
             * @static
             * @param {seatrial.v1.ConfigurationReport.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.ConfigurationReport} ConfigurationReport instance
             * @type {{
             *   (properties: seatrial.v1.ConfigurationReport.$Shape): seatrial.v1.ConfigurationReport & seatrial.v1.ConfigurationReport.$Shape;
             *   (properties?: seatrial.v1.ConfigurationReport.$Properties): seatrial.v1.ConfigurationReport;
             * }}
             */
            ConfigurationReport.create = function(properties) {
                return new ConfigurationReport(properties);
            };

            /**
             * Encodes the specified ConfigurationReport message. Does not implicitly {@link seatrial.v1.ConfigurationReport.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.ConfigurationReport
             * @static
             * @param {seatrial.v1.ConfigurationReport.$Properties} message ConfigurationReport message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConfigurationReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.version);
                if (message.settings != null && $Object.hasOwnProperty.call(message, "settings"))
                    for (let keys = $Object.keys(message.settings), i = 0; i < keys.length; ++i) {
                        writer.uint32(/* id 2, wireType 2 =*/18).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]);
                        $root.seatrial.v1.Value.encode(message.settings[keys[i]], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim().ldelim();
                    }
                if (message.error != null && $Object.hasOwnProperty.call(message, "error") && message.error !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.error);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConfigurationReport message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.ConfigurationReport
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.ConfigurationReport & seatrial.v1.ConfigurationReport.$Shape} ConfigurationReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConfigurationReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.ConfigurationReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (message.settings === $util.emptyObject)
                                message.settings = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = null;
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = $root.seatrial.v1.Value.decode(reader, reader.size(), $undefined, _depth + 1, value);
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.settings, key);
                            message.settings[key] = value || new $root.seatrial.v1.Value();
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.error = value;
                            else
                                delete message.error;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ConfigurationReport message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.ConfigurationReport
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.ConfigurationReport} ConfigurationReport
             */
            ConfigurationReport.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.ConfigurationReport)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.ConfigurationReport: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.ConfigurationReport();
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.settings) {
                    if (!$util.isObject(object.settings))
                        throw $TypeError(".seatrial.v1.ConfigurationReport.settings: object expected");
                    message.settings = {};
                    for (let keys = $Object.keys(object.settings), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message.settings, keys[i]);
                        if (!$util.isObject(object.settings[keys[i]]))
                            throw $TypeError(".seatrial.v1.ConfigurationReport.settings: object expected");
                        message.settings[keys[i]] = $root.seatrial.v1.Value.fromObject(object.settings[keys[i]], _depth + 1);
                    }
                }
                if (object.error != null)
                    if (typeof object.error !== "string" || object.error.length)
                        message.error = $String(object.error);
                return message;
            };

            /**
             * Creates a plain object from a ConfigurationReport message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.ConfigurationReport
             * @static
             * @param {seatrial.v1.ConfigurationReport} message ConfigurationReport
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ConfigurationReport.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.objects || options.defaults)
                    object.settings = {};
                if (options.defaults) {
                    object.version = 0;
                    object.error = "";
                }
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                let keys2;
                if (message.settings && (keys2 = $Object.keys(message.settings)).length) {
                    object.settings = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object.settings, keys2[j]);
                        object.settings[keys2[j]] = $root.seatrial.v1.Value.toObject(message.settings[keys2[j]], options, _depth + 1);
                    }
                }
                if (message.error != null && $Object.hasOwnProperty.call(message, "error"))
                    object.error = message.error;
                return object;
            };

            /**
             * Converts this ConfigurationReport to JSON.
             * @function toJSON
             * @memberof seatrial.v1.ConfigurationReport
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ConfigurationReport.prototype.toJSON = function() {
                return ConfigurationReport.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ConfigurationReport;
        })();

        v1.DeviceFrame = (function() {

            /**
             * Properties of a DeviceFrame.
             * @typedef {Object} seatrial.v1.DeviceFrame.$Properties
             * @property {number} [channel] DeviceFrame channel
             * @property {seatrial.v1.Claim.$Properties|null} [claim] DeviceFrame claim
             * @property {seatrial.v1.Hello.$Properties|null} [hello] DeviceFrame hello
             * @property {seatrial.v1.Telemetry.$Properties|null} [telemetry] DeviceFrame telemetry
             * @property {seatrial.v1.DeviceEvent.$Properties|null} [event] DeviceFrame event
             * @property {seatrial.v1.Heartbeat.$Properties|null} [heartbeat] DeviceFrame heartbeat
             * @property {seatrial.v1.Sleep.$Properties|null} [sleep] DeviceFrame sleep
             * @property {seatrial.v1.CommandResult.$Properties|null} [commandResult] DeviceFrame commandResult
             * @property {seatrial.v1.ConfigurationReport.$Properties|null} [configurationReport] DeviceFrame configurationReport
             * @property {seatrial.v1.ProfileDefinition.$Properties|null} [profileDefinition] DeviceFrame profileDefinition
             * @property {seatrial.v1.Attach.$Properties|null} [attach] DeviceFrame attach
             * @property {seatrial.v1.Detach.$Properties|null} [detach] DeviceFrame detach
             * @property {seatrial.v1.PieceRequest.$Properties|null} [pieceRequest] DeviceFrame pieceRequest
             * @property {seatrial.v1.UpdateReport.$Properties|null} [updateReport] DeviceFrame updateReport
             * @property {"claim"|"hello"|"telemetry"|"event"|"heartbeat"|"sleep"|"commandResult"|"configurationReport"|"profileDefinition"|"attach"|"detach"|"pieceRequest"|"updateReport"} [body] DeviceFrame body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DeviceFrame.
             * @memberof seatrial.v1
             * @interface IDeviceFrame
             * @augments seatrial.v1.DeviceFrame.$Properties
             * @deprecated Use seatrial.v1.DeviceFrame.$Properties instead.
             */

            /**
             * Narrowed shape of a DeviceFrame.
             * @typedef {{
             *   channel?: number;
             *   claim?: seatrial.v1.Claim.$Shape|null;
             *   hello?: seatrial.v1.Hello.$Shape|null;
             *   telemetry?: seatrial.v1.Telemetry.$Shape|null;
             *   event?: seatrial.v1.DeviceEvent.$Shape|null;
             *   heartbeat?: seatrial.v1.Heartbeat.$Shape|null;
             *   sleep?: seatrial.v1.Sleep.$Shape|null;
             *   commandResult?: seatrial.v1.CommandResult.$Shape|null;
             *   configurationReport?: seatrial.v1.ConfigurationReport.$Shape|null;
             *   profileDefinition?: seatrial.v1.ProfileDefinition.$Shape|null;
             *   attach?: seatrial.v1.Attach.$Shape|null;
             *   detach?: seatrial.v1.Detach.$Shape|null;
             *   pieceRequest?: seatrial.v1.PieceRequest.$Shape|null;
             *   updateReport?: seatrial.v1.UpdateReport.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "claim"; claim: seatrial.v1.Claim.$Shape; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "hello"; claim?: null; hello: seatrial.v1.Hello.$Shape; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "telemetry"; claim?: null; hello?: null; telemetry: seatrial.v1.Telemetry.$Shape; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "event"; claim?: null; hello?: null; telemetry?: null; event: seatrial.v1.DeviceEvent.$Shape; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "heartbeat"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat: seatrial.v1.Heartbeat.$Shape; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "sleep"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep: seatrial.v1.Sleep.$Shape; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "commandResult"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult: seatrial.v1.CommandResult.$Shape; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "configurationReport"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport: seatrial.v1.ConfigurationReport.$Shape; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "profileDefinition"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition: seatrial.v1.ProfileDefinition.$Shape; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "attach"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach: seatrial.v1.Attach.$Shape; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "detach"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach: seatrial.v1.Detach.$Shape; pieceRequest?: null; updateReport?: null }|{ body?: "pieceRequest"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest: seatrial.v1.PieceRequest.$Shape; updateReport?: null }|{ body?: "updateReport"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport: seatrial.v1.UpdateReport.$Shape })
             * )} seatrial.v1.DeviceFrame.$Shape
             */

            /**
             * Constructs a new DeviceFrame.
             * @memberof seatrial.v1
             * @classdesc Represents a DeviceFrame.
             * @constructor
             * @param {seatrial.v1.DeviceFrame.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DeviceFrame = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DeviceFrame channel.
             * @member {number} channel
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.channel = 0;

            /**
             * DeviceFrame claim.
             * @member {seatrial.v1.Claim|null} claim
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.claim = null;

            /**
             * DeviceFrame hello.
             * @member {seatrial.v1.Hello|null} hello
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.hello = null;

            /**
             * DeviceFrame telemetry.
             * @member {seatrial.v1.Telemetry|null} telemetry
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.telemetry = null;

            /**
             * DeviceFrame event.
             * @member {seatrial.v1.DeviceEvent|null} event
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.event = null;

            /**
             * DeviceFrame heartbeat.
             * @member {seatrial.v1.Heartbeat|null} heartbeat
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.heartbeat = null;

            /**
             * DeviceFrame sleep.
             * @member {seatrial.v1.Sleep|null} sleep
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.sleep = null;

            /**
             * DeviceFrame commandResult.
             * @member {seatrial.v1.CommandResult|null} commandResult
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.commandResult = null;

            /**
             * DeviceFrame configurationReport.
             * @member {seatrial.v1.ConfigurationReport|null} configurationReport
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.configurationReport = null;

            /**
             * DeviceFrame profileDefinition.
             * @member {seatrial.v1.ProfileDefinition|null} profileDefinition
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.profileDefinition = null;

            /**
             * DeviceFrame attach.
             * @member {seatrial.v1.Attach|null} attach
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.attach = null;

            /**
             * DeviceFrame detach.
             * @member {seatrial.v1.Detach|null} detach
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.detach = null;

            /**
             * DeviceFrame pieceRequest.
             * @member {seatrial.v1.PieceRequest|null} pieceRequest
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.pieceRequest = null;

            /**
             * DeviceFrame updateReport.
             * @member {seatrial.v1.UpdateReport|null} updateReport
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            DeviceFrame.prototype.updateReport = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * DeviceFrame body.
             * @member {"claim"|"hello"|"telemetry"|"event"|"heartbeat"|"sleep"|"commandResult"|"configurationReport"|"profileDefinition"|"attach"|"detach"|"pieceRequest"|"updateReport"|undefined} body
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             */
            $Object.defineProperty(DeviceFrame.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["claim", "hello", "telemetry", "event", "heartbeat", "sleep", "commandResult", "configurationReport", "profileDefinition", "attach", "detach", "pieceRequest", "updateReport"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new DeviceFrame instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.DeviceFrame
             * @static
             * @param {seatrial.v1.DeviceFrame.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.DeviceFrame} DeviceFrame instance
             * @type {{
             *   (properties: seatrial.v1.DeviceFrame.$Shape): seatrial.v1.DeviceFrame & seatrial.v1.DeviceFrame.$Shape;
             *   (properties?: seatrial.v1.DeviceFrame.$Properties): seatrial.v1.DeviceFrame;
             * }}
             */
            DeviceFrame.create = function(properties) {
                return new DeviceFrame(properties);
            };

            /**
             * Encodes the specified DeviceFrame message. Does not implicitly {@link seatrial.v1.DeviceFrame.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.DeviceFrame
             * @static
             * @param {seatrial.v1.DeviceFrame.$Properties} message DeviceFrame message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DeviceFrame.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.channel != null && $Object.hasOwnProperty.call(message, "channel") && message.channel !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.channel);
                if (message.claim != null && $Object.hasOwnProperty.call(message, "claim"))
                    $root.seatrial.v1.Claim.encode(message.claim, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.seatrial.v1.Hello.encode(message.hello, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.telemetry != null && $Object.hasOwnProperty.call(message, "telemetry"))
                    $root.seatrial.v1.Telemetry.encode(message.telemetry, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.event != null && $Object.hasOwnProperty.call(message, "event"))
                    $root.seatrial.v1.DeviceEvent.encode(message.event, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat"))
                    $root.seatrial.v1.Heartbeat.encode(message.heartbeat, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.sleep != null && $Object.hasOwnProperty.call(message, "sleep"))
                    $root.seatrial.v1.Sleep.encode(message.sleep, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.commandResult != null && $Object.hasOwnProperty.call(message, "commandResult"))
                    $root.seatrial.v1.CommandResult.encode(message.commandResult, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.configurationReport != null && $Object.hasOwnProperty.call(message, "configurationReport"))
                    $root.seatrial.v1.ConfigurationReport.encode(message.configurationReport, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.profileDefinition != null && $Object.hasOwnProperty.call(message, "profileDefinition"))
                    $root.seatrial.v1.ProfileDefinition.encode(message.profileDefinition, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.attach != null && $Object.hasOwnProperty.call(message, "attach"))
                    $root.seatrial.v1.Attach.encode(message.attach, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.detach != null && $Object.hasOwnProperty.call(message, "detach"))
                    $root.seatrial.v1.Detach.encode(message.detach, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.pieceRequest != null && $Object.hasOwnProperty.call(message, "pieceRequest"))
                    $root.seatrial.v1.PieceRequest.encode(message.pieceRequest, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                if (message.updateReport != null && $Object.hasOwnProperty.call(message, "updateReport"))
                    $root.seatrial.v1.UpdateReport.encode(message.updateReport, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DeviceFrame message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.DeviceFrame
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.DeviceFrame & seatrial.v1.DeviceFrame.$Shape} DeviceFrame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DeviceFrame.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.DeviceFrame();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.channel = value;
                            else
                                delete message.channel;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.claim = $root.seatrial.v1.Claim.decode(reader, reader.size(), $undefined, _depth + 1, message.claim);
                            message.body = "claim";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.hello = $root.seatrial.v1.Hello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.body = "hello";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.telemetry = $root.seatrial.v1.Telemetry.decode(reader, reader.size(), $undefined, _depth + 1, message.telemetry);
                            message.body = "telemetry";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.event = $root.seatrial.v1.DeviceEvent.decode(reader, reader.size(), $undefined, _depth + 1, message.event);
                            message.body = "event";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.heartbeat = $root.seatrial.v1.Heartbeat.decode(reader, reader.size(), $undefined, _depth + 1, message.heartbeat);
                            message.body = "heartbeat";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.sleep = $root.seatrial.v1.Sleep.decode(reader, reader.size(), $undefined, _depth + 1, message.sleep);
                            message.body = "sleep";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.commandResult = $root.seatrial.v1.CommandResult.decode(reader, reader.size(), $undefined, _depth + 1, message.commandResult);
                            message.body = "commandResult";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.configurationReport = $root.seatrial.v1.ConfigurationReport.decode(reader, reader.size(), $undefined, _depth + 1, message.configurationReport);
                            message.body = "configurationReport";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.profileDefinition = $root.seatrial.v1.ProfileDefinition.decode(reader, reader.size(), $undefined, _depth + 1, message.profileDefinition);
                            message.body = "profileDefinition";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.attach = $root.seatrial.v1.Attach.decode(reader, reader.size(), $undefined, _depth + 1, message.attach);
                            message.body = "attach";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.detach = $root.seatrial.v1.Detach.decode(reader, reader.size(), $undefined, _depth + 1, message.detach);
                            message.body = "detach";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.pieceRequest = $root.seatrial.v1.PieceRequest.decode(reader, reader.size(), $undefined, _depth + 1, message.pieceRequest);
                            message.body = "pieceRequest";
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.updateReport = $root.seatrial.v1.UpdateReport.decode(reader, reader.size(), $undefined, _depth + 1, message.updateReport);
                            message.body = "updateReport";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a DeviceFrame message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.DeviceFrame
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.DeviceFrame} DeviceFrame
             */
            DeviceFrame.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.DeviceFrame)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.DeviceFrame: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.DeviceFrame();
                if (object.channel != null)
                    if ($Number(object.channel) !== 0)
                        message.channel = object.channel >>> 0;
                if (object.claim != null) {
                    if (!$util.isObject(object.claim))
                        throw $TypeError(".seatrial.v1.DeviceFrame.claim: object expected");
                    message.claim = $root.seatrial.v1.Claim.fromObject(object.claim, _depth + 1);
                }
                if (object.hello != null) {
                    if (!$util.isObject(object.hello))
                        throw $TypeError(".seatrial.v1.DeviceFrame.hello: object expected");
                    message.hello = $root.seatrial.v1.Hello.fromObject(object.hello, _depth + 1);
                }
                if (object.telemetry != null) {
                    if (!$util.isObject(object.telemetry))
                        throw $TypeError(".seatrial.v1.DeviceFrame.telemetry: object expected");
                    message.telemetry = $root.seatrial.v1.Telemetry.fromObject(object.telemetry, _depth + 1);
                }
                if (object.event != null) {
                    if (!$util.isObject(object.event))
                        throw $TypeError(".seatrial.v1.DeviceFrame.event: object expected");
                    message.event = $root.seatrial.v1.DeviceEvent.fromObject(object.event, _depth + 1);
                }
                if (object.heartbeat != null) {
                    if (!$util.isObject(object.heartbeat))
                        throw $TypeError(".seatrial.v1.DeviceFrame.heartbeat: object expected");
                    message.heartbeat = $root.seatrial.v1.Heartbeat.fromObject(object.heartbeat, _depth + 1);
                }
                if (object.sleep != null) {
                    if (!$util.isObject(object.sleep))
                        throw $TypeError(".seatrial.v1.DeviceFrame.sleep: object expected");
                    message.sleep = $root.seatrial.v1.Sleep.fromObject(object.sleep, _depth + 1);
                }
                if (object.commandResult != null) {
                    if (!$util.isObject(object.commandResult))
                        throw $TypeError(".seatrial.v1.DeviceFrame.commandResult: object expected");
                    message.commandResult = $root.seatrial.v1.CommandResult.fromObject(object.commandResult, _depth + 1);
                }
                if (object.configurationReport != null) {
                    if (!$util.isObject(object.configurationReport))
                        throw $TypeError(".seatrial.v1.DeviceFrame.configurationReport: object expected");
                    message.configurationReport = $root.seatrial.v1.ConfigurationReport.fromObject(object.configurationReport, _depth + 1);
                }
                if (object.profileDefinition != null) {
                    if (!$util.isObject(object.profileDefinition))
                        throw $TypeError(".seatrial.v1.DeviceFrame.profileDefinition: object expected");
                    message.profileDefinition = $root.seatrial.v1.ProfileDefinition.fromObject(object.profileDefinition, _depth + 1);
                }
                if (object.attach != null) {
                    if (!$util.isObject(object.attach))
                        throw $TypeError(".seatrial.v1.DeviceFrame.attach: object expected");
                    message.attach = $root.seatrial.v1.Attach.fromObject(object.attach, _depth + 1);
                }
                if (object.detach != null) {
                    if (!$util.isObject(object.detach))
                        throw $TypeError(".seatrial.v1.DeviceFrame.detach: object expected");
                    message.detach = $root.seatrial.v1.Detach.fromObject(object.detach, _depth + 1);
                }
                if (object.pieceRequest != null) {
                    if (!$util.isObject(object.pieceRequest))
                        throw $TypeError(".seatrial.v1.DeviceFrame.pieceRequest: object expected");
                    message.pieceRequest = $root.seatrial.v1.PieceRequest.fromObject(object.pieceRequest, _depth + 1);
                }
                if (object.updateReport != null) {
                    if (!$util.isObject(object.updateReport))
                        throw $TypeError(".seatrial.v1.DeviceFrame.updateReport: object expected");
                    message.updateReport = $root.seatrial.v1.UpdateReport.fromObject(object.updateReport, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a DeviceFrame message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.DeviceFrame
             * @static
             * @param {seatrial.v1.DeviceFrame} message DeviceFrame
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            DeviceFrame.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.channel = 0;
                if (message.channel != null && $Object.hasOwnProperty.call(message, "channel"))
                    object.channel = message.channel;
                if (message.claim != null && $Object.hasOwnProperty.call(message, "claim")) {
                    object.claim = $root.seatrial.v1.Claim.toObject(message.claim, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "claim";
                }
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello")) {
                    object.hello = $root.seatrial.v1.Hello.toObject(message.hello, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "hello";
                }
                if (message.telemetry != null && $Object.hasOwnProperty.call(message, "telemetry")) {
                    object.telemetry = $root.seatrial.v1.Telemetry.toObject(message.telemetry, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "telemetry";
                }
                if (message.event != null && $Object.hasOwnProperty.call(message, "event")) {
                    object.event = $root.seatrial.v1.DeviceEvent.toObject(message.event, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "event";
                }
                if (message.heartbeat != null && $Object.hasOwnProperty.call(message, "heartbeat")) {
                    object.heartbeat = $root.seatrial.v1.Heartbeat.toObject(message.heartbeat, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "heartbeat";
                }
                if (message.sleep != null && $Object.hasOwnProperty.call(message, "sleep")) {
                    object.sleep = $root.seatrial.v1.Sleep.toObject(message.sleep, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "sleep";
                }
                if (message.commandResult != null && $Object.hasOwnProperty.call(message, "commandResult")) {
                    object.commandResult = $root.seatrial.v1.CommandResult.toObject(message.commandResult, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "commandResult";
                }
                if (message.configurationReport != null && $Object.hasOwnProperty.call(message, "configurationReport")) {
                    object.configurationReport = $root.seatrial.v1.ConfigurationReport.toObject(message.configurationReport, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "configurationReport";
                }
                if (message.profileDefinition != null && $Object.hasOwnProperty.call(message, "profileDefinition")) {
                    object.profileDefinition = $root.seatrial.v1.ProfileDefinition.toObject(message.profileDefinition, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "profileDefinition";
                }
                if (message.attach != null && $Object.hasOwnProperty.call(message, "attach")) {
                    object.attach = $root.seatrial.v1.Attach.toObject(message.attach, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "attach";
                }
                if (message.detach != null && $Object.hasOwnProperty.call(message, "detach")) {
                    object.detach = $root.seatrial.v1.Detach.toObject(message.detach, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "detach";
                }
                if (message.pieceRequest != null && $Object.hasOwnProperty.call(message, "pieceRequest")) {
                    object.pieceRequest = $root.seatrial.v1.PieceRequest.toObject(message.pieceRequest, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "pieceRequest";
                }
                if (message.updateReport != null && $Object.hasOwnProperty.call(message, "updateReport")) {
                    object.updateReport = $root.seatrial.v1.UpdateReport.toObject(message.updateReport, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "updateReport";
                }
                return object;
            };

            /**
             * Converts this DeviceFrame to JSON.
             * @function toJSON
             * @memberof seatrial.v1.DeviceFrame
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            DeviceFrame.prototype.toJSON = function() {
                return DeviceFrame.toObject(this, $protobuf.util.toJSONOptions);
            };

            return DeviceFrame;
        })();

        v1.FleetFrame = (function() {

            /**
             * Properties of a FleetFrame.
             * @typedef {Object} seatrial.v1.FleetFrame.$Properties
             * @property {number} [channel] FleetFrame channel
             * @property {seatrial.v1.Challenge.$Properties|null} [challenge] FleetFrame challenge
             * @property {seatrial.v1.Welcome.$Properties|null} [welcome] FleetFrame welcome
             * @property {seatrial.v1.Pending.$Properties|null} [pending] FleetFrame pending
             * @property {seatrial.v1.Refusal.$Properties|null} [refusal] FleetFrame refusal
             * @property {seatrial.v1.Acknowledge.$Properties|null} [acknowledge] FleetFrame acknowledge
             * @property {seatrial.v1.Reject.$Properties|null} [reject] FleetFrame reject
             * @property {seatrial.v1.Command.$Properties|null} [command] FleetFrame command
             * @property {seatrial.v1.DesiredConfiguration.$Properties|null} [desiredConfiguration] FleetFrame desiredConfiguration
             * @property {seatrial.v1.Time.$Properties|null} [time] FleetFrame time
             * @property {seatrial.v1.UpdateOffer.$Properties|null} [updateOffer] FleetFrame updateOffer
             * @property {seatrial.v1.UpdateCancel.$Properties|null} [updateCancel] FleetFrame updateCancel
             * @property {seatrial.v1.PiecePart.$Properties|null} [piecePart] FleetFrame piecePart
             * @property {seatrial.v1.PieceAbsent.$Properties|null} [pieceAbsent] FleetFrame pieceAbsent
             * @property {seatrial.v1.UpdateReportAcknowledge.$Properties|null} [updateReportAcknowledge] FleetFrame updateReportAcknowledge
             * @property {"challenge"|"welcome"|"pending"|"refusal"|"acknowledge"|"reject"|"command"|"desiredConfiguration"|"time"|"updateOffer"|"updateCancel"|"piecePart"|"pieceAbsent"|"updateReportAcknowledge"} [body] FleetFrame body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a FleetFrame.
             * @memberof seatrial.v1
             * @interface IFleetFrame
             * @augments seatrial.v1.FleetFrame.$Properties
             * @deprecated Use seatrial.v1.FleetFrame.$Properties instead.
             */

            /**
             * Narrowed shape of a FleetFrame.
             * @typedef {{
             *   channel?: number;
             *   challenge?: seatrial.v1.Challenge.$Shape|null;
             *   welcome?: seatrial.v1.Welcome.$Shape|null;
             *   pending?: seatrial.v1.Pending.$Shape|null;
             *   refusal?: seatrial.v1.Refusal.$Shape|null;
             *   acknowledge?: seatrial.v1.Acknowledge.$Shape|null;
             *   reject?: seatrial.v1.Reject.$Shape|null;
             *   command?: seatrial.v1.Command.$Shape|null;
             *   desiredConfiguration?: seatrial.v1.DesiredConfiguration.$Shape|null;
             *   time?: seatrial.v1.Time.$Shape|null;
             *   updateOffer?: seatrial.v1.UpdateOffer.$Shape|null;
             *   updateCancel?: seatrial.v1.UpdateCancel.$Shape|null;
             *   piecePart?: seatrial.v1.PiecePart.$Shape|null;
             *   pieceAbsent?: seatrial.v1.PieceAbsent.$Shape|null;
             *   updateReportAcknowledge?: seatrial.v1.UpdateReportAcknowledge.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "challenge"; challenge: seatrial.v1.Challenge.$Shape; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "welcome"; challenge?: null; welcome: seatrial.v1.Welcome.$Shape; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "pending"; challenge?: null; welcome?: null; pending: seatrial.v1.Pending.$Shape; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "refusal"; challenge?: null; welcome?: null; pending?: null; refusal: seatrial.v1.Refusal.$Shape; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "acknowledge"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge: seatrial.v1.Acknowledge.$Shape; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "reject"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject: seatrial.v1.Reject.$Shape; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "command"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command: seatrial.v1.Command.$Shape; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "desiredConfiguration"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration: seatrial.v1.DesiredConfiguration.$Shape; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "time"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time: seatrial.v1.Time.$Shape; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "updateOffer"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer: seatrial.v1.UpdateOffer.$Shape; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "updateCancel"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel: seatrial.v1.UpdateCancel.$Shape; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "piecePart"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart: seatrial.v1.PiecePart.$Shape; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "pieceAbsent"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent: seatrial.v1.PieceAbsent.$Shape; updateReportAcknowledge?: null }|{ body?: "updateReportAcknowledge"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge: seatrial.v1.UpdateReportAcknowledge.$Shape })
             * )} seatrial.v1.FleetFrame.$Shape
             */

            /**
             * Constructs a new FleetFrame.
             * @memberof seatrial.v1
             * @classdesc Represents a FleetFrame.
             * @constructor
             * @param {seatrial.v1.FleetFrame.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const FleetFrame = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * FleetFrame channel.
             * @member {number} channel
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.channel = 0;

            /**
             * FleetFrame challenge.
             * @member {seatrial.v1.Challenge|null} challenge
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.challenge = null;

            /**
             * FleetFrame welcome.
             * @member {seatrial.v1.Welcome|null} welcome
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.welcome = null;

            /**
             * FleetFrame pending.
             * @member {seatrial.v1.Pending|null} pending
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.pending = null;

            /**
             * FleetFrame refusal.
             * @member {seatrial.v1.Refusal|null} refusal
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.refusal = null;

            /**
             * FleetFrame acknowledge.
             * @member {seatrial.v1.Acknowledge|null} acknowledge
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.acknowledge = null;

            /**
             * FleetFrame reject.
             * @member {seatrial.v1.Reject|null} reject
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.reject = null;

            /**
             * FleetFrame command.
             * @member {seatrial.v1.Command|null} command
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.command = null;

            /**
             * FleetFrame desiredConfiguration.
             * @member {seatrial.v1.DesiredConfiguration|null} desiredConfiguration
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.desiredConfiguration = null;

            /**
             * FleetFrame time.
             * @member {seatrial.v1.Time|null} time
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.time = null;

            /**
             * FleetFrame updateOffer.
             * @member {seatrial.v1.UpdateOffer|null} updateOffer
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.updateOffer = null;

            /**
             * FleetFrame updateCancel.
             * @member {seatrial.v1.UpdateCancel|null} updateCancel
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.updateCancel = null;

            /**
             * FleetFrame piecePart.
             * @member {seatrial.v1.PiecePart|null} piecePart
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.piecePart = null;

            /**
             * FleetFrame pieceAbsent.
             * @member {seatrial.v1.PieceAbsent|null} pieceAbsent
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.pieceAbsent = null;

            /**
             * FleetFrame updateReportAcknowledge.
             * @member {seatrial.v1.UpdateReportAcknowledge|null} updateReportAcknowledge
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            FleetFrame.prototype.updateReportAcknowledge = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * FleetFrame body.
             * @member {"challenge"|"welcome"|"pending"|"refusal"|"acknowledge"|"reject"|"command"|"desiredConfiguration"|"time"|"updateOffer"|"updateCancel"|"piecePart"|"pieceAbsent"|"updateReportAcknowledge"|undefined} body
             * @memberof seatrial.v1.FleetFrame
             * @instance
             */
            $Object.defineProperty(FleetFrame.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["challenge", "welcome", "pending", "refusal", "acknowledge", "reject", "command", "desiredConfiguration", "time", "updateOffer", "updateCancel", "piecePart", "pieceAbsent", "updateReportAcknowledge"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new FleetFrame instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.FleetFrame
             * @static
             * @param {seatrial.v1.FleetFrame.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.FleetFrame} FleetFrame instance
             * @type {{
             *   (properties: seatrial.v1.FleetFrame.$Shape): seatrial.v1.FleetFrame & seatrial.v1.FleetFrame.$Shape;
             *   (properties?: seatrial.v1.FleetFrame.$Properties): seatrial.v1.FleetFrame;
             * }}
             */
            FleetFrame.create = function(properties) {
                return new FleetFrame(properties);
            };

            /**
             * Encodes the specified FleetFrame message. Does not implicitly {@link seatrial.v1.FleetFrame.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.FleetFrame
             * @static
             * @param {seatrial.v1.FleetFrame.$Properties} message FleetFrame message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            FleetFrame.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.channel != null && $Object.hasOwnProperty.call(message, "channel") && message.channel !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.channel);
                if (message.challenge != null && $Object.hasOwnProperty.call(message, "challenge"))
                    $root.seatrial.v1.Challenge.encode(message.challenge, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.welcome != null && $Object.hasOwnProperty.call(message, "welcome"))
                    $root.seatrial.v1.Welcome.encode(message.welcome, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.pending != null && $Object.hasOwnProperty.call(message, "pending"))
                    $root.seatrial.v1.Pending.encode(message.pending, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal"))
                    $root.seatrial.v1.Refusal.encode(message.refusal, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.acknowledge != null && $Object.hasOwnProperty.call(message, "acknowledge"))
                    $root.seatrial.v1.Acknowledge.encode(message.acknowledge, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.reject != null && $Object.hasOwnProperty.call(message, "reject"))
                    $root.seatrial.v1.Reject.encode(message.reject, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.command != null && $Object.hasOwnProperty.call(message, "command"))
                    $root.seatrial.v1.Command.encode(message.command, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.desiredConfiguration != null && $Object.hasOwnProperty.call(message, "desiredConfiguration"))
                    $root.seatrial.v1.DesiredConfiguration.encode(message.desiredConfiguration, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.time != null && $Object.hasOwnProperty.call(message, "time"))
                    $root.seatrial.v1.Time.encode(message.time, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.updateOffer != null && $Object.hasOwnProperty.call(message, "updateOffer"))
                    $root.seatrial.v1.UpdateOffer.encode(message.updateOffer, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.updateCancel != null && $Object.hasOwnProperty.call(message, "updateCancel"))
                    $root.seatrial.v1.UpdateCancel.encode(message.updateCancel, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.piecePart != null && $Object.hasOwnProperty.call(message, "piecePart"))
                    $root.seatrial.v1.PiecePart.encode(message.piecePart, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                if (message.pieceAbsent != null && $Object.hasOwnProperty.call(message, "pieceAbsent"))
                    $root.seatrial.v1.PieceAbsent.encode(message.pieceAbsent, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                if (message.updateReportAcknowledge != null && $Object.hasOwnProperty.call(message, "updateReportAcknowledge"))
                    $root.seatrial.v1.UpdateReportAcknowledge.encode(message.updateReportAcknowledge, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a FleetFrame message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.FleetFrame
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.FleetFrame & seatrial.v1.FleetFrame.$Shape} FleetFrame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            FleetFrame.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.FleetFrame();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.channel = value;
                            else
                                delete message.channel;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.challenge = $root.seatrial.v1.Challenge.decode(reader, reader.size(), $undefined, _depth + 1, message.challenge);
                            message.body = "challenge";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.welcome = $root.seatrial.v1.Welcome.decode(reader, reader.size(), $undefined, _depth + 1, message.welcome);
                            message.body = "welcome";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.pending = $root.seatrial.v1.Pending.decode(reader, reader.size(), $undefined, _depth + 1, message.pending);
                            message.body = "pending";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.refusal = $root.seatrial.v1.Refusal.decode(reader, reader.size(), $undefined, _depth + 1, message.refusal);
                            message.body = "refusal";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.acknowledge = $root.seatrial.v1.Acknowledge.decode(reader, reader.size(), $undefined, _depth + 1, message.acknowledge);
                            message.body = "acknowledge";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.reject = $root.seatrial.v1.Reject.decode(reader, reader.size(), $undefined, _depth + 1, message.reject);
                            message.body = "reject";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.command = $root.seatrial.v1.Command.decode(reader, reader.size(), $undefined, _depth + 1, message.command);
                            message.body = "command";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.desiredConfiguration = $root.seatrial.v1.DesiredConfiguration.decode(reader, reader.size(), $undefined, _depth + 1, message.desiredConfiguration);
                            message.body = "desiredConfiguration";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.time = $root.seatrial.v1.Time.decode(reader, reader.size(), $undefined, _depth + 1, message.time);
                            message.body = "time";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.updateOffer = $root.seatrial.v1.UpdateOffer.decode(reader, reader.size(), $undefined, _depth + 1, message.updateOffer);
                            message.body = "updateOffer";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.updateCancel = $root.seatrial.v1.UpdateCancel.decode(reader, reader.size(), $undefined, _depth + 1, message.updateCancel);
                            message.body = "updateCancel";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.piecePart = $root.seatrial.v1.PiecePart.decode(reader, reader.size(), $undefined, _depth + 1, message.piecePart);
                            message.body = "piecePart";
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.pieceAbsent = $root.seatrial.v1.PieceAbsent.decode(reader, reader.size(), $undefined, _depth + 1, message.pieceAbsent);
                            message.body = "pieceAbsent";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            message.updateReportAcknowledge = $root.seatrial.v1.UpdateReportAcknowledge.decode(reader, reader.size(), $undefined, _depth + 1, message.updateReportAcknowledge);
                            message.body = "updateReportAcknowledge";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a FleetFrame message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.FleetFrame
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.FleetFrame} FleetFrame
             */
            FleetFrame.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.FleetFrame)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.FleetFrame: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.FleetFrame();
                if (object.channel != null)
                    if ($Number(object.channel) !== 0)
                        message.channel = object.channel >>> 0;
                if (object.challenge != null) {
                    if (!$util.isObject(object.challenge))
                        throw $TypeError(".seatrial.v1.FleetFrame.challenge: object expected");
                    message.challenge = $root.seatrial.v1.Challenge.fromObject(object.challenge, _depth + 1);
                }
                if (object.welcome != null) {
                    if (!$util.isObject(object.welcome))
                        throw $TypeError(".seatrial.v1.FleetFrame.welcome: object expected");
                    message.welcome = $root.seatrial.v1.Welcome.fromObject(object.welcome, _depth + 1);
                }
                if (object.pending != null) {
                    if (!$util.isObject(object.pending))
                        throw $TypeError(".seatrial.v1.FleetFrame.pending: object expected");
                    message.pending = $root.seatrial.v1.Pending.fromObject(object.pending, _depth + 1);
                }
                if (object.refusal != null) {
                    if (!$util.isObject(object.refusal))
                        throw $TypeError(".seatrial.v1.FleetFrame.refusal: object expected");
                    message.refusal = $root.seatrial.v1.Refusal.fromObject(object.refusal, _depth + 1);
                }
                if (object.acknowledge != null) {
                    if (!$util.isObject(object.acknowledge))
                        throw $TypeError(".seatrial.v1.FleetFrame.acknowledge: object expected");
                    message.acknowledge = $root.seatrial.v1.Acknowledge.fromObject(object.acknowledge, _depth + 1);
                }
                if (object.reject != null) {
                    if (!$util.isObject(object.reject))
                        throw $TypeError(".seatrial.v1.FleetFrame.reject: object expected");
                    message.reject = $root.seatrial.v1.Reject.fromObject(object.reject, _depth + 1);
                }
                if (object.command != null) {
                    if (!$util.isObject(object.command))
                        throw $TypeError(".seatrial.v1.FleetFrame.command: object expected");
                    message.command = $root.seatrial.v1.Command.fromObject(object.command, _depth + 1);
                }
                if (object.desiredConfiguration != null) {
                    if (!$util.isObject(object.desiredConfiguration))
                        throw $TypeError(".seatrial.v1.FleetFrame.desiredConfiguration: object expected");
                    message.desiredConfiguration = $root.seatrial.v1.DesiredConfiguration.fromObject(object.desiredConfiguration, _depth + 1);
                }
                if (object.time != null) {
                    if (!$util.isObject(object.time))
                        throw $TypeError(".seatrial.v1.FleetFrame.time: object expected");
                    message.time = $root.seatrial.v1.Time.fromObject(object.time, _depth + 1);
                }
                if (object.updateOffer != null) {
                    if (!$util.isObject(object.updateOffer))
                        throw $TypeError(".seatrial.v1.FleetFrame.updateOffer: object expected");
                    message.updateOffer = $root.seatrial.v1.UpdateOffer.fromObject(object.updateOffer, _depth + 1);
                }
                if (object.updateCancel != null) {
                    if (!$util.isObject(object.updateCancel))
                        throw $TypeError(".seatrial.v1.FleetFrame.updateCancel: object expected");
                    message.updateCancel = $root.seatrial.v1.UpdateCancel.fromObject(object.updateCancel, _depth + 1);
                }
                if (object.piecePart != null) {
                    if (!$util.isObject(object.piecePart))
                        throw $TypeError(".seatrial.v1.FleetFrame.piecePart: object expected");
                    message.piecePart = $root.seatrial.v1.PiecePart.fromObject(object.piecePart, _depth + 1);
                }
                if (object.pieceAbsent != null) {
                    if (!$util.isObject(object.pieceAbsent))
                        throw $TypeError(".seatrial.v1.FleetFrame.pieceAbsent: object expected");
                    message.pieceAbsent = $root.seatrial.v1.PieceAbsent.fromObject(object.pieceAbsent, _depth + 1);
                }
                if (object.updateReportAcknowledge != null) {
                    if (!$util.isObject(object.updateReportAcknowledge))
                        throw $TypeError(".seatrial.v1.FleetFrame.updateReportAcknowledge: object expected");
                    message.updateReportAcknowledge = $root.seatrial.v1.UpdateReportAcknowledge.fromObject(object.updateReportAcknowledge, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a FleetFrame message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.FleetFrame
             * @static
             * @param {seatrial.v1.FleetFrame} message FleetFrame
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            FleetFrame.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.channel = 0;
                if (message.channel != null && $Object.hasOwnProperty.call(message, "channel"))
                    object.channel = message.channel;
                if (message.challenge != null && $Object.hasOwnProperty.call(message, "challenge")) {
                    object.challenge = $root.seatrial.v1.Challenge.toObject(message.challenge, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "challenge";
                }
                if (message.welcome != null && $Object.hasOwnProperty.call(message, "welcome")) {
                    object.welcome = $root.seatrial.v1.Welcome.toObject(message.welcome, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "welcome";
                }
                if (message.pending != null && $Object.hasOwnProperty.call(message, "pending")) {
                    object.pending = $root.seatrial.v1.Pending.toObject(message.pending, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "pending";
                }
                if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal")) {
                    object.refusal = $root.seatrial.v1.Refusal.toObject(message.refusal, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "refusal";
                }
                if (message.acknowledge != null && $Object.hasOwnProperty.call(message, "acknowledge")) {
                    object.acknowledge = $root.seatrial.v1.Acknowledge.toObject(message.acknowledge, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "acknowledge";
                }
                if (message.reject != null && $Object.hasOwnProperty.call(message, "reject")) {
                    object.reject = $root.seatrial.v1.Reject.toObject(message.reject, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "reject";
                }
                if (message.command != null && $Object.hasOwnProperty.call(message, "command")) {
                    object.command = $root.seatrial.v1.Command.toObject(message.command, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "command";
                }
                if (message.desiredConfiguration != null && $Object.hasOwnProperty.call(message, "desiredConfiguration")) {
                    object.desiredConfiguration = $root.seatrial.v1.DesiredConfiguration.toObject(message.desiredConfiguration, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "desiredConfiguration";
                }
                if (message.time != null && $Object.hasOwnProperty.call(message, "time")) {
                    object.time = $root.seatrial.v1.Time.toObject(message.time, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "time";
                }
                if (message.updateOffer != null && $Object.hasOwnProperty.call(message, "updateOffer")) {
                    object.updateOffer = $root.seatrial.v1.UpdateOffer.toObject(message.updateOffer, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "updateOffer";
                }
                if (message.updateCancel != null && $Object.hasOwnProperty.call(message, "updateCancel")) {
                    object.updateCancel = $root.seatrial.v1.UpdateCancel.toObject(message.updateCancel, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "updateCancel";
                }
                if (message.piecePart != null && $Object.hasOwnProperty.call(message, "piecePart")) {
                    object.piecePart = $root.seatrial.v1.PiecePart.toObject(message.piecePart, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "piecePart";
                }
                if (message.pieceAbsent != null && $Object.hasOwnProperty.call(message, "pieceAbsent")) {
                    object.pieceAbsent = $root.seatrial.v1.PieceAbsent.toObject(message.pieceAbsent, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "pieceAbsent";
                }
                if (message.updateReportAcknowledge != null && $Object.hasOwnProperty.call(message, "updateReportAcknowledge")) {
                    object.updateReportAcknowledge = $root.seatrial.v1.UpdateReportAcknowledge.toObject(message.updateReportAcknowledge, options, _depth + 1);
                    if (options.oneofs)
                        object.body = "updateReportAcknowledge";
                }
                return object;
            };

            /**
             * Converts this FleetFrame to JSON.
             * @function toJSON
             * @memberof seatrial.v1.FleetFrame
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            FleetFrame.prototype.toJSON = function() {
                return FleetFrame.toObject(this, $protobuf.util.toJSONOptions);
            };

            return FleetFrame;
        })();

        v1.ProfileDefinition = (function() {

            /**
             * Properties of a ProfileDefinition.
             * @typedef {Object} seatrial.v1.ProfileDefinition.$Properties
             * @property {string} [name] ProfileDefinition name
             * @property {string} [title] ProfileDefinition title
             * @property {Array.<seatrial.v1.SignalDefinition.$Properties>} [signals] ProfileDefinition signals
             * @property {seatrial.v1.WakePlan.$Properties} [wakePlan] ProfileDefinition wakePlan
             * @property {Array.<seatrial.v1.SettingDefinition.$Properties>} [settings] ProfileDefinition settings
             * @property {Array.<string>} [commands] ProfileDefinition commands
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ProfileDefinition.
             * @memberof seatrial.v1
             * @interface IProfileDefinition
             * @augments seatrial.v1.ProfileDefinition.$Properties
             * @deprecated Use seatrial.v1.ProfileDefinition.$Properties instead.
             */

            /**
             * Shape of a ProfileDefinition.
             * @typedef {{
             *   name?: string;
             *   title?: string;
             *   signals?: Array.<seatrial.v1.SignalDefinition.$Shape>;
             *   wakePlan?: seatrial.v1.WakePlan.$Shape;
             *   settings?: Array.<seatrial.v1.SettingDefinition.$Shape>;
             *   commands?: Array.<string>;
             *   $unknowns?: Array.<Uint8Array>;
             * }} seatrial.v1.ProfileDefinition.$Shape
             */

            /**
             * Constructs a new ProfileDefinition.
             * @memberof seatrial.v1
             * @classdesc Represents a ProfileDefinition.
             * @constructor
             * @param {seatrial.v1.ProfileDefinition.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ProfileDefinition = function (properties) {
                this.signals = [];
                this.settings = [];
                this.commands = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ProfileDefinition name.
             * @member {string} name
             * @memberof seatrial.v1.ProfileDefinition
             * @instance
             */
            ProfileDefinition.prototype.name = "";

            /**
             * ProfileDefinition title.
             * @member {string} title
             * @memberof seatrial.v1.ProfileDefinition
             * @instance
             */
            ProfileDefinition.prototype.title = "";

            /**
             * ProfileDefinition signals.
             * @member {Array.<seatrial.v1.SignalDefinition>} signals
             * @memberof seatrial.v1.ProfileDefinition
             * @instance
             */
            ProfileDefinition.prototype.signals = $util.emptyArray;

            /**
             * ProfileDefinition wakePlan.
             * @member {seatrial.v1.WakePlan} wakePlan
             * @memberof seatrial.v1.ProfileDefinition
             * @instance
             */
            ProfileDefinition.prototype.wakePlan = null;

            /**
             * ProfileDefinition settings.
             * @member {Array.<seatrial.v1.SettingDefinition>} settings
             * @memberof seatrial.v1.ProfileDefinition
             * @instance
             */
            ProfileDefinition.prototype.settings = $util.emptyArray;

            /**
             * ProfileDefinition commands.
             * @member {Array.<string>} commands
             * @memberof seatrial.v1.ProfileDefinition
             * @instance
             */
            ProfileDefinition.prototype.commands = $util.emptyArray;

            /**
             * Creates a new ProfileDefinition instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.ProfileDefinition
             * @static
             * @param {seatrial.v1.ProfileDefinition.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.ProfileDefinition} ProfileDefinition instance
             * @type {{
             *   (properties: seatrial.v1.ProfileDefinition.$Shape): seatrial.v1.ProfileDefinition & seatrial.v1.ProfileDefinition.$Shape;
             *   (properties?: seatrial.v1.ProfileDefinition.$Properties): seatrial.v1.ProfileDefinition;
             * }}
             */
            ProfileDefinition.create = function(properties) {
                return new ProfileDefinition(properties);
            };

            /**
             * Encodes the specified ProfileDefinition message. Does not implicitly {@link seatrial.v1.ProfileDefinition.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.ProfileDefinition
             * @static
             * @param {seatrial.v1.ProfileDefinition.$Properties} message ProfileDefinition message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ProfileDefinition.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.title != null && $Object.hasOwnProperty.call(message, "title") && message.title !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.title);
                if (message.signals != null && message.signals.length)
                    for (let i = 0; i < message.signals.length; ++i)
                        $root.seatrial.v1.SignalDefinition.encode(message.signals[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.wakePlan != null && $Object.hasOwnProperty.call(message, "wakePlan"))
                    $root.seatrial.v1.WakePlan.encode(message.wakePlan, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.settings != null && message.settings.length)
                    for (let i = 0; i < message.settings.length; ++i)
                        $root.seatrial.v1.SettingDefinition.encode(message.settings[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.commands != null && message.commands.length)
                    for (let i = 0; i < message.commands.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.commands[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ProfileDefinition message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.ProfileDefinition
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.ProfileDefinition & seatrial.v1.ProfileDefinition.$Shape} ProfileDefinition
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ProfileDefinition.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.ProfileDefinition();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.title = value;
                            else
                                delete message.title;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.signals && message.signals.length))
                                message.signals = [];
                            message.signals.push($root.seatrial.v1.SignalDefinition.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.wakePlan = $root.seatrial.v1.WakePlan.decode(reader, reader.size(), $undefined, _depth + 1, message.wakePlan);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.settings && message.settings.length))
                                message.settings = [];
                            message.settings.push($root.seatrial.v1.SettingDefinition.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.commands && message.commands.length))
                                message.commands = [];
                            message.commands.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a ProfileDefinition message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.ProfileDefinition
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.ProfileDefinition} ProfileDefinition
             */
            ProfileDefinition.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.ProfileDefinition)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.ProfileDefinition: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.ProfileDefinition();
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.title != null)
                    if (typeof object.title !== "string" || object.title.length)
                        message.title = $String(object.title);
                if (object.signals) {
                    if (!$Array.isArray(object.signals))
                        throw $TypeError(".seatrial.v1.ProfileDefinition.signals: array expected");
                    message.signals = $Array(object.signals.length);
                    for (let i = 0; i < object.signals.length; ++i) {
                        if (!$util.isObject(object.signals[i]))
                            throw $TypeError(".seatrial.v1.ProfileDefinition.signals: object expected");
                        message.signals[i] = $root.seatrial.v1.SignalDefinition.fromObject(object.signals[i], _depth + 1);
                    }
                }
                if (object.wakePlan != null) {
                    if (!$util.isObject(object.wakePlan))
                        throw $TypeError(".seatrial.v1.ProfileDefinition.wakePlan: object expected");
                    message.wakePlan = $root.seatrial.v1.WakePlan.fromObject(object.wakePlan, _depth + 1);
                }
                if (object.settings) {
                    if (!$Array.isArray(object.settings))
                        throw $TypeError(".seatrial.v1.ProfileDefinition.settings: array expected");
                    message.settings = $Array(object.settings.length);
                    for (let i = 0; i < object.settings.length; ++i) {
                        if (!$util.isObject(object.settings[i]))
                            throw $TypeError(".seatrial.v1.ProfileDefinition.settings: object expected");
                        message.settings[i] = $root.seatrial.v1.SettingDefinition.fromObject(object.settings[i], _depth + 1);
                    }
                }
                if (object.commands) {
                    if (!$Array.isArray(object.commands))
                        throw $TypeError(".seatrial.v1.ProfileDefinition.commands: array expected");
                    message.commands = $Array(object.commands.length);
                    for (let i = 0; i < object.commands.length; ++i)
                        message.commands[i] = $String(object.commands[i]);
                }
                return message;
            };

            /**
             * Creates a plain object from a ProfileDefinition message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.ProfileDefinition
             * @static
             * @param {seatrial.v1.ProfileDefinition} message ProfileDefinition
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ProfileDefinition.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.signals = [];
                    object.settings = [];
                    object.commands = [];
                }
                if (options.defaults) {
                    object.name = "";
                    object.title = "";
                    object.wakePlan = null;
                }
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.title != null && $Object.hasOwnProperty.call(message, "title"))
                    object.title = message.title;
                if (message.signals && message.signals.length) {
                    object.signals = $Array(message.signals.length);
                    for (let j = 0; j < message.signals.length; ++j)
                        object.signals[j] = $root.seatrial.v1.SignalDefinition.toObject(message.signals[j], options, _depth + 1);
                }
                if (message.wakePlan != null && $Object.hasOwnProperty.call(message, "wakePlan"))
                    object.wakePlan = $root.seatrial.v1.WakePlan.toObject(message.wakePlan, options, _depth + 1);
                if (message.settings && message.settings.length) {
                    object.settings = $Array(message.settings.length);
                    for (let j = 0; j < message.settings.length; ++j)
                        object.settings[j] = $root.seatrial.v1.SettingDefinition.toObject(message.settings[j], options, _depth + 1);
                }
                if (message.commands && message.commands.length) {
                    object.commands = $Array(message.commands.length);
                    for (let j = 0; j < message.commands.length; ++j)
                        object.commands[j] = message.commands[j];
                }
                return object;
            };

            /**
             * Converts this ProfileDefinition to JSON.
             * @function toJSON
             * @memberof seatrial.v1.ProfileDefinition
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ProfileDefinition.prototype.toJSON = function() {
                return ProfileDefinition.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ProfileDefinition;
        })();

        v1.SignalDefinition = (function() {

            /**
             * Properties of a SignalDefinition.
             * @typedef {Object} seatrial.v1.SignalDefinition.$Properties
             * @property {number} [id] SignalDefinition id
             * @property {string} [name] SignalDefinition name
             * @property {string} [unit] SignalDefinition unit
             * @property {string} [title] SignalDefinition title
             * @property {number} [minimum] SignalDefinition minimum
             * @property {number} [maximum] SignalDefinition maximum
             * @property {seatrial.v1.DataCategory} [category] SignalDefinition category
             * @property {boolean} [durable] SignalDefinition durable
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SignalDefinition.
             * @memberof seatrial.v1
             * @interface ISignalDefinition
             * @augments seatrial.v1.SignalDefinition.$Properties
             * @deprecated Use seatrial.v1.SignalDefinition.$Properties instead.
             */

            /**
             * Shape of a SignalDefinition.
             * @typedef {seatrial.v1.SignalDefinition.$Properties} seatrial.v1.SignalDefinition.$Shape
             */

            /**
             * Constructs a new SignalDefinition.
             * @memberof seatrial.v1
             * @classdesc Represents a SignalDefinition.
             * @constructor
             * @param {seatrial.v1.SignalDefinition.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SignalDefinition = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SignalDefinition id.
             * @member {number} id
             * @memberof seatrial.v1.SignalDefinition
             * @instance
             */
            SignalDefinition.prototype.id = 0;

            /**
             * SignalDefinition name.
             * @member {string} name
             * @memberof seatrial.v1.SignalDefinition
             * @instance
             */
            SignalDefinition.prototype.name = "";

            /**
             * SignalDefinition unit.
             * @member {string} unit
             * @memberof seatrial.v1.SignalDefinition
             * @instance
             */
            SignalDefinition.prototype.unit = "";

            /**
             * SignalDefinition title.
             * @member {string} title
             * @memberof seatrial.v1.SignalDefinition
             * @instance
             */
            SignalDefinition.prototype.title = "";

            /**
             * SignalDefinition minimum.
             * @member {number} minimum
             * @memberof seatrial.v1.SignalDefinition
             * @instance
             */
            SignalDefinition.prototype.minimum = 0;

            /**
             * SignalDefinition maximum.
             * @member {number} maximum
             * @memberof seatrial.v1.SignalDefinition
             * @instance
             */
            SignalDefinition.prototype.maximum = 0;

            /**
             * SignalDefinition category.
             * @member {seatrial.v1.DataCategory} category
             * @memberof seatrial.v1.SignalDefinition
             * @instance
             */
            SignalDefinition.prototype.category = 0;

            /**
             * SignalDefinition durable.
             * @member {boolean} durable
             * @memberof seatrial.v1.SignalDefinition
             * @instance
             */
            SignalDefinition.prototype.durable = false;

            /**
             * Creates a new SignalDefinition instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.SignalDefinition
             * @static
             * @param {seatrial.v1.SignalDefinition.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.SignalDefinition} SignalDefinition instance
             * @type {{
             *   (properties: seatrial.v1.SignalDefinition.$Shape): seatrial.v1.SignalDefinition & seatrial.v1.SignalDefinition.$Shape;
             *   (properties?: seatrial.v1.SignalDefinition.$Properties): seatrial.v1.SignalDefinition;
             * }}
             */
            SignalDefinition.create = function(properties) {
                return new SignalDefinition(properties);
            };

            /**
             * Encodes the specified SignalDefinition message. Does not implicitly {@link seatrial.v1.SignalDefinition.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.SignalDefinition
             * @static
             * @param {seatrial.v1.SignalDefinition.$Properties} message SignalDefinition message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SignalDefinition.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
                if (message.unit != null && $Object.hasOwnProperty.call(message, "unit") && message.unit !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.unit);
                if (message.title != null && $Object.hasOwnProperty.call(message, "title") && message.title !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.title);
                if (message.minimum != null && $Object.hasOwnProperty.call(message, "minimum") && !$Object.is(message.minimum, 0))
                    writer.uint32(/* id 5, wireType 1 =*/41).double(message.minimum);
                if (message.maximum != null && $Object.hasOwnProperty.call(message, "maximum") && !$Object.is(message.maximum, 0))
                    writer.uint32(/* id 6, wireType 1 =*/49).double(message.maximum);
                if (message.category != null && $Object.hasOwnProperty.call(message, "category") && message.category !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).int32(message.category);
                if (message.durable != null && $Object.hasOwnProperty.call(message, "durable") && message.durable !== false)
                    writer.uint32(/* id 8, wireType 0 =*/64).bool(message.durable);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SignalDefinition message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.SignalDefinition
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.SignalDefinition & seatrial.v1.SignalDefinition.$Shape} SignalDefinition
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SignalDefinition.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.SignalDefinition();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.unit = value;
                            else
                                delete message.unit;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.title = value;
                            else
                                delete message.title;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.minimum = value;
                            else
                                delete message.minimum;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.maximum = value;
                            else
                                delete message.maximum;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.category = value;
                            else
                                delete message.category;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.durable = value;
                            else
                                delete message.durable;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a SignalDefinition message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.SignalDefinition
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.SignalDefinition} SignalDefinition
             */
            SignalDefinition.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.SignalDefinition)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.SignalDefinition: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.SignalDefinition();
                if (object.id != null)
                    if ($Number(object.id) !== 0)
                        message.id = object.id >>> 0;
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.unit != null)
                    if (typeof object.unit !== "string" || object.unit.length)
                        message.unit = $String(object.unit);
                if (object.title != null)
                    if (typeof object.title !== "string" || object.title.length)
                        message.title = $String(object.title);
                if (object.minimum != null)
                    if (!$Object.is($Number(object.minimum), 0))
                        message.minimum = $Number(object.minimum);
                if (object.maximum != null)
                    if (!$Object.is($Number(object.maximum), 0))
                        message.maximum = $Number(object.maximum);
                if (object.category !== 0 && (typeof object.category !== "string" || $root.seatrial.v1.DataCategory[object.category] !== 0))
                    switch (object.category) {
                    case "DATA_CATEGORY_UNSPECIFIED":
                    case 0:
                        message.category = 0;
                        break;
                    case "DATA_CATEGORY_TECHNICAL":
                    case 1:
                        message.category = 1;
                        break;
                    case "DATA_CATEGORY_ENVIRONMENT":
                    case 2:
                        message.category = 2;
                        break;
                    case "DATA_CATEGORY_USAGE":
                    case 3:
                        message.category = 3;
                        break;
                    case "DATA_CATEGORY_LOCATION":
                    case 4:
                        message.category = 4;
                        break;
                    case "DATA_CATEGORY_HEALTH":
                    case 5:
                        message.category = 5;
                        break;
                    case "DATA_CATEGORY_CONSUMPTION":
                    case 6:
                        message.category = 6;
                        break;
                    case "DATA_CATEGORY_SECURITY":
                    case 7:
                        message.category = 7;
                        break;
                    default:
                        if (typeof object.category === "number" && (object.category | 0) === object.category)
                            message.category = object.category;
                    }
                if (object.durable != null)
                    if (object.durable)
                        message.durable = $Boolean(object.durable);
                return message;
            };

            /**
             * Creates a plain object from a SignalDefinition message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.SignalDefinition
             * @static
             * @param {seatrial.v1.SignalDefinition} message SignalDefinition
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SignalDefinition.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = 0;
                    object.name = "";
                    object.unit = "";
                    object.title = "";
                    object.minimum = 0;
                    object.maximum = 0;
                    object.category = options.enums === $String ? "DATA_CATEGORY_UNSPECIFIED" : 0;
                    object.durable = false;
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.unit != null && $Object.hasOwnProperty.call(message, "unit"))
                    object.unit = message.unit;
                if (message.title != null && $Object.hasOwnProperty.call(message, "title"))
                    object.title = message.title;
                if (message.minimum != null && $Object.hasOwnProperty.call(message, "minimum"))
                    object.minimum = options.json && !$isFinite(message.minimum) ? $String(message.minimum) : message.minimum;
                if (message.maximum != null && $Object.hasOwnProperty.call(message, "maximum"))
                    object.maximum = options.json && !$isFinite(message.maximum) ? $String(message.maximum) : message.maximum;
                if (message.category != null && $Object.hasOwnProperty.call(message, "category"))
                    object.category = options.enums === $String ? $root.seatrial.v1.DataCategory[message.category] === $undefined ? message.category : $root.seatrial.v1.DataCategory[message.category] : message.category;
                if (message.durable != null && $Object.hasOwnProperty.call(message, "durable"))
                    object.durable = message.durable;
                return object;
            };

            /**
             * Converts this SignalDefinition to JSON.
             * @function toJSON
             * @memberof seatrial.v1.SignalDefinition
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SignalDefinition.prototype.toJSON = function() {
                return SignalDefinition.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SignalDefinition;
        })();

        /**
         * DataCategory enum.
         * @name seatrial.v1.DataCategory
         * @enum {number}
         * @property {number} DATA_CATEGORY_UNSPECIFIED=0 DATA_CATEGORY_UNSPECIFIED value
         * @property {number} DATA_CATEGORY_TECHNICAL=1 DATA_CATEGORY_TECHNICAL value
         * @property {number} DATA_CATEGORY_ENVIRONMENT=2 DATA_CATEGORY_ENVIRONMENT value
         * @property {number} DATA_CATEGORY_USAGE=3 DATA_CATEGORY_USAGE value
         * @property {number} DATA_CATEGORY_LOCATION=4 DATA_CATEGORY_LOCATION value
         * @property {number} DATA_CATEGORY_HEALTH=5 DATA_CATEGORY_HEALTH value
         * @property {number} DATA_CATEGORY_CONSUMPTION=6 DATA_CATEGORY_CONSUMPTION value
         * @property {number} DATA_CATEGORY_SECURITY=7 DATA_CATEGORY_SECURITY value
         */
        v1.DataCategory = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "DATA_CATEGORY_UNSPECIFIED"] = 0;
            values[valuesById[1] = "DATA_CATEGORY_TECHNICAL"] = 1;
            values[valuesById[2] = "DATA_CATEGORY_ENVIRONMENT"] = 2;
            values[valuesById[3] = "DATA_CATEGORY_USAGE"] = 3;
            values[valuesById[4] = "DATA_CATEGORY_LOCATION"] = 4;
            values[valuesById[5] = "DATA_CATEGORY_HEALTH"] = 5;
            values[valuesById[6] = "DATA_CATEGORY_CONSUMPTION"] = 6;
            values[valuesById[7] = "DATA_CATEGORY_SECURITY"] = 7;
            return values;
        })();

        v1.WakePlan = (function() {

            /**
             * Properties of a WakePlan.
             * @typedef {Object} seatrial.v1.WakePlan.$Properties
             * @property {number} [wakeEveryMs] WakePlan wakeEveryMs
             * @property {number} [awakeMs] WakePlan awakeMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a WakePlan.
             * @memberof seatrial.v1
             * @interface IWakePlan
             * @augments seatrial.v1.WakePlan.$Properties
             * @deprecated Use seatrial.v1.WakePlan.$Properties instead.
             */

            /**
             * Shape of a WakePlan.
             * @typedef {seatrial.v1.WakePlan.$Properties} seatrial.v1.WakePlan.$Shape
             */

            /**
             * Constructs a new WakePlan.
             * @memberof seatrial.v1
             * @classdesc Represents a WakePlan.
             * @constructor
             * @param {seatrial.v1.WakePlan.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const WakePlan = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * WakePlan wakeEveryMs.
             * @member {number} wakeEveryMs
             * @memberof seatrial.v1.WakePlan
             * @instance
             */
            WakePlan.prototype.wakeEveryMs = 0;

            /**
             * WakePlan awakeMs.
             * @member {number} awakeMs
             * @memberof seatrial.v1.WakePlan
             * @instance
             */
            WakePlan.prototype.awakeMs = 0;

            /**
             * Creates a new WakePlan instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.WakePlan
             * @static
             * @param {seatrial.v1.WakePlan.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.WakePlan} WakePlan instance
             * @type {{
             *   (properties: seatrial.v1.WakePlan.$Shape): seatrial.v1.WakePlan & seatrial.v1.WakePlan.$Shape;
             *   (properties?: seatrial.v1.WakePlan.$Properties): seatrial.v1.WakePlan;
             * }}
             */
            WakePlan.create = function(properties) {
                return new WakePlan(properties);
            };

            /**
             * Encodes the specified WakePlan message. Does not implicitly {@link seatrial.v1.WakePlan.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.WakePlan
             * @static
             * @param {seatrial.v1.WakePlan.$Properties} message WakePlan message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            WakePlan.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.wakeEveryMs != null && $Object.hasOwnProperty.call(message, "wakeEveryMs") && !$Object.is(message.wakeEveryMs, 0))
                    writer.uint32(/* id 1, wireType 1 =*/9).double(message.wakeEveryMs);
                if (message.awakeMs != null && $Object.hasOwnProperty.call(message, "awakeMs") && !$Object.is(message.awakeMs, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.awakeMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a WakePlan message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.WakePlan
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.WakePlan & seatrial.v1.WakePlan.$Shape} WakePlan
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            WakePlan.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.WakePlan();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.wakeEveryMs = value;
                            else
                                delete message.wakeEveryMs;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.awakeMs = value;
                            else
                                delete message.awakeMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a WakePlan message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.WakePlan
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.WakePlan} WakePlan
             */
            WakePlan.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.WakePlan)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.WakePlan: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.WakePlan();
                if (object.wakeEveryMs != null)
                    if (!$Object.is($Number(object.wakeEveryMs), 0))
                        message.wakeEveryMs = $Number(object.wakeEveryMs);
                if (object.awakeMs != null)
                    if (!$Object.is($Number(object.awakeMs), 0))
                        message.awakeMs = $Number(object.awakeMs);
                return message;
            };

            /**
             * Creates a plain object from a WakePlan message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.WakePlan
             * @static
             * @param {seatrial.v1.WakePlan} message WakePlan
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            WakePlan.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.wakeEveryMs = 0;
                    object.awakeMs = 0;
                }
                if (message.wakeEveryMs != null && $Object.hasOwnProperty.call(message, "wakeEveryMs"))
                    object.wakeEveryMs = options.json && !$isFinite(message.wakeEveryMs) ? $String(message.wakeEveryMs) : message.wakeEveryMs;
                if (message.awakeMs != null && $Object.hasOwnProperty.call(message, "awakeMs"))
                    object.awakeMs = options.json && !$isFinite(message.awakeMs) ? $String(message.awakeMs) : message.awakeMs;
                return object;
            };

            /**
             * Converts this WakePlan to JSON.
             * @function toJSON
             * @memberof seatrial.v1.WakePlan
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            WakePlan.prototype.toJSON = function() {
                return WakePlan.toObject(this, $protobuf.util.toJSONOptions);
            };

            return WakePlan;
        })();

        v1.SettingDefinition = (function() {

            /**
             * Properties of a SettingDefinition.
             * @typedef {Object} seatrial.v1.SettingDefinition.$Properties
             * @property {string} [key] SettingDefinition key
             * @property {seatrial.v1.Value.$Properties} [defaultValue] SettingDefinition defaultValue
             * @property {number} [minimum] SettingDefinition minimum
             * @property {number} [maximum] SettingDefinition maximum
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SettingDefinition.
             * @memberof seatrial.v1
             * @interface ISettingDefinition
             * @augments seatrial.v1.SettingDefinition.$Properties
             * @deprecated Use seatrial.v1.SettingDefinition.$Properties instead.
             */

            /**
             * Shape of a SettingDefinition.
             * @typedef {{
             *   key?: string;
             *   defaultValue?: seatrial.v1.Value.$Shape;
             *   minimum?: number;
             *   maximum?: number;
             *   $unknowns?: Array.<Uint8Array>;
             * }} seatrial.v1.SettingDefinition.$Shape
             */

            /**
             * Constructs a new SettingDefinition.
             * @memberof seatrial.v1
             * @classdesc Represents a SettingDefinition.
             * @constructor
             * @param {seatrial.v1.SettingDefinition.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SettingDefinition = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SettingDefinition key.
             * @member {string} key
             * @memberof seatrial.v1.SettingDefinition
             * @instance
             */
            SettingDefinition.prototype.key = "";

            /**
             * SettingDefinition defaultValue.
             * @member {seatrial.v1.Value} defaultValue
             * @memberof seatrial.v1.SettingDefinition
             * @instance
             */
            SettingDefinition.prototype.defaultValue = null;

            /**
             * SettingDefinition minimum.
             * @member {number} minimum
             * @memberof seatrial.v1.SettingDefinition
             * @instance
             */
            SettingDefinition.prototype.minimum = 0;

            /**
             * SettingDefinition maximum.
             * @member {number} maximum
             * @memberof seatrial.v1.SettingDefinition
             * @instance
             */
            SettingDefinition.prototype.maximum = 0;

            /**
             * Creates a new SettingDefinition instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.SettingDefinition
             * @static
             * @param {seatrial.v1.SettingDefinition.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.SettingDefinition} SettingDefinition instance
             * @type {{
             *   (properties: seatrial.v1.SettingDefinition.$Shape): seatrial.v1.SettingDefinition & seatrial.v1.SettingDefinition.$Shape;
             *   (properties?: seatrial.v1.SettingDefinition.$Properties): seatrial.v1.SettingDefinition;
             * }}
             */
            SettingDefinition.create = function(properties) {
                return new SettingDefinition(properties);
            };

            /**
             * Encodes the specified SettingDefinition message. Does not implicitly {@link seatrial.v1.SettingDefinition.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.SettingDefinition
             * @static
             * @param {seatrial.v1.SettingDefinition.$Properties} message SettingDefinition message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SettingDefinition.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.key);
                if (message.defaultValue != null && $Object.hasOwnProperty.call(message, "defaultValue"))
                    $root.seatrial.v1.Value.encode(message.defaultValue, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.minimum != null && $Object.hasOwnProperty.call(message, "minimum") && !$Object.is(message.minimum, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.minimum);
                if (message.maximum != null && $Object.hasOwnProperty.call(message, "maximum") && !$Object.is(message.maximum, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.maximum);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SettingDefinition message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.SettingDefinition
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.SettingDefinition & seatrial.v1.SettingDefinition.$Shape} SettingDefinition
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SettingDefinition.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.SettingDefinition();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.key = value;
                            else
                                delete message.key;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.defaultValue = $root.seatrial.v1.Value.decode(reader, reader.size(), $undefined, _depth + 1, message.defaultValue);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.minimum = value;
                            else
                                delete message.minimum;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.maximum = value;
                            else
                                delete message.maximum;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a SettingDefinition message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.SettingDefinition
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.SettingDefinition} SettingDefinition
             */
            SettingDefinition.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.SettingDefinition)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.SettingDefinition: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.SettingDefinition();
                if (object.key != null)
                    if (typeof object.key !== "string" || object.key.length)
                        message.key = $String(object.key);
                if (object.defaultValue != null) {
                    if (!$util.isObject(object.defaultValue))
                        throw $TypeError(".seatrial.v1.SettingDefinition.defaultValue: object expected");
                    message.defaultValue = $root.seatrial.v1.Value.fromObject(object.defaultValue, _depth + 1);
                }
                if (object.minimum != null)
                    if (!$Object.is($Number(object.minimum), 0))
                        message.minimum = $Number(object.minimum);
                if (object.maximum != null)
                    if (!$Object.is($Number(object.maximum), 0))
                        message.maximum = $Number(object.maximum);
                return message;
            };

            /**
             * Creates a plain object from a SettingDefinition message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.SettingDefinition
             * @static
             * @param {seatrial.v1.SettingDefinition} message SettingDefinition
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            SettingDefinition.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.key = "";
                    object.defaultValue = null;
                    object.minimum = 0;
                    object.maximum = 0;
                }
                if (message.key != null && $Object.hasOwnProperty.call(message, "key"))
                    object.key = message.key;
                if (message.defaultValue != null && $Object.hasOwnProperty.call(message, "defaultValue"))
                    object.defaultValue = $root.seatrial.v1.Value.toObject(message.defaultValue, options, _depth + 1);
                if (message.minimum != null && $Object.hasOwnProperty.call(message, "minimum"))
                    object.minimum = options.json && !$isFinite(message.minimum) ? $String(message.minimum) : message.minimum;
                if (message.maximum != null && $Object.hasOwnProperty.call(message, "maximum"))
                    object.maximum = options.json && !$isFinite(message.maximum) ? $String(message.maximum) : message.maximum;
                return object;
            };

            /**
             * Converts this SettingDefinition to JSON.
             * @function toJSON
             * @memberof seatrial.v1.SettingDefinition
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            SettingDefinition.prototype.toJSON = function() {
                return SettingDefinition.toObject(this, $protobuf.util.toJSONOptions);
            };

            return SettingDefinition;
        })();

        v1.Challenge = (function() {

            /**
             * Properties of a Challenge.
             * @typedef {Object} seatrial.v1.Challenge.$Properties
             * @property {Uint8Array} [nonce] Challenge nonce
             * @property {number} [fleetTimeMs] Challenge fleetTimeMs
             * @property {number} [answerWithinMs] Challenge answerWithinMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Challenge.
             * @memberof seatrial.v1
             * @interface IChallenge
             * @augments seatrial.v1.Challenge.$Properties
             * @deprecated Use seatrial.v1.Challenge.$Properties instead.
             */

            /**
             * Shape of a Challenge.
             * @typedef {seatrial.v1.Challenge.$Properties} seatrial.v1.Challenge.$Shape
             */

            /**
             * Constructs a new Challenge.
             * @memberof seatrial.v1
             * @classdesc Represents a Challenge.
             * @constructor
             * @param {seatrial.v1.Challenge.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Challenge = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Challenge nonce.
             * @member {Uint8Array} nonce
             * @memberof seatrial.v1.Challenge
             * @instance
             */
            Challenge.prototype.nonce = $util.newBuffer([]);

            /**
             * Challenge fleetTimeMs.
             * @member {number} fleetTimeMs
             * @memberof seatrial.v1.Challenge
             * @instance
             */
            Challenge.prototype.fleetTimeMs = 0;

            /**
             * Challenge answerWithinMs.
             * @member {number} answerWithinMs
             * @memberof seatrial.v1.Challenge
             * @instance
             */
            Challenge.prototype.answerWithinMs = 0;

            /**
             * Creates a new Challenge instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Challenge
             * @static
             * @param {seatrial.v1.Challenge.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Challenge} Challenge instance
             * @type {{
             *   (properties: seatrial.v1.Challenge.$Shape): seatrial.v1.Challenge & seatrial.v1.Challenge.$Shape;
             *   (properties?: seatrial.v1.Challenge.$Properties): seatrial.v1.Challenge;
             * }}
             */
            Challenge.create = function(properties) {
                return new Challenge(properties);
            };

            /**
             * Encodes the specified Challenge message. Does not implicitly {@link seatrial.v1.Challenge.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Challenge
             * @static
             * @param {seatrial.v1.Challenge.$Properties} message Challenge message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Challenge.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.nonce);
                if (message.fleetTimeMs != null && $Object.hasOwnProperty.call(message, "fleetTimeMs") && !$Object.is(message.fleetTimeMs, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.fleetTimeMs);
                if (message.answerWithinMs != null && $Object.hasOwnProperty.call(message, "answerWithinMs") && message.answerWithinMs !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.answerWithinMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Challenge message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Challenge
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Challenge & seatrial.v1.Challenge.$Shape} Challenge
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Challenge.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Challenge();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.fleetTimeMs = value;
                            else
                                delete message.fleetTimeMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.answerWithinMs = value;
                            else
                                delete message.answerWithinMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Challenge message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Challenge
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Challenge} Challenge
             */
            Challenge.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Challenge)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Challenge: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Challenge();
                if (object.nonce != null)
                    if (object.nonce.length)
                        if (typeof object.nonce === "string")
                            $util.base64.decode(object.nonce, message.nonce = $util.newBuffer($util.base64.length(object.nonce)), 0);
                        else if (object.nonce.length >= 0)
                            message.nonce = object.nonce;
                if (object.fleetTimeMs != null)
                    if (!$Object.is($Number(object.fleetTimeMs), 0))
                        message.fleetTimeMs = $Number(object.fleetTimeMs);
                if (object.answerWithinMs != null)
                    if ($Number(object.answerWithinMs) !== 0)
                        message.answerWithinMs = object.answerWithinMs >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a Challenge message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Challenge
             * @static
             * @param {seatrial.v1.Challenge} message Challenge
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Challenge.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.nonce = "";
                    else {
                        object.nonce = [];
                        if (options.bytes !== $Array)
                            object.nonce = $util.newBuffer(object.nonce);
                    }
                    object.fleetTimeMs = 0;
                    object.answerWithinMs = 0;
                }
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce"))
                    object.nonce = options.bytes === $String ? $util.base64.encode(message.nonce, 0, message.nonce.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.nonce) : message.nonce;
                if (message.fleetTimeMs != null && $Object.hasOwnProperty.call(message, "fleetTimeMs"))
                    object.fleetTimeMs = options.json && !$isFinite(message.fleetTimeMs) ? $String(message.fleetTimeMs) : message.fleetTimeMs;
                if (message.answerWithinMs != null && $Object.hasOwnProperty.call(message, "answerWithinMs"))
                    object.answerWithinMs = message.answerWithinMs;
                return object;
            };

            /**
             * Converts this Challenge to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Challenge
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Challenge.prototype.toJSON = function() {
                return Challenge.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Challenge;
        })();

        v1.Claim = (function() {

            /**
             * Properties of a Claim.
             * @typedef {Object} seatrial.v1.Claim.$Properties
             * @property {string} [tokenId] Claim tokenId
             * @property {Uint8Array} [tokenProof] Claim tokenProof
             * @property {string} [deviceId] Claim deviceId
             * @property {Uint8Array} [publicKey] Claim publicKey
             * @property {Uint8Array} [signature] Claim signature
             * @property {string} [profile] Claim profile
             * @property {string} [hardwareRevision] Claim hardwareRevision
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Claim.
             * @memberof seatrial.v1
             * @interface IClaim
             * @augments seatrial.v1.Claim.$Properties
             * @deprecated Use seatrial.v1.Claim.$Properties instead.
             */

            /**
             * Shape of a Claim.
             * @typedef {seatrial.v1.Claim.$Properties} seatrial.v1.Claim.$Shape
             */

            /**
             * Constructs a new Claim.
             * @memberof seatrial.v1
             * @classdesc Represents a Claim.
             * @constructor
             * @param {seatrial.v1.Claim.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Claim = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Claim tokenId.
             * @member {string} tokenId
             * @memberof seatrial.v1.Claim
             * @instance
             */
            Claim.prototype.tokenId = "";

            /**
             * Claim tokenProof.
             * @member {Uint8Array} tokenProof
             * @memberof seatrial.v1.Claim
             * @instance
             */
            Claim.prototype.tokenProof = $util.newBuffer([]);

            /**
             * Claim deviceId.
             * @member {string} deviceId
             * @memberof seatrial.v1.Claim
             * @instance
             */
            Claim.prototype.deviceId = "";

            /**
             * Claim publicKey.
             * @member {Uint8Array} publicKey
             * @memberof seatrial.v1.Claim
             * @instance
             */
            Claim.prototype.publicKey = $util.newBuffer([]);

            /**
             * Claim signature.
             * @member {Uint8Array} signature
             * @memberof seatrial.v1.Claim
             * @instance
             */
            Claim.prototype.signature = $util.newBuffer([]);

            /**
             * Claim profile.
             * @member {string} profile
             * @memberof seatrial.v1.Claim
             * @instance
             */
            Claim.prototype.profile = "";

            /**
             * Claim hardwareRevision.
             * @member {string} hardwareRevision
             * @memberof seatrial.v1.Claim
             * @instance
             */
            Claim.prototype.hardwareRevision = "";

            /**
             * Creates a new Claim instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Claim
             * @static
             * @param {seatrial.v1.Claim.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Claim} Claim instance
             * @type {{
             *   (properties: seatrial.v1.Claim.$Shape): seatrial.v1.Claim & seatrial.v1.Claim.$Shape;
             *   (properties?: seatrial.v1.Claim.$Properties): seatrial.v1.Claim;
             * }}
             */
            Claim.create = function(properties) {
                return new Claim(properties);
            };

            /**
             * Encodes the specified Claim message. Does not implicitly {@link seatrial.v1.Claim.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Claim
             * @static
             * @param {seatrial.v1.Claim.$Properties} message Claim message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Claim.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.tokenId != null && $Object.hasOwnProperty.call(message, "tokenId") && message.tokenId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.tokenId);
                if (message.tokenProof != null && $Object.hasOwnProperty.call(message, "tokenProof") && message.tokenProof.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.tokenProof);
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.deviceId);
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.publicKey);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.signature);
                if (message.profile != null && $Object.hasOwnProperty.call(message, "profile") && message.profile !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.profile);
                if (message.hardwareRevision != null && $Object.hasOwnProperty.call(message, "hardwareRevision") && message.hardwareRevision !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.hardwareRevision);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Claim message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Claim
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Claim & seatrial.v1.Claim.$Shape} Claim
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Claim.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Claim();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.tokenId = value;
                            else
                                delete message.tokenId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.tokenProof = value;
                            else
                                delete message.tokenProof;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.deviceId = value;
                            else
                                delete message.deviceId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.profile = value;
                            else
                                delete message.profile;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hardwareRevision = value;
                            else
                                delete message.hardwareRevision;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Claim message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Claim
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Claim} Claim
             */
            Claim.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Claim)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Claim: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Claim();
                if (object.tokenId != null)
                    if (typeof object.tokenId !== "string" || object.tokenId.length)
                        message.tokenId = $String(object.tokenId);
                if (object.tokenProof != null)
                    if (object.tokenProof.length)
                        if (typeof object.tokenProof === "string")
                            $util.base64.decode(object.tokenProof, message.tokenProof = $util.newBuffer($util.base64.length(object.tokenProof)), 0);
                        else if (object.tokenProof.length >= 0)
                            message.tokenProof = object.tokenProof;
                if (object.deviceId != null)
                    if (typeof object.deviceId !== "string" || object.deviceId.length)
                        message.deviceId = $String(object.deviceId);
                if (object.publicKey != null)
                    if (object.publicKey.length)
                        if (typeof object.publicKey === "string")
                            $util.base64.decode(object.publicKey, message.publicKey = $util.newBuffer($util.base64.length(object.publicKey)), 0);
                        else if (object.publicKey.length >= 0)
                            message.publicKey = object.publicKey;
                if (object.signature != null)
                    if (object.signature.length)
                        if (typeof object.signature === "string")
                            $util.base64.decode(object.signature, message.signature = $util.newBuffer($util.base64.length(object.signature)), 0);
                        else if (object.signature.length >= 0)
                            message.signature = object.signature;
                if (object.profile != null)
                    if (typeof object.profile !== "string" || object.profile.length)
                        message.profile = $String(object.profile);
                if (object.hardwareRevision != null)
                    if (typeof object.hardwareRevision !== "string" || object.hardwareRevision.length)
                        message.hardwareRevision = $String(object.hardwareRevision);
                return message;
            };

            /**
             * Creates a plain object from a Claim message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Claim
             * @static
             * @param {seatrial.v1.Claim} message Claim
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Claim.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.tokenId = "";
                    if (options.bytes === $String)
                        object.tokenProof = "";
                    else {
                        object.tokenProof = [];
                        if (options.bytes !== $Array)
                            object.tokenProof = $util.newBuffer(object.tokenProof);
                    }
                    object.deviceId = "";
                    if (options.bytes === $String)
                        object.publicKey = "";
                    else {
                        object.publicKey = [];
                        if (options.bytes !== $Array)
                            object.publicKey = $util.newBuffer(object.publicKey);
                    }
                    if (options.bytes === $String)
                        object.signature = "";
                    else {
                        object.signature = [];
                        if (options.bytes !== $Array)
                            object.signature = $util.newBuffer(object.signature);
                    }
                    object.profile = "";
                    object.hardwareRevision = "";
                }
                if (message.tokenId != null && $Object.hasOwnProperty.call(message, "tokenId"))
                    object.tokenId = message.tokenId;
                if (message.tokenProof != null && $Object.hasOwnProperty.call(message, "tokenProof"))
                    object.tokenProof = options.bytes === $String ? $util.base64.encode(message.tokenProof, 0, message.tokenProof.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.tokenProof) : message.tokenProof;
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId"))
                    object.deviceId = message.deviceId;
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey"))
                    object.publicKey = options.bytes === $String ? $util.base64.encode(message.publicKey, 0, message.publicKey.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.publicKey) : message.publicKey;
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature"))
                    object.signature = options.bytes === $String ? $util.base64.encode(message.signature, 0, message.signature.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.signature) : message.signature;
                if (message.profile != null && $Object.hasOwnProperty.call(message, "profile"))
                    object.profile = message.profile;
                if (message.hardwareRevision != null && $Object.hasOwnProperty.call(message, "hardwareRevision"))
                    object.hardwareRevision = message.hardwareRevision;
                return object;
            };

            /**
             * Converts this Claim to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Claim
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Claim.prototype.toJSON = function() {
                return Claim.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Claim;
        })();

        v1.Hello = (function() {

            /**
             * Properties of a Hello.
             * @typedef {Object} seatrial.v1.Hello.$Properties
             * @property {string} [deviceId] Hello deviceId
             * @property {Uint8Array} [signature] Hello signature
             * @property {number} [boot] Hello boot
             * @property {number} [connection] Hello connection
             * @property {number} [deviceTimeMs] Hello deviceTimeMs
             * @property {Uint8Array} [profileDigest] Hello profileDigest
             * @property {string} [firmwareVersion] Hello firmwareVersion
             * @property {Uint8Array} [imageDigest] Hello imageDigest
             * @property {boolean} [imageConfirmed] Hello imageConfirmed
             * @property {seatrial.v1.ResetReason} [resetReason] Hello resetReason
             * @property {number} [configurationVersion] Hello configurationVersion
             * @property {number} [droppedFrames] Hello droppedFrames
             * @property {seatrial.v1.LinkKind} [link] Hello link
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hello.
             * @memberof seatrial.v1
             * @interface IHello
             * @augments seatrial.v1.Hello.$Properties
             * @deprecated Use seatrial.v1.Hello.$Properties instead.
             */

            /**
             * Shape of a Hello.
             * @typedef {seatrial.v1.Hello.$Properties} seatrial.v1.Hello.$Shape
             */

            /**
             * Constructs a new Hello.
             * @memberof seatrial.v1
             * @classdesc Represents a Hello.
             * @constructor
             * @param {seatrial.v1.Hello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hello = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hello deviceId.
             * @member {string} deviceId
             * @memberof seatrial.v1.Hello
             * @instance
             */
            Hello.prototype.deviceId = "";

            /**
             * Hello signature.
             * @member {Uint8Array} signature
             * @memberof seatrial.v1.Hello
             * @instance
             */
            Hello.prototype.signature = $util.newBuffer([]);

            /**
             * Hello boot.
             * @member {number} boot
             * @memberof seatrial.v1.Hello
             * @instance
             */
            Hello.prototype.boot = 0;

            /**
             * Hello connection.
             * @member {number} connection
             * @memberof seatrial.v1.Hello
             * @instance
             */
            Hello.prototype.connection = 0;

            /**
             * Hello deviceTimeMs.
             * @member {number} deviceTimeMs
             * @memberof seatrial.v1.Hello
             * @instance
             */
            Hello.prototype.deviceTimeMs = 0;

            /**
             * Hello profileDigest.
             * @member {Uint8Array} profileDigest
             * @memberof seatrial.v1.Hello
             * @instance
             */
            Hello.prototype.profileDigest = $util.newBuffer([]);

            /**
             * Hello firmwareVersion.
             * @member {string} firmwareVersion
             * @memberof seatrial.v1.Hello
             * @instance
             */
            Hello.prototype.firmwareVersion = "";

            /**
             * Hello imageDigest.
             * @member {Uint8Array} imageDigest
             * @memberof seatrial.v1.Hello
             * @instance
             */
            Hello.prototype.imageDigest = $util.newBuffer([]);

            /**
             * Hello imageConfirmed.
             * @member {boolean} imageConfirmed
             * @memberof seatrial.v1.Hello
             * @instance
             */
            Hello.prototype.imageConfirmed = false;

            /**
             * Hello resetReason.
             * @member {seatrial.v1.ResetReason} resetReason
             * @memberof seatrial.v1.Hello
             * @instance
             */
            Hello.prototype.resetReason = 0;

            /**
             * Hello configurationVersion.
             * @member {number} configurationVersion
             * @memberof seatrial.v1.Hello
             * @instance
             */
            Hello.prototype.configurationVersion = 0;

            /**
             * Hello droppedFrames.
             * @member {number} droppedFrames
             * @memberof seatrial.v1.Hello
             * @instance
             */
            Hello.prototype.droppedFrames = 0;

            /**
             * Hello link.
             * @member {seatrial.v1.LinkKind} link
             * @memberof seatrial.v1.Hello
             * @instance
             */
            Hello.prototype.link = 0;

            /**
             * Creates a new Hello instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Hello
             * @static
             * @param {seatrial.v1.Hello.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Hello} Hello instance
             * @type {{
             *   (properties: seatrial.v1.Hello.$Shape): seatrial.v1.Hello & seatrial.v1.Hello.$Shape;
             *   (properties?: seatrial.v1.Hello.$Properties): seatrial.v1.Hello;
             * }}
             */
            Hello.create = function(properties) {
                return new Hello(properties);
            };

            /**
             * Encodes the specified Hello message. Does not implicitly {@link seatrial.v1.Hello.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Hello
             * @static
             * @param {seatrial.v1.Hello.$Properties} message Hello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.deviceId);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signature);
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.boot);
                if (message.connection != null && $Object.hasOwnProperty.call(message, "connection") && message.connection !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.connection);
                if (message.deviceTimeMs != null && $Object.hasOwnProperty.call(message, "deviceTimeMs") && !$Object.is(message.deviceTimeMs, 0))
                    writer.uint32(/* id 5, wireType 1 =*/41).double(message.deviceTimeMs);
                if (message.profileDigest != null && $Object.hasOwnProperty.call(message, "profileDigest") && message.profileDigest.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.profileDigest);
                if (message.firmwareVersion != null && $Object.hasOwnProperty.call(message, "firmwareVersion") && message.firmwareVersion !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.firmwareVersion);
                if (message.imageDigest != null && $Object.hasOwnProperty.call(message, "imageDigest") && message.imageDigest.length)
                    writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.imageDigest);
                if (message.imageConfirmed != null && $Object.hasOwnProperty.call(message, "imageConfirmed") && message.imageConfirmed !== false)
                    writer.uint32(/* id 9, wireType 0 =*/72).bool(message.imageConfirmed);
                if (message.resetReason != null && $Object.hasOwnProperty.call(message, "resetReason") && message.resetReason !== 0)
                    writer.uint32(/* id 10, wireType 0 =*/80).int32(message.resetReason);
                if (message.configurationVersion != null && $Object.hasOwnProperty.call(message, "configurationVersion") && message.configurationVersion !== 0)
                    writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.configurationVersion);
                if (message.droppedFrames != null && $Object.hasOwnProperty.call(message, "droppedFrames") && message.droppedFrames !== 0)
                    writer.uint32(/* id 12, wireType 0 =*/96).uint32(message.droppedFrames);
                if (message.link != null && $Object.hasOwnProperty.call(message, "link") && message.link !== 0)
                    writer.uint32(/* id 13, wireType 0 =*/104).int32(message.link);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Hello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Hello & seatrial.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Hello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.deviceId = value;
                            else
                                delete message.deviceId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.connection = value;
                            else
                                delete message.connection;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.deviceTimeMs = value;
                            else
                                delete message.deviceTimeMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.profileDigest = value;
                            else
                                delete message.profileDigest;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.firmwareVersion = value;
                            else
                                delete message.firmwareVersion;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.imageDigest = value;
                            else
                                delete message.imageDigest;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.imageConfirmed = value;
                            else
                                delete message.imageConfirmed;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.resetReason = value;
                            else
                                delete message.resetReason;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.configurationVersion = value;
                            else
                                delete message.configurationVersion;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.droppedFrames = value;
                            else
                                delete message.droppedFrames;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.link = value;
                            else
                                delete message.link;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Hello message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Hello
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Hello} Hello
             */
            Hello.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Hello)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Hello: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Hello();
                if (object.deviceId != null)
                    if (typeof object.deviceId !== "string" || object.deviceId.length)
                        message.deviceId = $String(object.deviceId);
                if (object.signature != null)
                    if (object.signature.length)
                        if (typeof object.signature === "string")
                            $util.base64.decode(object.signature, message.signature = $util.newBuffer($util.base64.length(object.signature)), 0);
                        else if (object.signature.length >= 0)
                            message.signature = object.signature;
                if (object.boot != null)
                    if ($Number(object.boot) !== 0)
                        message.boot = object.boot >>> 0;
                if (object.connection != null)
                    if ($Number(object.connection) !== 0)
                        message.connection = object.connection >>> 0;
                if (object.deviceTimeMs != null)
                    if (!$Object.is($Number(object.deviceTimeMs), 0))
                        message.deviceTimeMs = $Number(object.deviceTimeMs);
                if (object.profileDigest != null)
                    if (object.profileDigest.length)
                        if (typeof object.profileDigest === "string")
                            $util.base64.decode(object.profileDigest, message.profileDigest = $util.newBuffer($util.base64.length(object.profileDigest)), 0);
                        else if (object.profileDigest.length >= 0)
                            message.profileDigest = object.profileDigest;
                if (object.firmwareVersion != null)
                    if (typeof object.firmwareVersion !== "string" || object.firmwareVersion.length)
                        message.firmwareVersion = $String(object.firmwareVersion);
                if (object.imageDigest != null)
                    if (object.imageDigest.length)
                        if (typeof object.imageDigest === "string")
                            $util.base64.decode(object.imageDigest, message.imageDigest = $util.newBuffer($util.base64.length(object.imageDigest)), 0);
                        else if (object.imageDigest.length >= 0)
                            message.imageDigest = object.imageDigest;
                if (object.imageConfirmed != null)
                    if (object.imageConfirmed)
                        message.imageConfirmed = $Boolean(object.imageConfirmed);
                if (object.resetReason !== 0 && (typeof object.resetReason !== "string" || $root.seatrial.v1.ResetReason[object.resetReason] !== 0))
                    switch (object.resetReason) {
                    case "RESET_REASON_UNSPECIFIED":
                    case 0:
                        message.resetReason = 0;
                        break;
                    case "RESET_REASON_POWER_ON":
                    case 1:
                        message.resetReason = 1;
                        break;
                    case "RESET_REASON_COMMAND":
                    case 2:
                        message.resetReason = 2;
                        break;
                    case "RESET_REASON_WATCHDOG":
                    case 3:
                        message.resetReason = 3;
                        break;
                    case "RESET_REASON_APP_FAULT":
                    case 4:
                        message.resetReason = 4;
                        break;
                    case "RESET_REASON_BROWNOUT":
                    case 5:
                        message.resetReason = 5;
                        break;
                    case "RESET_REASON_CRASH":
                    case 6:
                        message.resetReason = 6;
                        break;
                    case "RESET_REASON_UPDATE":
                    case 7:
                        message.resetReason = 7;
                        break;
                    case "RESET_REASON_REVERT":
                    case 8:
                        message.resetReason = 8;
                        break;
                    case "RESET_REASON_RECOVERY":
                    case 9:
                        message.resetReason = 9;
                        break;
                    default:
                        if (typeof object.resetReason === "number" && (object.resetReason | 0) === object.resetReason)
                            message.resetReason = object.resetReason;
                    }
                if (object.configurationVersion != null)
                    if ($Number(object.configurationVersion) !== 0)
                        message.configurationVersion = object.configurationVersion >>> 0;
                if (object.droppedFrames != null)
                    if ($Number(object.droppedFrames) !== 0)
                        message.droppedFrames = object.droppedFrames >>> 0;
                if (object.link !== 0 && (typeof object.link !== "string" || $root.seatrial.v1.LinkKind[object.link] !== 0))
                    switch (object.link) {
                    case "LINK_KIND_UNSPECIFIED":
                    case 0:
                        message.link = 0;
                        break;
                    case "LINK_KIND_WIRED":
                    case 1:
                        message.link = 1;
                        break;
                    case "LINK_KIND_WIFI":
                    case 2:
                        message.link = 2;
                        break;
                    case "LINK_KIND_CELLULAR":
                    case 3:
                        message.link = 3;
                        break;
                    case "LINK_KIND_LOW_POWER":
                    case 4:
                        message.link = 4;
                        break;
                    default:
                        if (typeof object.link === "number" && (object.link | 0) === object.link)
                            message.link = object.link;
                    }
                return message;
            };

            /**
             * Creates a plain object from a Hello message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Hello
             * @static
             * @param {seatrial.v1.Hello} message Hello
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Hello.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.deviceId = "";
                    if (options.bytes === $String)
                        object.signature = "";
                    else {
                        object.signature = [];
                        if (options.bytes !== $Array)
                            object.signature = $util.newBuffer(object.signature);
                    }
                    object.boot = 0;
                    object.connection = 0;
                    object.deviceTimeMs = 0;
                    if (options.bytes === $String)
                        object.profileDigest = "";
                    else {
                        object.profileDigest = [];
                        if (options.bytes !== $Array)
                            object.profileDigest = $util.newBuffer(object.profileDigest);
                    }
                    object.firmwareVersion = "";
                    if (options.bytes === $String)
                        object.imageDigest = "";
                    else {
                        object.imageDigest = [];
                        if (options.bytes !== $Array)
                            object.imageDigest = $util.newBuffer(object.imageDigest);
                    }
                    object.imageConfirmed = false;
                    object.resetReason = options.enums === $String ? "RESET_REASON_UNSPECIFIED" : 0;
                    object.configurationVersion = 0;
                    object.droppedFrames = 0;
                    object.link = options.enums === $String ? "LINK_KIND_UNSPECIFIED" : 0;
                }
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId"))
                    object.deviceId = message.deviceId;
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature"))
                    object.signature = options.bytes === $String ? $util.base64.encode(message.signature, 0, message.signature.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.signature) : message.signature;
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot"))
                    object.boot = message.boot;
                if (message.connection != null && $Object.hasOwnProperty.call(message, "connection"))
                    object.connection = message.connection;
                if (message.deviceTimeMs != null && $Object.hasOwnProperty.call(message, "deviceTimeMs"))
                    object.deviceTimeMs = options.json && !$isFinite(message.deviceTimeMs) ? $String(message.deviceTimeMs) : message.deviceTimeMs;
                if (message.profileDigest != null && $Object.hasOwnProperty.call(message, "profileDigest"))
                    object.profileDigest = options.bytes === $String ? $util.base64.encode(message.profileDigest, 0, message.profileDigest.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.profileDigest) : message.profileDigest;
                if (message.firmwareVersion != null && $Object.hasOwnProperty.call(message, "firmwareVersion"))
                    object.firmwareVersion = message.firmwareVersion;
                if (message.imageDigest != null && $Object.hasOwnProperty.call(message, "imageDigest"))
                    object.imageDigest = options.bytes === $String ? $util.base64.encode(message.imageDigest, 0, message.imageDigest.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.imageDigest) : message.imageDigest;
                if (message.imageConfirmed != null && $Object.hasOwnProperty.call(message, "imageConfirmed"))
                    object.imageConfirmed = message.imageConfirmed;
                if (message.resetReason != null && $Object.hasOwnProperty.call(message, "resetReason"))
                    object.resetReason = options.enums === $String ? $root.seatrial.v1.ResetReason[message.resetReason] === $undefined ? message.resetReason : $root.seatrial.v1.ResetReason[message.resetReason] : message.resetReason;
                if (message.configurationVersion != null && $Object.hasOwnProperty.call(message, "configurationVersion"))
                    object.configurationVersion = message.configurationVersion;
                if (message.droppedFrames != null && $Object.hasOwnProperty.call(message, "droppedFrames"))
                    object.droppedFrames = message.droppedFrames;
                if (message.link != null && $Object.hasOwnProperty.call(message, "link"))
                    object.link = options.enums === $String ? $root.seatrial.v1.LinkKind[message.link] === $undefined ? message.link : $root.seatrial.v1.LinkKind[message.link] : message.link;
                return object;
            };

            /**
             * Converts this Hello to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Hello
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Hello.prototype.toJSON = function() {
                return Hello.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Hello;
        })();

        v1.Welcome = (function() {

            /**
             * Properties of a Welcome.
             * @typedef {Object} seatrial.v1.Welcome.$Properties
             * @property {string} [deviceId] Welcome deviceId
             * @property {number} [fleetTimeMs] Welcome fleetTimeMs
             * @property {number} [storedBoot] Welcome storedBoot
             * @property {number} [storedSequence] Welcome storedSequence
             * @property {number} [heartbeatMs] Welcome heartbeatMs
             * @property {boolean} [profileWanted] Welcome profileWanted
             * @property {number} [framesPerSecond] Welcome framesPerSecond
             * @property {number} [windowFrames] Welcome windowFrames
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Welcome.
             * @memberof seatrial.v1
             * @interface IWelcome
             * @augments seatrial.v1.Welcome.$Properties
             * @deprecated Use seatrial.v1.Welcome.$Properties instead.
             */

            /**
             * Shape of a Welcome.
             * @typedef {seatrial.v1.Welcome.$Properties} seatrial.v1.Welcome.$Shape
             */

            /**
             * Constructs a new Welcome.
             * @memberof seatrial.v1
             * @classdesc Represents a Welcome.
             * @constructor
             * @param {seatrial.v1.Welcome.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Welcome = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Welcome deviceId.
             * @member {string} deviceId
             * @memberof seatrial.v1.Welcome
             * @instance
             */
            Welcome.prototype.deviceId = "";

            /**
             * Welcome fleetTimeMs.
             * @member {number} fleetTimeMs
             * @memberof seatrial.v1.Welcome
             * @instance
             */
            Welcome.prototype.fleetTimeMs = 0;

            /**
             * Welcome storedBoot.
             * @member {number} storedBoot
             * @memberof seatrial.v1.Welcome
             * @instance
             */
            Welcome.prototype.storedBoot = 0;

            /**
             * Welcome storedSequence.
             * @member {number} storedSequence
             * @memberof seatrial.v1.Welcome
             * @instance
             */
            Welcome.prototype.storedSequence = 0;

            /**
             * Welcome heartbeatMs.
             * @member {number} heartbeatMs
             * @memberof seatrial.v1.Welcome
             * @instance
             */
            Welcome.prototype.heartbeatMs = 0;

            /**
             * Welcome profileWanted.
             * @member {boolean} profileWanted
             * @memberof seatrial.v1.Welcome
             * @instance
             */
            Welcome.prototype.profileWanted = false;

            /**
             * Welcome framesPerSecond.
             * @member {number} framesPerSecond
             * @memberof seatrial.v1.Welcome
             * @instance
             */
            Welcome.prototype.framesPerSecond = 0;

            /**
             * Welcome windowFrames.
             * @member {number} windowFrames
             * @memberof seatrial.v1.Welcome
             * @instance
             */
            Welcome.prototype.windowFrames = 0;

            /**
             * Creates a new Welcome instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Welcome
             * @static
             * @param {seatrial.v1.Welcome.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Welcome} Welcome instance
             * @type {{
             *   (properties: seatrial.v1.Welcome.$Shape): seatrial.v1.Welcome & seatrial.v1.Welcome.$Shape;
             *   (properties?: seatrial.v1.Welcome.$Properties): seatrial.v1.Welcome;
             * }}
             */
            Welcome.create = function(properties) {
                return new Welcome(properties);
            };

            /**
             * Encodes the specified Welcome message. Does not implicitly {@link seatrial.v1.Welcome.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Welcome
             * @static
             * @param {seatrial.v1.Welcome.$Properties} message Welcome message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Welcome.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.deviceId);
                if (message.fleetTimeMs != null && $Object.hasOwnProperty.call(message, "fleetTimeMs") && !$Object.is(message.fleetTimeMs, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.fleetTimeMs);
                if (message.storedBoot != null && $Object.hasOwnProperty.call(message, "storedBoot") && message.storedBoot !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.storedBoot);
                if (message.storedSequence != null && $Object.hasOwnProperty.call(message, "storedSequence") && message.storedSequence !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.storedSequence);
                if (message.heartbeatMs != null && $Object.hasOwnProperty.call(message, "heartbeatMs") && message.heartbeatMs !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.heartbeatMs);
                if (message.profileWanted != null && $Object.hasOwnProperty.call(message, "profileWanted") && message.profileWanted !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.profileWanted);
                if (message.framesPerSecond != null && $Object.hasOwnProperty.call(message, "framesPerSecond") && message.framesPerSecond !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.framesPerSecond);
                if (message.windowFrames != null && $Object.hasOwnProperty.call(message, "windowFrames") && message.windowFrames !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.windowFrames);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Welcome message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Welcome
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Welcome & seatrial.v1.Welcome.$Shape} Welcome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Welcome.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Welcome();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.deviceId = value;
                            else
                                delete message.deviceId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.fleetTimeMs = value;
                            else
                                delete message.fleetTimeMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.storedBoot = value;
                            else
                                delete message.storedBoot;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.storedSequence = value;
                            else
                                delete message.storedSequence;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.heartbeatMs = value;
                            else
                                delete message.heartbeatMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.profileWanted = value;
                            else
                                delete message.profileWanted;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.framesPerSecond = value;
                            else
                                delete message.framesPerSecond;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.windowFrames = value;
                            else
                                delete message.windowFrames;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Welcome message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Welcome
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Welcome} Welcome
             */
            Welcome.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Welcome)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Welcome: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Welcome();
                if (object.deviceId != null)
                    if (typeof object.deviceId !== "string" || object.deviceId.length)
                        message.deviceId = $String(object.deviceId);
                if (object.fleetTimeMs != null)
                    if (!$Object.is($Number(object.fleetTimeMs), 0))
                        message.fleetTimeMs = $Number(object.fleetTimeMs);
                if (object.storedBoot != null)
                    if ($Number(object.storedBoot) !== 0)
                        message.storedBoot = object.storedBoot >>> 0;
                if (object.storedSequence != null)
                    if ($Number(object.storedSequence) !== 0)
                        message.storedSequence = object.storedSequence >>> 0;
                if (object.heartbeatMs != null)
                    if ($Number(object.heartbeatMs) !== 0)
                        message.heartbeatMs = object.heartbeatMs >>> 0;
                if (object.profileWanted != null)
                    if (object.profileWanted)
                        message.profileWanted = $Boolean(object.profileWanted);
                if (object.framesPerSecond != null)
                    if ($Number(object.framesPerSecond) !== 0)
                        message.framesPerSecond = object.framesPerSecond >>> 0;
                if (object.windowFrames != null)
                    if ($Number(object.windowFrames) !== 0)
                        message.windowFrames = object.windowFrames >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a Welcome message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Welcome
             * @static
             * @param {seatrial.v1.Welcome} message Welcome
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Welcome.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.deviceId = "";
                    object.fleetTimeMs = 0;
                    object.storedBoot = 0;
                    object.storedSequence = 0;
                    object.heartbeatMs = 0;
                    object.profileWanted = false;
                    object.framesPerSecond = 0;
                    object.windowFrames = 0;
                }
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId"))
                    object.deviceId = message.deviceId;
                if (message.fleetTimeMs != null && $Object.hasOwnProperty.call(message, "fleetTimeMs"))
                    object.fleetTimeMs = options.json && !$isFinite(message.fleetTimeMs) ? $String(message.fleetTimeMs) : message.fleetTimeMs;
                if (message.storedBoot != null && $Object.hasOwnProperty.call(message, "storedBoot"))
                    object.storedBoot = message.storedBoot;
                if (message.storedSequence != null && $Object.hasOwnProperty.call(message, "storedSequence"))
                    object.storedSequence = message.storedSequence;
                if (message.heartbeatMs != null && $Object.hasOwnProperty.call(message, "heartbeatMs"))
                    object.heartbeatMs = message.heartbeatMs;
                if (message.profileWanted != null && $Object.hasOwnProperty.call(message, "profileWanted"))
                    object.profileWanted = message.profileWanted;
                if (message.framesPerSecond != null && $Object.hasOwnProperty.call(message, "framesPerSecond"))
                    object.framesPerSecond = message.framesPerSecond;
                if (message.windowFrames != null && $Object.hasOwnProperty.call(message, "windowFrames"))
                    object.windowFrames = message.windowFrames;
                return object;
            };

            /**
             * Converts this Welcome to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Welcome
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Welcome.prototype.toJSON = function() {
                return Welcome.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Welcome;
        })();

        v1.Pending = (function() {

            /**
             * Properties of a Pending.
             * @typedef {Object} seatrial.v1.Pending.$Properties
             * @property {number} [retryAfterMs] Pending retryAfterMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Pending.
             * @memberof seatrial.v1
             * @interface IPending
             * @augments seatrial.v1.Pending.$Properties
             * @deprecated Use seatrial.v1.Pending.$Properties instead.
             */

            /**
             * Shape of a Pending.
             * @typedef {seatrial.v1.Pending.$Properties} seatrial.v1.Pending.$Shape
             */

            /**
             * Constructs a new Pending.
             * @memberof seatrial.v1
             * @classdesc Represents a Pending.
             * @constructor
             * @param {seatrial.v1.Pending.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Pending = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Pending retryAfterMs.
             * @member {number} retryAfterMs
             * @memberof seatrial.v1.Pending
             * @instance
             */
            Pending.prototype.retryAfterMs = 0;

            /**
             * Creates a new Pending instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Pending
             * @static
             * @param {seatrial.v1.Pending.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Pending} Pending instance
             * @type {{
             *   (properties: seatrial.v1.Pending.$Shape): seatrial.v1.Pending & seatrial.v1.Pending.$Shape;
             *   (properties?: seatrial.v1.Pending.$Properties): seatrial.v1.Pending;
             * }}
             */
            Pending.create = function(properties) {
                return new Pending(properties);
            };

            /**
             * Encodes the specified Pending message. Does not implicitly {@link seatrial.v1.Pending.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Pending
             * @static
             * @param {seatrial.v1.Pending.$Properties} message Pending message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Pending.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.retryAfterMs != null && $Object.hasOwnProperty.call(message, "retryAfterMs") && message.retryAfterMs !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.retryAfterMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Pending message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Pending
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Pending & seatrial.v1.Pending.$Shape} Pending
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Pending.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Pending();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.retryAfterMs = value;
                            else
                                delete message.retryAfterMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Pending message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Pending
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Pending} Pending
             */
            Pending.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Pending)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Pending: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Pending();
                if (object.retryAfterMs != null)
                    if ($Number(object.retryAfterMs) !== 0)
                        message.retryAfterMs = object.retryAfterMs >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a Pending message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Pending
             * @static
             * @param {seatrial.v1.Pending} message Pending
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Pending.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.retryAfterMs = 0;
                if (message.retryAfterMs != null && $Object.hasOwnProperty.call(message, "retryAfterMs"))
                    object.retryAfterMs = message.retryAfterMs;
                return object;
            };

            /**
             * Converts this Pending to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Pending
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Pending.prototype.toJSON = function() {
                return Pending.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Pending;
        })();

        v1.Refusal = (function() {

            /**
             * Properties of a Refusal.
             * @typedef {Object} seatrial.v1.Refusal.$Properties
             * @property {seatrial.v1.RefusalCode} [code] Refusal code
             * @property {string} [message] Refusal message
             * @property {number} [retryAfterMs] Refusal retryAfterMs
             * @property {number} [fleetTimeMs] Refusal fleetTimeMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Refusal.
             * @memberof seatrial.v1
             * @interface IRefusal
             * @augments seatrial.v1.Refusal.$Properties
             * @deprecated Use seatrial.v1.Refusal.$Properties instead.
             */

            /**
             * Shape of a Refusal.
             * @typedef {seatrial.v1.Refusal.$Properties} seatrial.v1.Refusal.$Shape
             */

            /**
             * Constructs a new Refusal.
             * @memberof seatrial.v1
             * @classdesc Represents a Refusal.
             * @constructor
             * @param {seatrial.v1.Refusal.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Refusal = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Refusal code.
             * @member {seatrial.v1.RefusalCode} code
             * @memberof seatrial.v1.Refusal
             * @instance
             */
            Refusal.prototype.code = 0;

            /**
             * Refusal message.
             * @member {string} message
             * @memberof seatrial.v1.Refusal
             * @instance
             */
            Refusal.prototype.message = "";

            /**
             * Refusal retryAfterMs.
             * @member {number} retryAfterMs
             * @memberof seatrial.v1.Refusal
             * @instance
             */
            Refusal.prototype.retryAfterMs = 0;

            /**
             * Refusal fleetTimeMs.
             * @member {number} fleetTimeMs
             * @memberof seatrial.v1.Refusal
             * @instance
             */
            Refusal.prototype.fleetTimeMs = 0;

            /**
             * Creates a new Refusal instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Refusal
             * @static
             * @param {seatrial.v1.Refusal.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Refusal} Refusal instance
             * @type {{
             *   (properties: seatrial.v1.Refusal.$Shape): seatrial.v1.Refusal & seatrial.v1.Refusal.$Shape;
             *   (properties?: seatrial.v1.Refusal.$Properties): seatrial.v1.Refusal;
             * }}
             */
            Refusal.create = function(properties) {
                return new Refusal(properties);
            };

            /**
             * Encodes the specified Refusal message. Does not implicitly {@link seatrial.v1.Refusal.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Refusal
             * @static
             * @param {seatrial.v1.Refusal.$Properties} message Refusal message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Refusal.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                if (message.retryAfterMs != null && $Object.hasOwnProperty.call(message, "retryAfterMs") && message.retryAfterMs !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.retryAfterMs);
                if (message.fleetTimeMs != null && $Object.hasOwnProperty.call(message, "fleetTimeMs") && !$Object.is(message.fleetTimeMs, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.fleetTimeMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Refusal message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Refusal
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Refusal & seatrial.v1.Refusal.$Shape} Refusal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Refusal.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Refusal();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.retryAfterMs = value;
                            else
                                delete message.retryAfterMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.fleetTimeMs = value;
                            else
                                delete message.fleetTimeMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Refusal message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Refusal
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Refusal} Refusal
             */
            Refusal.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Refusal)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Refusal: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Refusal();
                if (object.code !== 0 && (typeof object.code !== "string" || $root.seatrial.v1.RefusalCode[object.code] !== 0))
                    switch (object.code) {
                    case "REFUSAL_CODE_UNSPECIFIED":
                    case 0:
                        message.code = 0;
                        break;
                    case "REFUSAL_CODE_FRAME_TOO_LARGE":
                    case 1:
                        message.code = 1;
                        break;
                    case "REFUSAL_CODE_FRAME_MALFORMED":
                    case 2:
                        message.code = 2;
                        break;
                    case "REFUSAL_CODE_FRAME_NOT_BINARY":
                    case 3:
                        message.code = 3;
                        break;
                    case "REFUSAL_CODE_NOT_WELCOMED":
                    case 4:
                        message.code = 4;
                        break;
                    case "REFUSAL_CODE_ANSWER_TIMEOUT":
                    case 5:
                        message.code = 5;
                        break;
                    case "REFUSAL_CODE_UNKNOWN_DEVICE":
                    case 6:
                        message.code = 6;
                        break;
                    case "REFUSAL_CODE_BAD_SIGNATURE":
                    case 7:
                        message.code = 7;
                        break;
                    case "REFUSAL_CODE_REVOKED":
                    case 8:
                        message.code = 8;
                        break;
                    case "REFUSAL_CODE_REJECTED":
                    case 9:
                        message.code = 9;
                        break;
                    case "REFUSAL_CODE_TOKEN_INVALID":
                    case 10:
                        message.code = 10;
                        break;
                    case "REFUSAL_CODE_TOKEN_EXPIRED":
                    case 11:
                        message.code = 11;
                        break;
                    case "REFUSAL_CODE_TOKEN_USED_UP":
                    case 12:
                        message.code = 12;
                        break;
                    case "REFUSAL_CODE_PROFILE_NOT_ALLOWED":
                    case 13:
                        message.code = 13;
                        break;
                    case "REFUSAL_CODE_IDENTITY_TAKEN":
                    case 14:
                        message.code = 14;
                        break;
                    case "REFUSAL_CODE_CLONE_SUSPECTED":
                    case 15:
                        message.code = 15;
                        break;
                    case "REFUSAL_CODE_CLOCK_SKEW":
                    case 16:
                        message.code = 16;
                        break;
                    case "REFUSAL_CODE_SUPERSEDED":
                    case 17:
                        message.code = 17;
                        break;
                    case "REFUSAL_CODE_RATE_EXCEEDED":
                    case 18:
                        message.code = 18;
                        break;
                    case "REFUSAL_CODE_OVERLOADED":
                    case 19:
                        message.code = 19;
                        break;
                    case "REFUSAL_CODE_STORAGE_UNAVAILABLE":
                    case 20:
                        message.code = 20;
                        break;
                    case "REFUSAL_CODE_PROFILE_INVALID":
                    case 21:
                        message.code = 21;
                        break;
                    case "REFUSAL_CODE_CHANNEL_INVALID":
                    case 22:
                        message.code = 22;
                        break;
                    case "REFUSAL_CODE_SLOW_READER":
                    case 23:
                        message.code = 23;
                        break;
                    case "REFUSAL_CODE_SILENT":
                    case 24:
                        message.code = 24;
                        break;
                    case "REFUSAL_CODE_STOPPING":
                    case 25:
                        message.code = 25;
                        break;
                    case "REFUSAL_CODE_FIELD_INVALID":
                    case 26:
                        message.code = 26;
                        break;
                    case "REFUSAL_CODE_PROFILE_MISSING":
                    case 27:
                        message.code = 27;
                        break;
                    default:
                        if (typeof object.code === "number" && (object.code | 0) === object.code)
                            message.code = object.code;
                    }
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                if (object.retryAfterMs != null)
                    if ($Number(object.retryAfterMs) !== 0)
                        message.retryAfterMs = object.retryAfterMs >>> 0;
                if (object.fleetTimeMs != null)
                    if (!$Object.is($Number(object.fleetTimeMs), 0))
                        message.fleetTimeMs = $Number(object.fleetTimeMs);
                return message;
            };

            /**
             * Creates a plain object from a Refusal message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Refusal
             * @static
             * @param {seatrial.v1.Refusal} message Refusal
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Refusal.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.code = options.enums === $String ? "REFUSAL_CODE_UNSPECIFIED" : 0;
                    object.message = "";
                    object.retryAfterMs = 0;
                    object.fleetTimeMs = 0;
                }
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = options.enums === $String ? $root.seatrial.v1.RefusalCode[message.code] === $undefined ? message.code : $root.seatrial.v1.RefusalCode[message.code] : message.code;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                if (message.retryAfterMs != null && $Object.hasOwnProperty.call(message, "retryAfterMs"))
                    object.retryAfterMs = message.retryAfterMs;
                if (message.fleetTimeMs != null && $Object.hasOwnProperty.call(message, "fleetTimeMs"))
                    object.fleetTimeMs = options.json && !$isFinite(message.fleetTimeMs) ? $String(message.fleetTimeMs) : message.fleetTimeMs;
                return object;
            };

            /**
             * Converts this Refusal to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Refusal
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Refusal.prototype.toJSON = function() {
                return Refusal.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Refusal;
        })();

        v1.Heartbeat = (function() {

            /**
             * Properties of a Heartbeat.
             * @typedef {Object} seatrial.v1.Heartbeat.$Properties
             * @property {number} [batteryPercent] Heartbeat batteryPercent
             * @property {number} [bufferedBytes] Heartbeat bufferedBytes
             * @property {number} [droppedFrames] Heartbeat droppedFrames
             * @property {seatrial.v1.Supply} [supply] Heartbeat supply
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Heartbeat.
             * @memberof seatrial.v1
             * @interface IHeartbeat
             * @augments seatrial.v1.Heartbeat.$Properties
             * @deprecated Use seatrial.v1.Heartbeat.$Properties instead.
             */

            /**
             * Shape of a Heartbeat.
             * @typedef {seatrial.v1.Heartbeat.$Properties} seatrial.v1.Heartbeat.$Shape
             */

            /**
             * Constructs a new Heartbeat.
             * @memberof seatrial.v1
             * @classdesc Represents a Heartbeat.
             * @constructor
             * @param {seatrial.v1.Heartbeat.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Heartbeat = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Heartbeat batteryPercent.
             * @member {number} batteryPercent
             * @memberof seatrial.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.batteryPercent = 0;

            /**
             * Heartbeat bufferedBytes.
             * @member {number} bufferedBytes
             * @memberof seatrial.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.bufferedBytes = 0;

            /**
             * Heartbeat droppedFrames.
             * @member {number} droppedFrames
             * @memberof seatrial.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.droppedFrames = 0;

            /**
             * Heartbeat supply.
             * @member {seatrial.v1.Supply} supply
             * @memberof seatrial.v1.Heartbeat
             * @instance
             */
            Heartbeat.prototype.supply = 0;

            /**
             * Creates a new Heartbeat instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Heartbeat
             * @static
             * @param {seatrial.v1.Heartbeat.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Heartbeat} Heartbeat instance
             * @type {{
             *   (properties: seatrial.v1.Heartbeat.$Shape): seatrial.v1.Heartbeat & seatrial.v1.Heartbeat.$Shape;
             *   (properties?: seatrial.v1.Heartbeat.$Properties): seatrial.v1.Heartbeat;
             * }}
             */
            Heartbeat.create = function(properties) {
                return new Heartbeat(properties);
            };

            /**
             * Encodes the specified Heartbeat message. Does not implicitly {@link seatrial.v1.Heartbeat.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Heartbeat
             * @static
             * @param {seatrial.v1.Heartbeat.$Properties} message Heartbeat message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Heartbeat.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.batteryPercent != null && $Object.hasOwnProperty.call(message, "batteryPercent") && !$Object.is(message.batteryPercent, 0))
                    writer.uint32(/* id 1, wireType 5 =*/13).float(message.batteryPercent);
                if (message.bufferedBytes != null && $Object.hasOwnProperty.call(message, "bufferedBytes") && message.bufferedBytes !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.bufferedBytes);
                if (message.droppedFrames != null && $Object.hasOwnProperty.call(message, "droppedFrames") && message.droppedFrames !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.droppedFrames);
                if (message.supply != null && $Object.hasOwnProperty.call(message, "supply") && message.supply !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.supply);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Heartbeat message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Heartbeat
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Heartbeat & seatrial.v1.Heartbeat.$Shape} Heartbeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Heartbeat.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Heartbeat();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (!$Object.is(value = reader.float(), 0))
                                message.batteryPercent = value;
                            else
                                delete message.batteryPercent;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.bufferedBytes = value;
                            else
                                delete message.bufferedBytes;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.droppedFrames = value;
                            else
                                delete message.droppedFrames;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.supply = value;
                            else
                                delete message.supply;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Heartbeat message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Heartbeat
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Heartbeat} Heartbeat
             */
            Heartbeat.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Heartbeat)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Heartbeat: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Heartbeat();
                if (object.batteryPercent != null)
                    if (!$Object.is($Number(object.batteryPercent), 0))
                        message.batteryPercent = $Number(object.batteryPercent);
                if (object.bufferedBytes != null)
                    if ($Number(object.bufferedBytes) !== 0)
                        message.bufferedBytes = object.bufferedBytes >>> 0;
                if (object.droppedFrames != null)
                    if ($Number(object.droppedFrames) !== 0)
                        message.droppedFrames = object.droppedFrames >>> 0;
                if (object.supply !== 0 && (typeof object.supply !== "string" || $root.seatrial.v1.Supply[object.supply] !== 0))
                    switch (object.supply) {
                    case "SUPPLY_UNSPECIFIED":
                    case 0:
                        message.supply = 0;
                        break;
                    case "SUPPLY_BATTERY":
                    case 1:
                        message.supply = 1;
                        break;
                    case "SUPPLY_EXTERNAL":
                    case 2:
                        message.supply = 2;
                        break;
                    default:
                        if (typeof object.supply === "number" && (object.supply | 0) === object.supply)
                            message.supply = object.supply;
                    }
                return message;
            };

            /**
             * Creates a plain object from a Heartbeat message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Heartbeat
             * @static
             * @param {seatrial.v1.Heartbeat} message Heartbeat
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Heartbeat.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.batteryPercent = 0;
                    object.bufferedBytes = 0;
                    object.droppedFrames = 0;
                    object.supply = options.enums === $String ? "SUPPLY_UNSPECIFIED" : 0;
                }
                if (message.batteryPercent != null && $Object.hasOwnProperty.call(message, "batteryPercent"))
                    object.batteryPercent = options.json && !$isFinite(message.batteryPercent) ? $String(message.batteryPercent) : message.batteryPercent;
                if (message.bufferedBytes != null && $Object.hasOwnProperty.call(message, "bufferedBytes"))
                    object.bufferedBytes = message.bufferedBytes;
                if (message.droppedFrames != null && $Object.hasOwnProperty.call(message, "droppedFrames"))
                    object.droppedFrames = message.droppedFrames;
                if (message.supply != null && $Object.hasOwnProperty.call(message, "supply"))
                    object.supply = options.enums === $String ? $root.seatrial.v1.Supply[message.supply] === $undefined ? message.supply : $root.seatrial.v1.Supply[message.supply] : message.supply;
                return object;
            };

            /**
             * Converts this Heartbeat to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Heartbeat
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Heartbeat.prototype.toJSON = function() {
                return Heartbeat.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Heartbeat;
        })();

        v1.Time = (function() {

            /**
             * Properties of a Time.
             * @typedef {Object} seatrial.v1.Time.$Properties
             * @property {number} [fleetTimeMs] Time fleetTimeMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Time.
             * @memberof seatrial.v1
             * @interface ITime
             * @augments seatrial.v1.Time.$Properties
             * @deprecated Use seatrial.v1.Time.$Properties instead.
             */

            /**
             * Shape of a Time.
             * @typedef {seatrial.v1.Time.$Properties} seatrial.v1.Time.$Shape
             */

            /**
             * Constructs a new Time.
             * @memberof seatrial.v1
             * @classdesc Represents a Time.
             * @constructor
             * @param {seatrial.v1.Time.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Time = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Time fleetTimeMs.
             * @member {number} fleetTimeMs
             * @memberof seatrial.v1.Time
             * @instance
             */
            Time.prototype.fleetTimeMs = 0;

            /**
             * Creates a new Time instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Time
             * @static
             * @param {seatrial.v1.Time.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Time} Time instance
             * @type {{
             *   (properties: seatrial.v1.Time.$Shape): seatrial.v1.Time & seatrial.v1.Time.$Shape;
             *   (properties?: seatrial.v1.Time.$Properties): seatrial.v1.Time;
             * }}
             */
            Time.create = function(properties) {
                return new Time(properties);
            };

            /**
             * Encodes the specified Time message. Does not implicitly {@link seatrial.v1.Time.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Time
             * @static
             * @param {seatrial.v1.Time.$Properties} message Time message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Time.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.fleetTimeMs != null && $Object.hasOwnProperty.call(message, "fleetTimeMs") && !$Object.is(message.fleetTimeMs, 0))
                    writer.uint32(/* id 1, wireType 1 =*/9).double(message.fleetTimeMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Time message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Time
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Time & seatrial.v1.Time.$Shape} Time
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Time.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Time();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.fleetTimeMs = value;
                            else
                                delete message.fleetTimeMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Time message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Time
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Time} Time
             */
            Time.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Time)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Time: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Time();
                if (object.fleetTimeMs != null)
                    if (!$Object.is($Number(object.fleetTimeMs), 0))
                        message.fleetTimeMs = $Number(object.fleetTimeMs);
                return message;
            };

            /**
             * Creates a plain object from a Time message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Time
             * @static
             * @param {seatrial.v1.Time} message Time
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Time.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.fleetTimeMs = 0;
                if (message.fleetTimeMs != null && $Object.hasOwnProperty.call(message, "fleetTimeMs"))
                    object.fleetTimeMs = options.json && !$isFinite(message.fleetTimeMs) ? $String(message.fleetTimeMs) : message.fleetTimeMs;
                return object;
            };

            /**
             * Converts this Time to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Time
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Time.prototype.toJSON = function() {
                return Time.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Time;
        })();

        v1.Sleep = (function() {

            /**
             * Properties of a Sleep.
             * @typedef {Object} seatrial.v1.Sleep.$Properties
             * @property {number} [wakeInMs] Sleep wakeInMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Sleep.
             * @memberof seatrial.v1
             * @interface ISleep
             * @augments seatrial.v1.Sleep.$Properties
             * @deprecated Use seatrial.v1.Sleep.$Properties instead.
             */

            /**
             * Shape of a Sleep.
             * @typedef {seatrial.v1.Sleep.$Properties} seatrial.v1.Sleep.$Shape
             */

            /**
             * Constructs a new Sleep.
             * @memberof seatrial.v1
             * @classdesc Represents a Sleep.
             * @constructor
             * @param {seatrial.v1.Sleep.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Sleep = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Sleep wakeInMs.
             * @member {number} wakeInMs
             * @memberof seatrial.v1.Sleep
             * @instance
             */
            Sleep.prototype.wakeInMs = 0;

            /**
             * Creates a new Sleep instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Sleep
             * @static
             * @param {seatrial.v1.Sleep.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Sleep} Sleep instance
             * @type {{
             *   (properties: seatrial.v1.Sleep.$Shape): seatrial.v1.Sleep & seatrial.v1.Sleep.$Shape;
             *   (properties?: seatrial.v1.Sleep.$Properties): seatrial.v1.Sleep;
             * }}
             */
            Sleep.create = function(properties) {
                return new Sleep(properties);
            };

            /**
             * Encodes the specified Sleep message. Does not implicitly {@link seatrial.v1.Sleep.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Sleep
             * @static
             * @param {seatrial.v1.Sleep.$Properties} message Sleep message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Sleep.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.wakeInMs != null && $Object.hasOwnProperty.call(message, "wakeInMs") && !$Object.is(message.wakeInMs, 0))
                    writer.uint32(/* id 1, wireType 1 =*/9).double(message.wakeInMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Sleep message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Sleep
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Sleep & seatrial.v1.Sleep.$Shape} Sleep
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Sleep.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Sleep();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.wakeInMs = value;
                            else
                                delete message.wakeInMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Sleep message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Sleep
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Sleep} Sleep
             */
            Sleep.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Sleep)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Sleep: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Sleep();
                if (object.wakeInMs != null)
                    if (!$Object.is($Number(object.wakeInMs), 0))
                        message.wakeInMs = $Number(object.wakeInMs);
                return message;
            };

            /**
             * Creates a plain object from a Sleep message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Sleep
             * @static
             * @param {seatrial.v1.Sleep} message Sleep
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Sleep.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.wakeInMs = 0;
                if (message.wakeInMs != null && $Object.hasOwnProperty.call(message, "wakeInMs"))
                    object.wakeInMs = options.json && !$isFinite(message.wakeInMs) ? $String(message.wakeInMs) : message.wakeInMs;
                return object;
            };

            /**
             * Converts this Sleep to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Sleep
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Sleep.prototype.toJSON = function() {
                return Sleep.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Sleep;
        })();

        v1.Attach = (function() {

            /**
             * Properties of an Attach.
             * @typedef {Object} seatrial.v1.Attach.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Attach.
             * @memberof seatrial.v1
             * @interface IAttach
             * @augments seatrial.v1.Attach.$Properties
             * @deprecated Use seatrial.v1.Attach.$Properties instead.
             */

            /**
             * Shape of an Attach.
             * @typedef {seatrial.v1.Attach.$Properties} seatrial.v1.Attach.$Shape
             */

            /**
             * Constructs a new Attach.
             * @memberof seatrial.v1
             * @classdesc Represents an Attach.
             * @constructor
             * @param {seatrial.v1.Attach.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Attach = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new Attach instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Attach
             * @static
             * @param {seatrial.v1.Attach.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Attach} Attach instance
             * @type {{
             *   (properties: seatrial.v1.Attach.$Shape): seatrial.v1.Attach & seatrial.v1.Attach.$Shape;
             *   (properties?: seatrial.v1.Attach.$Properties): seatrial.v1.Attach;
             * }}
             */
            Attach.create = function(properties) {
                return new Attach(properties);
            };

            /**
             * Encodes the specified Attach message. Does not implicitly {@link seatrial.v1.Attach.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Attach
             * @static
             * @param {seatrial.v1.Attach.$Properties} message Attach message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Attach.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Attach message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Attach
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Attach & seatrial.v1.Attach.$Shape} Attach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Attach.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Attach();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an Attach message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Attach
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Attach} Attach
             */
            Attach.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Attach)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Attach: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.seatrial.v1.Attach();
            };

            /**
             * Creates a plain object from an Attach message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Attach
             * @static
             * @param {seatrial.v1.Attach} message Attach
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Attach.toObject = function () {
                return {};
            };

            /**
             * Converts this Attach to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Attach
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Attach.prototype.toJSON = function() {
                return Attach.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Attach;
        })();

        v1.Detach = (function() {

            /**
             * Properties of a Detach.
             * @typedef {Object} seatrial.v1.Detach.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Detach.
             * @memberof seatrial.v1
             * @interface IDetach
             * @augments seatrial.v1.Detach.$Properties
             * @deprecated Use seatrial.v1.Detach.$Properties instead.
             */

            /**
             * Shape of a Detach.
             * @typedef {seatrial.v1.Detach.$Properties} seatrial.v1.Detach.$Shape
             */

            /**
             * Constructs a new Detach.
             * @memberof seatrial.v1
             * @classdesc Represents a Detach.
             * @constructor
             * @param {seatrial.v1.Detach.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Detach = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new Detach instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Detach
             * @static
             * @param {seatrial.v1.Detach.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Detach} Detach instance
             * @type {{
             *   (properties: seatrial.v1.Detach.$Shape): seatrial.v1.Detach & seatrial.v1.Detach.$Shape;
             *   (properties?: seatrial.v1.Detach.$Properties): seatrial.v1.Detach;
             * }}
             */
            Detach.create = function(properties) {
                return new Detach(properties);
            };

            /**
             * Encodes the specified Detach message. Does not implicitly {@link seatrial.v1.Detach.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Detach
             * @static
             * @param {seatrial.v1.Detach.$Properties} message Detach message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Detach.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Detach message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Detach
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Detach & seatrial.v1.Detach.$Shape} Detach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Detach.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Detach();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Detach message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Detach
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Detach} Detach
             */
            Detach.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Detach)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Detach: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                return new $root.seatrial.v1.Detach();
            };

            /**
             * Creates a plain object from a Detach message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Detach
             * @static
             * @param {seatrial.v1.Detach} message Detach
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Detach.toObject = function () {
                return {};
            };

            /**
             * Converts this Detach to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Detach
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Detach.prototype.toJSON = function() {
                return Detach.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Detach;
        })();

        /**
         * LinkKind enum.
         * @name seatrial.v1.LinkKind
         * @enum {number}
         * @property {number} LINK_KIND_UNSPECIFIED=0 LINK_KIND_UNSPECIFIED value
         * @property {number} LINK_KIND_WIRED=1 LINK_KIND_WIRED value
         * @property {number} LINK_KIND_WIFI=2 LINK_KIND_WIFI value
         * @property {number} LINK_KIND_CELLULAR=3 LINK_KIND_CELLULAR value
         * @property {number} LINK_KIND_LOW_POWER=4 LINK_KIND_LOW_POWER value
         */
        v1.LinkKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "LINK_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "LINK_KIND_WIRED"] = 1;
            values[valuesById[2] = "LINK_KIND_WIFI"] = 2;
            values[valuesById[3] = "LINK_KIND_CELLULAR"] = 3;
            values[valuesById[4] = "LINK_KIND_LOW_POWER"] = 4;
            return values;
        })();

        /**
         * Supply enum.
         * @name seatrial.v1.Supply
         * @enum {number}
         * @property {number} SUPPLY_UNSPECIFIED=0 SUPPLY_UNSPECIFIED value
         * @property {number} SUPPLY_BATTERY=1 SUPPLY_BATTERY value
         * @property {number} SUPPLY_EXTERNAL=2 SUPPLY_EXTERNAL value
         */
        v1.Supply = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "SUPPLY_UNSPECIFIED"] = 0;
            values[valuesById[1] = "SUPPLY_BATTERY"] = 1;
            values[valuesById[2] = "SUPPLY_EXTERNAL"] = 2;
            return values;
        })();

        /**
         * ResetReason enum.
         * @name seatrial.v1.ResetReason
         * @enum {number}
         * @property {number} RESET_REASON_UNSPECIFIED=0 RESET_REASON_UNSPECIFIED value
         * @property {number} RESET_REASON_POWER_ON=1 RESET_REASON_POWER_ON value
         * @property {number} RESET_REASON_COMMAND=2 RESET_REASON_COMMAND value
         * @property {number} RESET_REASON_WATCHDOG=3 RESET_REASON_WATCHDOG value
         * @property {number} RESET_REASON_APP_FAULT=4 RESET_REASON_APP_FAULT value
         * @property {number} RESET_REASON_BROWNOUT=5 RESET_REASON_BROWNOUT value
         * @property {number} RESET_REASON_CRASH=6 RESET_REASON_CRASH value
         * @property {number} RESET_REASON_UPDATE=7 RESET_REASON_UPDATE value
         * @property {number} RESET_REASON_REVERT=8 RESET_REASON_REVERT value
         * @property {number} RESET_REASON_RECOVERY=9 RESET_REASON_RECOVERY value
         */
        v1.ResetReason = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "RESET_REASON_UNSPECIFIED"] = 0;
            values[valuesById[1] = "RESET_REASON_POWER_ON"] = 1;
            values[valuesById[2] = "RESET_REASON_COMMAND"] = 2;
            values[valuesById[3] = "RESET_REASON_WATCHDOG"] = 3;
            values[valuesById[4] = "RESET_REASON_APP_FAULT"] = 4;
            values[valuesById[5] = "RESET_REASON_BROWNOUT"] = 5;
            values[valuesById[6] = "RESET_REASON_CRASH"] = 6;
            values[valuesById[7] = "RESET_REASON_UPDATE"] = 7;
            values[valuesById[8] = "RESET_REASON_REVERT"] = 8;
            values[valuesById[9] = "RESET_REASON_RECOVERY"] = 9;
            return values;
        })();

        /**
         * RefusalCode enum.
         * @name seatrial.v1.RefusalCode
         * @enum {number}
         * @property {number} REFUSAL_CODE_UNSPECIFIED=0 REFUSAL_CODE_UNSPECIFIED value
         * @property {number} REFUSAL_CODE_FRAME_TOO_LARGE=1 REFUSAL_CODE_FRAME_TOO_LARGE value
         * @property {number} REFUSAL_CODE_FRAME_MALFORMED=2 REFUSAL_CODE_FRAME_MALFORMED value
         * @property {number} REFUSAL_CODE_FRAME_NOT_BINARY=3 REFUSAL_CODE_FRAME_NOT_BINARY value
         * @property {number} REFUSAL_CODE_NOT_WELCOMED=4 REFUSAL_CODE_NOT_WELCOMED value
         * @property {number} REFUSAL_CODE_ANSWER_TIMEOUT=5 REFUSAL_CODE_ANSWER_TIMEOUT value
         * @property {number} REFUSAL_CODE_UNKNOWN_DEVICE=6 REFUSAL_CODE_UNKNOWN_DEVICE value
         * @property {number} REFUSAL_CODE_BAD_SIGNATURE=7 REFUSAL_CODE_BAD_SIGNATURE value
         * @property {number} REFUSAL_CODE_REVOKED=8 REFUSAL_CODE_REVOKED value
         * @property {number} REFUSAL_CODE_REJECTED=9 REFUSAL_CODE_REJECTED value
         * @property {number} REFUSAL_CODE_TOKEN_INVALID=10 REFUSAL_CODE_TOKEN_INVALID value
         * @property {number} REFUSAL_CODE_TOKEN_EXPIRED=11 REFUSAL_CODE_TOKEN_EXPIRED value
         * @property {number} REFUSAL_CODE_TOKEN_USED_UP=12 REFUSAL_CODE_TOKEN_USED_UP value
         * @property {number} REFUSAL_CODE_PROFILE_NOT_ALLOWED=13 REFUSAL_CODE_PROFILE_NOT_ALLOWED value
         * @property {number} REFUSAL_CODE_IDENTITY_TAKEN=14 REFUSAL_CODE_IDENTITY_TAKEN value
         * @property {number} REFUSAL_CODE_CLONE_SUSPECTED=15 REFUSAL_CODE_CLONE_SUSPECTED value
         * @property {number} REFUSAL_CODE_CLOCK_SKEW=16 REFUSAL_CODE_CLOCK_SKEW value
         * @property {number} REFUSAL_CODE_SUPERSEDED=17 REFUSAL_CODE_SUPERSEDED value
         * @property {number} REFUSAL_CODE_RATE_EXCEEDED=18 REFUSAL_CODE_RATE_EXCEEDED value
         * @property {number} REFUSAL_CODE_OVERLOADED=19 REFUSAL_CODE_OVERLOADED value
         * @property {number} REFUSAL_CODE_STORAGE_UNAVAILABLE=20 REFUSAL_CODE_STORAGE_UNAVAILABLE value
         * @property {number} REFUSAL_CODE_PROFILE_INVALID=21 REFUSAL_CODE_PROFILE_INVALID value
         * @property {number} REFUSAL_CODE_CHANNEL_INVALID=22 REFUSAL_CODE_CHANNEL_INVALID value
         * @property {number} REFUSAL_CODE_SLOW_READER=23 REFUSAL_CODE_SLOW_READER value
         * @property {number} REFUSAL_CODE_SILENT=24 REFUSAL_CODE_SILENT value
         * @property {number} REFUSAL_CODE_STOPPING=25 REFUSAL_CODE_STOPPING value
         * @property {number} REFUSAL_CODE_FIELD_INVALID=26 REFUSAL_CODE_FIELD_INVALID value
         * @property {number} REFUSAL_CODE_PROFILE_MISSING=27 REFUSAL_CODE_PROFILE_MISSING value
         */
        v1.RefusalCode = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "REFUSAL_CODE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "REFUSAL_CODE_FRAME_TOO_LARGE"] = 1;
            values[valuesById[2] = "REFUSAL_CODE_FRAME_MALFORMED"] = 2;
            values[valuesById[3] = "REFUSAL_CODE_FRAME_NOT_BINARY"] = 3;
            values[valuesById[4] = "REFUSAL_CODE_NOT_WELCOMED"] = 4;
            values[valuesById[5] = "REFUSAL_CODE_ANSWER_TIMEOUT"] = 5;
            values[valuesById[6] = "REFUSAL_CODE_UNKNOWN_DEVICE"] = 6;
            values[valuesById[7] = "REFUSAL_CODE_BAD_SIGNATURE"] = 7;
            values[valuesById[8] = "REFUSAL_CODE_REVOKED"] = 8;
            values[valuesById[9] = "REFUSAL_CODE_REJECTED"] = 9;
            values[valuesById[10] = "REFUSAL_CODE_TOKEN_INVALID"] = 10;
            values[valuesById[11] = "REFUSAL_CODE_TOKEN_EXPIRED"] = 11;
            values[valuesById[12] = "REFUSAL_CODE_TOKEN_USED_UP"] = 12;
            values[valuesById[13] = "REFUSAL_CODE_PROFILE_NOT_ALLOWED"] = 13;
            values[valuesById[14] = "REFUSAL_CODE_IDENTITY_TAKEN"] = 14;
            values[valuesById[15] = "REFUSAL_CODE_CLONE_SUSPECTED"] = 15;
            values[valuesById[16] = "REFUSAL_CODE_CLOCK_SKEW"] = 16;
            values[valuesById[17] = "REFUSAL_CODE_SUPERSEDED"] = 17;
            values[valuesById[18] = "REFUSAL_CODE_RATE_EXCEEDED"] = 18;
            values[valuesById[19] = "REFUSAL_CODE_OVERLOADED"] = 19;
            values[valuesById[20] = "REFUSAL_CODE_STORAGE_UNAVAILABLE"] = 20;
            values[valuesById[21] = "REFUSAL_CODE_PROFILE_INVALID"] = 21;
            values[valuesById[22] = "REFUSAL_CODE_CHANNEL_INVALID"] = 22;
            values[valuesById[23] = "REFUSAL_CODE_SLOW_READER"] = 23;
            values[valuesById[24] = "REFUSAL_CODE_SILENT"] = 24;
            values[valuesById[25] = "REFUSAL_CODE_STOPPING"] = 25;
            values[valuesById[26] = "REFUSAL_CODE_FIELD_INVALID"] = 26;
            values[valuesById[27] = "REFUSAL_CODE_PROFILE_MISSING"] = 27;
            return values;
        })();

        v1.Telemetry = (function() {

            /**
             * Properties of a Telemetry.
             * @typedef {Object} seatrial.v1.Telemetry.$Properties
             * @property {number} [boot] Telemetry boot
             * @property {number} [sequence] Telemetry sequence
             * @property {number} [baseTimeMs] Telemetry baseTimeMs
             * @property {Array.<number>} [signalIds] Telemetry signalIds
             * @property {Array.<number>} [timeOffsetsMs] Telemetry timeOffsetsMs
             * @property {Array.<number>} [values] Telemetry values
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Telemetry.
             * @memberof seatrial.v1
             * @interface ITelemetry
             * @augments seatrial.v1.Telemetry.$Properties
             * @deprecated Use seatrial.v1.Telemetry.$Properties instead.
             */

            /**
             * Shape of a Telemetry.
             * @typedef {seatrial.v1.Telemetry.$Properties} seatrial.v1.Telemetry.$Shape
             */

            /**
             * Constructs a new Telemetry.
             * @memberof seatrial.v1
             * @classdesc Represents a Telemetry.
             * @constructor
             * @param {seatrial.v1.Telemetry.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Telemetry = function (properties) {
                this.signalIds = [];
                this.timeOffsetsMs = [];
                this.values = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Telemetry boot.
             * @member {number} boot
             * @memberof seatrial.v1.Telemetry
             * @instance
             */
            Telemetry.prototype.boot = 0;

            /**
             * Telemetry sequence.
             * @member {number} sequence
             * @memberof seatrial.v1.Telemetry
             * @instance
             */
            Telemetry.prototype.sequence = 0;

            /**
             * Telemetry baseTimeMs.
             * @member {number} baseTimeMs
             * @memberof seatrial.v1.Telemetry
             * @instance
             */
            Telemetry.prototype.baseTimeMs = 0;

            /**
             * Telemetry signalIds.
             * @member {Array.<number>} signalIds
             * @memberof seatrial.v1.Telemetry
             * @instance
             */
            Telemetry.prototype.signalIds = $util.emptyArray;

            /**
             * Telemetry timeOffsetsMs.
             * @member {Array.<number>} timeOffsetsMs
             * @memberof seatrial.v1.Telemetry
             * @instance
             */
            Telemetry.prototype.timeOffsetsMs = $util.emptyArray;

            /**
             * Telemetry values.
             * @member {Array.<number>} values
             * @memberof seatrial.v1.Telemetry
             * @instance
             */
            Telemetry.prototype.values = $util.emptyArray;

            /**
             * Creates a new Telemetry instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Telemetry
             * @static
             * @param {seatrial.v1.Telemetry.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Telemetry} Telemetry instance
             * @type {{
             *   (properties: seatrial.v1.Telemetry.$Shape): seatrial.v1.Telemetry & seatrial.v1.Telemetry.$Shape;
             *   (properties?: seatrial.v1.Telemetry.$Properties): seatrial.v1.Telemetry;
             * }}
             */
            Telemetry.create = function(properties) {
                return new Telemetry(properties);
            };

            /**
             * Encodes the specified Telemetry message. Does not implicitly {@link seatrial.v1.Telemetry.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Telemetry
             * @static
             * @param {seatrial.v1.Telemetry.$Properties} message Telemetry message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Telemetry.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.boot);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && message.sequence !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.sequence);
                if (message.baseTimeMs != null && $Object.hasOwnProperty.call(message, "baseTimeMs") && !$Object.is(message.baseTimeMs, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.baseTimeMs);
                if (message.signalIds != null && message.signalIds.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).uint32s(message.signalIds);
                if (message.timeOffsetsMs != null && message.timeOffsetsMs.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).uint32s(message.timeOffsetsMs);
                if (message.values != null && message.values.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).doubles(message.values);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Telemetry message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Telemetry
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Telemetry & seatrial.v1.Telemetry.$Shape} Telemetry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Telemetry.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Telemetry();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.baseTimeMs = value;
                            else
                                delete message.baseTimeMs;
                            continue;
                        }
                    case 4: {
                            if (wireType === 2) {
                                if (!(message.signalIds && message.signalIds.length))
                                    message.signalIds = [];
                                reader.uint32s(message.signalIds);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.signalIds && message.signalIds.length))
                                message.signalIds = [];
                            message.signalIds.push(reader.uint32());
                            continue;
                        }
                    case 5: {
                            if (wireType === 2) {
                                if (!(message.timeOffsetsMs && message.timeOffsetsMs.length))
                                    message.timeOffsetsMs = [];
                                reader.uint32s(message.timeOffsetsMs);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.timeOffsetsMs && message.timeOffsetsMs.length))
                                message.timeOffsetsMs = [];
                            message.timeOffsetsMs.push(reader.uint32());
                            continue;
                        }
                    case 6: {
                            if (wireType === 2) {
                                if (!(message.values && message.values.length))
                                    message.values = [];
                                reader.doubles(message.values);
                                continue;
                            }
                            if (wireType !== 1)
                                break;
                            if (!(message.values && message.values.length))
                                message.values = [];
                            message.values.push(reader.double());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Telemetry message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Telemetry
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Telemetry} Telemetry
             */
            Telemetry.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Telemetry)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Telemetry: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Telemetry();
                if (object.boot != null)
                    if ($Number(object.boot) !== 0)
                        message.boot = object.boot >>> 0;
                if (object.sequence != null)
                    if ($Number(object.sequence) !== 0)
                        message.sequence = object.sequence >>> 0;
                if (object.baseTimeMs != null)
                    if (!$Object.is($Number(object.baseTimeMs), 0))
                        message.baseTimeMs = $Number(object.baseTimeMs);
                if (object.signalIds) {
                    if (!$Array.isArray(object.signalIds))
                        throw $TypeError(".seatrial.v1.Telemetry.signalIds: array expected");
                    message.signalIds = $Array(object.signalIds.length);
                    for (let i = 0; i < object.signalIds.length; ++i)
                        message.signalIds[i] = object.signalIds[i] >>> 0;
                }
                if (object.timeOffsetsMs) {
                    if (!$Array.isArray(object.timeOffsetsMs))
                        throw $TypeError(".seatrial.v1.Telemetry.timeOffsetsMs: array expected");
                    message.timeOffsetsMs = $Array(object.timeOffsetsMs.length);
                    for (let i = 0; i < object.timeOffsetsMs.length; ++i)
                        message.timeOffsetsMs[i] = object.timeOffsetsMs[i] >>> 0;
                }
                if (object.values) {
                    if (!$Array.isArray(object.values))
                        throw $TypeError(".seatrial.v1.Telemetry.values: array expected");
                    message.values = $Array(object.values.length);
                    for (let i = 0; i < object.values.length; ++i)
                        message.values[i] = $Number(object.values[i]);
                }
                return message;
            };

            /**
             * Creates a plain object from a Telemetry message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Telemetry
             * @static
             * @param {seatrial.v1.Telemetry} message Telemetry
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Telemetry.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.signalIds = [];
                    object.timeOffsetsMs = [];
                    object.values = [];
                }
                if (options.defaults) {
                    object.boot = 0;
                    object.sequence = 0;
                    object.baseTimeMs = 0;
                }
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot"))
                    object.boot = message.boot;
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    object.sequence = message.sequence;
                if (message.baseTimeMs != null && $Object.hasOwnProperty.call(message, "baseTimeMs"))
                    object.baseTimeMs = options.json && !$isFinite(message.baseTimeMs) ? $String(message.baseTimeMs) : message.baseTimeMs;
                if (message.signalIds && message.signalIds.length) {
                    object.signalIds = $Array(message.signalIds.length);
                    for (let j = 0; j < message.signalIds.length; ++j)
                        object.signalIds[j] = message.signalIds[j];
                }
                if (message.timeOffsetsMs && message.timeOffsetsMs.length) {
                    object.timeOffsetsMs = $Array(message.timeOffsetsMs.length);
                    for (let j = 0; j < message.timeOffsetsMs.length; ++j)
                        object.timeOffsetsMs[j] = message.timeOffsetsMs[j];
                }
                if (message.values && message.values.length) {
                    object.values = $Array(message.values.length);
                    for (let j = 0; j < message.values.length; ++j)
                        object.values[j] = options.json && !$isFinite(message.values[j]) ? $String(message.values[j]) : message.values[j];
                }
                return object;
            };

            /**
             * Converts this Telemetry to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Telemetry
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Telemetry.prototype.toJSON = function() {
                return Telemetry.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Telemetry;
        })();

        v1.DeviceEvent = (function() {

            /**
             * Properties of a DeviceEvent.
             * @typedef {Object} seatrial.v1.DeviceEvent.$Properties
             * @property {number} [boot] DeviceEvent boot
             * @property {number} [sequence] DeviceEvent sequence
             * @property {number} [timeMs] DeviceEvent timeMs
             * @property {seatrial.v1.EventKind} [kind] DeviceEvent kind
             * @property {string} [name] DeviceEvent name
             * @property {string} [message] DeviceEvent message
             * @property {Object.<string,number>} [values] DeviceEvent values
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DeviceEvent.
             * @memberof seatrial.v1
             * @interface IDeviceEvent
             * @augments seatrial.v1.DeviceEvent.$Properties
             * @deprecated Use seatrial.v1.DeviceEvent.$Properties instead.
             */

            /**
             * Shape of a DeviceEvent.
             * @typedef {seatrial.v1.DeviceEvent.$Properties} seatrial.v1.DeviceEvent.$Shape
             */

            /**
             * Constructs a new DeviceEvent.
             * @memberof seatrial.v1
             * @classdesc Represents a DeviceEvent.
             * @constructor
             * @param {seatrial.v1.DeviceEvent.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DeviceEvent = function (properties) {
                this.values = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DeviceEvent boot.
             * @member {number} boot
             * @memberof seatrial.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.boot = 0;

            /**
             * DeviceEvent sequence.
             * @member {number} sequence
             * @memberof seatrial.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.sequence = 0;

            /**
             * DeviceEvent timeMs.
             * @member {number} timeMs
             * @memberof seatrial.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.timeMs = 0;

            /**
             * DeviceEvent kind.
             * @member {seatrial.v1.EventKind} kind
             * @memberof seatrial.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.kind = 0;

            /**
             * DeviceEvent name.
             * @member {string} name
             * @memberof seatrial.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.name = "";

            /**
             * DeviceEvent message.
             * @member {string} message
             * @memberof seatrial.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.message = "";

            /**
             * DeviceEvent values.
             * @member {Object.<string,number>} values
             * @memberof seatrial.v1.DeviceEvent
             * @instance
             */
            DeviceEvent.prototype.values = $util.emptyObject;

            /**
             * Creates a new DeviceEvent instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.DeviceEvent
             * @static
             * @param {seatrial.v1.DeviceEvent.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.DeviceEvent} DeviceEvent instance
             * @type {{
             *   (properties: seatrial.v1.DeviceEvent.$Shape): seatrial.v1.DeviceEvent & seatrial.v1.DeviceEvent.$Shape;
             *   (properties?: seatrial.v1.DeviceEvent.$Properties): seatrial.v1.DeviceEvent;
             * }}
             */
            DeviceEvent.create = function(properties) {
                return new DeviceEvent(properties);
            };

            /**
             * Encodes the specified DeviceEvent message. Does not implicitly {@link seatrial.v1.DeviceEvent.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.DeviceEvent
             * @static
             * @param {seatrial.v1.DeviceEvent.$Properties} message DeviceEvent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DeviceEvent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.boot);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && message.sequence !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.sequence);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && !$Object.is(message.timeMs, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.timeMs);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.kind);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.name);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.message);
                if (message.values != null && $Object.hasOwnProperty.call(message, "values"))
                    for (let keys = $Object.keys(message.values), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 7, wireType 2 =*/58).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 1 =*/17).double(message.values[keys[i]]).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DeviceEvent message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.DeviceEvent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.DeviceEvent & seatrial.v1.DeviceEvent.$Shape} DeviceEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DeviceEvent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.DeviceEvent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (message.values === $util.emptyObject)
                                message.values = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = 0;
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 1)
                                        break;
                                    value = reader.double();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.values, key);
                            message.values[key] = value;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a DeviceEvent message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.DeviceEvent
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.DeviceEvent} DeviceEvent
             */
            DeviceEvent.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.DeviceEvent)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.DeviceEvent: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.DeviceEvent();
                if (object.boot != null)
                    if ($Number(object.boot) !== 0)
                        message.boot = object.boot >>> 0;
                if (object.sequence != null)
                    if ($Number(object.sequence) !== 0)
                        message.sequence = object.sequence >>> 0;
                if (object.timeMs != null)
                    if (!$Object.is($Number(object.timeMs), 0))
                        message.timeMs = $Number(object.timeMs);
                if (object.kind !== 0 && (typeof object.kind !== "string" || $root.seatrial.v1.EventKind[object.kind] !== 0))
                    switch (object.kind) {
                    case "EVENT_KIND_UNSPECIFIED":
                    case 0:
                        message.kind = 0;
                        break;
                    case "EVENT_KIND_BOOT":
                    case 1:
                        message.kind = 1;
                        break;
                    case "EVENT_KIND_APPLICATION":
                    case 2:
                        message.kind = 2;
                        break;
                    case "EVENT_KIND_STORE_OVERFLOW":
                    case 3:
                        message.kind = 3;
                        break;
                    case "EVENT_KIND_CRASH":
                    case 4:
                        message.kind = 4;
                        break;
                    case "EVENT_KIND_POWER":
                    case 5:
                        message.kind = 5;
                        break;
                    default:
                        if (typeof object.kind === "number" && (object.kind | 0) === object.kind)
                            message.kind = object.kind;
                    }
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                if (object.values) {
                    if (!$util.isObject(object.values))
                        throw $TypeError(".seatrial.v1.DeviceEvent.values: object expected");
                    message.values = {};
                    for (let keys = $Object.keys(object.values), i = 0; i < keys.length; ++i) {
                        if (keys[i] === "__proto__")
                            $util.makeProp(message.values, keys[i]);
                        message.values[keys[i]] = $Number(object.values[keys[i]]);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a DeviceEvent message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.DeviceEvent
             * @static
             * @param {seatrial.v1.DeviceEvent} message DeviceEvent
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            DeviceEvent.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.objects || options.defaults)
                    object.values = {};
                if (options.defaults) {
                    object.boot = 0;
                    object.sequence = 0;
                    object.timeMs = 0;
                    object.kind = options.enums === $String ? "EVENT_KIND_UNSPECIFIED" : 0;
                    object.name = "";
                    object.message = "";
                }
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot"))
                    object.boot = message.boot;
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    object.sequence = message.sequence;
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs"))
                    object.timeMs = options.json && !$isFinite(message.timeMs) ? $String(message.timeMs) : message.timeMs;
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind"))
                    object.kind = options.enums === $String ? $root.seatrial.v1.EventKind[message.kind] === $undefined ? message.kind : $root.seatrial.v1.EventKind[message.kind] : message.kind;
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                let keys2;
                if (message.values && (keys2 = $Object.keys(message.values)).length) {
                    object.values = {};
                    for (let j = 0; j < keys2.length; ++j) {
                        if (keys2[j] === "__proto__")
                            $util.makeProp(object.values, keys2[j]);
                        object.values[keys2[j]] = options.json && !$isFinite(message.values[keys2[j]]) ? $String(message.values[keys2[j]]) : message.values[keys2[j]];
                    }
                }
                return object;
            };

            /**
             * Converts this DeviceEvent to JSON.
             * @function toJSON
             * @memberof seatrial.v1.DeviceEvent
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            DeviceEvent.prototype.toJSON = function() {
                return DeviceEvent.toObject(this, $protobuf.util.toJSONOptions);
            };

            return DeviceEvent;
        })();

        /**
         * EventKind enum.
         * @name seatrial.v1.EventKind
         * @enum {number}
         * @property {number} EVENT_KIND_UNSPECIFIED=0 EVENT_KIND_UNSPECIFIED value
         * @property {number} EVENT_KIND_BOOT=1 EVENT_KIND_BOOT value
         * @property {number} EVENT_KIND_APPLICATION=2 EVENT_KIND_APPLICATION value
         * @property {number} EVENT_KIND_STORE_OVERFLOW=3 EVENT_KIND_STORE_OVERFLOW value
         * @property {number} EVENT_KIND_CRASH=4 EVENT_KIND_CRASH value
         * @property {number} EVENT_KIND_POWER=5 EVENT_KIND_POWER value
         */
        v1.EventKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "EVENT_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "EVENT_KIND_BOOT"] = 1;
            values[valuesById[2] = "EVENT_KIND_APPLICATION"] = 2;
            values[valuesById[3] = "EVENT_KIND_STORE_OVERFLOW"] = 3;
            values[valuesById[4] = "EVENT_KIND_CRASH"] = 4;
            values[valuesById[5] = "EVENT_KIND_POWER"] = 5;
            return values;
        })();

        v1.Acknowledge = (function() {

            /**
             * Properties of an Acknowledge.
             * @typedef {Object} seatrial.v1.Acknowledge.$Properties
             * @property {number} [boot] Acknowledge boot
             * @property {number} [sequence] Acknowledge sequence
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Acknowledge.
             * @memberof seatrial.v1
             * @interface IAcknowledge
             * @augments seatrial.v1.Acknowledge.$Properties
             * @deprecated Use seatrial.v1.Acknowledge.$Properties instead.
             */

            /**
             * Shape of an Acknowledge.
             * @typedef {seatrial.v1.Acknowledge.$Properties} seatrial.v1.Acknowledge.$Shape
             */

            /**
             * Constructs a new Acknowledge.
             * @memberof seatrial.v1
             * @classdesc Represents an Acknowledge.
             * @constructor
             * @param {seatrial.v1.Acknowledge.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Acknowledge = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Acknowledge boot.
             * @member {number} boot
             * @memberof seatrial.v1.Acknowledge
             * @instance
             */
            Acknowledge.prototype.boot = 0;

            /**
             * Acknowledge sequence.
             * @member {number} sequence
             * @memberof seatrial.v1.Acknowledge
             * @instance
             */
            Acknowledge.prototype.sequence = 0;

            /**
             * Creates a new Acknowledge instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Acknowledge
             * @static
             * @param {seatrial.v1.Acknowledge.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Acknowledge} Acknowledge instance
             * @type {{
             *   (properties: seatrial.v1.Acknowledge.$Shape): seatrial.v1.Acknowledge & seatrial.v1.Acknowledge.$Shape;
             *   (properties?: seatrial.v1.Acknowledge.$Properties): seatrial.v1.Acknowledge;
             * }}
             */
            Acknowledge.create = function(properties) {
                return new Acknowledge(properties);
            };

            /**
             * Encodes the specified Acknowledge message. Does not implicitly {@link seatrial.v1.Acknowledge.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Acknowledge
             * @static
             * @param {seatrial.v1.Acknowledge.$Properties} message Acknowledge message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Acknowledge.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.boot);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && message.sequence !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.sequence);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Acknowledge message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Acknowledge
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Acknowledge & seatrial.v1.Acknowledge.$Shape} Acknowledge
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Acknowledge.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Acknowledge();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an Acknowledge message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Acknowledge
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Acknowledge} Acknowledge
             */
            Acknowledge.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Acknowledge)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Acknowledge: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Acknowledge();
                if (object.boot != null)
                    if ($Number(object.boot) !== 0)
                        message.boot = object.boot >>> 0;
                if (object.sequence != null)
                    if ($Number(object.sequence) !== 0)
                        message.sequence = object.sequence >>> 0;
                return message;
            };

            /**
             * Creates a plain object from an Acknowledge message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Acknowledge
             * @static
             * @param {seatrial.v1.Acknowledge} message Acknowledge
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Acknowledge.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.boot = 0;
                    object.sequence = 0;
                }
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot"))
                    object.boot = message.boot;
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    object.sequence = message.sequence;
                return object;
            };

            /**
             * Converts this Acknowledge to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Acknowledge
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Acknowledge.prototype.toJSON = function() {
                return Acknowledge.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Acknowledge;
        })();

        v1.Reject = (function() {

            /**
             * Properties of a Reject.
             * @typedef {Object} seatrial.v1.Reject.$Properties
             * @property {number} [boot] Reject boot
             * @property {number} [sequence] Reject sequence
             * @property {seatrial.v1.RejectCode} [code] Reject code
             * @property {string} [message] Reject message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Reject.
             * @memberof seatrial.v1
             * @interface IReject
             * @augments seatrial.v1.Reject.$Properties
             * @deprecated Use seatrial.v1.Reject.$Properties instead.
             */

            /**
             * Shape of a Reject.
             * @typedef {seatrial.v1.Reject.$Properties} seatrial.v1.Reject.$Shape
             */

            /**
             * Constructs a new Reject.
             * @memberof seatrial.v1
             * @classdesc Represents a Reject.
             * @constructor
             * @param {seatrial.v1.Reject.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Reject = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Reject boot.
             * @member {number} boot
             * @memberof seatrial.v1.Reject
             * @instance
             */
            Reject.prototype.boot = 0;

            /**
             * Reject sequence.
             * @member {number} sequence
             * @memberof seatrial.v1.Reject
             * @instance
             */
            Reject.prototype.sequence = 0;

            /**
             * Reject code.
             * @member {seatrial.v1.RejectCode} code
             * @memberof seatrial.v1.Reject
             * @instance
             */
            Reject.prototype.code = 0;

            /**
             * Reject message.
             * @member {string} message
             * @memberof seatrial.v1.Reject
             * @instance
             */
            Reject.prototype.message = "";

            /**
             * Creates a new Reject instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.Reject
             * @static
             * @param {seatrial.v1.Reject.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.Reject} Reject instance
             * @type {{
             *   (properties: seatrial.v1.Reject.$Shape): seatrial.v1.Reject & seatrial.v1.Reject.$Shape;
             *   (properties?: seatrial.v1.Reject.$Properties): seatrial.v1.Reject;
             * }}
             */
            Reject.create = function(properties) {
                return new Reject(properties);
            };

            /**
             * Encodes the specified Reject message. Does not implicitly {@link seatrial.v1.Reject.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.Reject
             * @static
             * @param {seatrial.v1.Reject.$Properties} message Reject message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Reject.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.boot);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && message.sequence !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.sequence);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Reject message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.Reject
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.Reject & seatrial.v1.Reject.$Shape} Reject
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Reject.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.Reject();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a Reject message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.Reject
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.Reject} Reject
             */
            Reject.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.Reject)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.Reject: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.Reject();
                if (object.boot != null)
                    if ($Number(object.boot) !== 0)
                        message.boot = object.boot >>> 0;
                if (object.sequence != null)
                    if ($Number(object.sequence) !== 0)
                        message.sequence = object.sequence >>> 0;
                if (object.code !== 0 && (typeof object.code !== "string" || $root.seatrial.v1.RejectCode[object.code] !== 0))
                    switch (object.code) {
                    case "REJECT_CODE_UNSPECIFIED":
                    case 0:
                        message.code = 0;
                        break;
                    case "REJECT_CODE_COLUMNS":
                    case 1:
                        message.code = 1;
                        break;
                    case "REJECT_CODE_UNKNOWN_SIGNAL":
                    case 2:
                        message.code = 2;
                        break;
                    case "REJECT_CODE_NOT_FINITE":
                    case 3:
                        message.code = 3;
                        break;
                    case "REJECT_CODE_FUTURE":
                    case 4:
                        message.code = 4;
                        break;
                    case "REJECT_CODE_FIELD":
                    case 5:
                        message.code = 5;
                        break;
                    default:
                        if (typeof object.code === "number" && (object.code | 0) === object.code)
                            message.code = object.code;
                    }
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                return message;
            };

            /**
             * Creates a plain object from a Reject message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.Reject
             * @static
             * @param {seatrial.v1.Reject} message Reject
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Reject.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.boot = 0;
                    object.sequence = 0;
                    object.code = options.enums === $String ? "REJECT_CODE_UNSPECIFIED" : 0;
                    object.message = "";
                }
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot"))
                    object.boot = message.boot;
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    object.sequence = message.sequence;
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = options.enums === $String ? $root.seatrial.v1.RejectCode[message.code] === $undefined ? message.code : $root.seatrial.v1.RejectCode[message.code] : message.code;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                return object;
            };

            /**
             * Converts this Reject to JSON.
             * @function toJSON
             * @memberof seatrial.v1.Reject
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Reject.prototype.toJSON = function() {
                return Reject.toObject(this, $protobuf.util.toJSONOptions);
            };

            return Reject;
        })();

        /**
         * RejectCode enum.
         * @name seatrial.v1.RejectCode
         * @enum {number}
         * @property {number} REJECT_CODE_UNSPECIFIED=0 REJECT_CODE_UNSPECIFIED value
         * @property {number} REJECT_CODE_COLUMNS=1 REJECT_CODE_COLUMNS value
         * @property {number} REJECT_CODE_UNKNOWN_SIGNAL=2 REJECT_CODE_UNKNOWN_SIGNAL value
         * @property {number} REJECT_CODE_NOT_FINITE=3 REJECT_CODE_NOT_FINITE value
         * @property {number} REJECT_CODE_FUTURE=4 REJECT_CODE_FUTURE value
         * @property {number} REJECT_CODE_FIELD=5 REJECT_CODE_FIELD value
         */
        v1.RejectCode = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "REJECT_CODE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "REJECT_CODE_COLUMNS"] = 1;
            values[valuesById[2] = "REJECT_CODE_UNKNOWN_SIGNAL"] = 2;
            values[valuesById[3] = "REJECT_CODE_NOT_FINITE"] = 3;
            values[valuesById[4] = "REJECT_CODE_FUTURE"] = 4;
            values[valuesById[5] = "REJECT_CODE_FIELD"] = 5;
            return values;
        })();

        v1.UpdateOffer = (function() {

            /**
             * Properties of an UpdateOffer.
             * @typedef {Object} seatrial.v1.UpdateOffer.$Properties
             * @property {string} [attemptId] UpdateOffer attemptId
             * @property {Uint8Array} [assignment] UpdateOffer assignment
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an UpdateOffer.
             * @memberof seatrial.v1
             * @interface IUpdateOffer
             * @augments seatrial.v1.UpdateOffer.$Properties
             * @deprecated Use seatrial.v1.UpdateOffer.$Properties instead.
             */

            /**
             * Shape of an UpdateOffer.
             * @typedef {seatrial.v1.UpdateOffer.$Properties} seatrial.v1.UpdateOffer.$Shape
             */

            /**
             * Constructs a new UpdateOffer.
             * @memberof seatrial.v1
             * @classdesc Represents an UpdateOffer.
             * @constructor
             * @param {seatrial.v1.UpdateOffer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const UpdateOffer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * UpdateOffer attemptId.
             * @member {string} attemptId
             * @memberof seatrial.v1.UpdateOffer
             * @instance
             */
            UpdateOffer.prototype.attemptId = "";

            /**
             * UpdateOffer assignment.
             * @member {Uint8Array} assignment
             * @memberof seatrial.v1.UpdateOffer
             * @instance
             */
            UpdateOffer.prototype.assignment = $util.newBuffer([]);

            /**
             * Creates a new UpdateOffer instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.UpdateOffer
             * @static
             * @param {seatrial.v1.UpdateOffer.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.UpdateOffer} UpdateOffer instance
             * @type {{
             *   (properties: seatrial.v1.UpdateOffer.$Shape): seatrial.v1.UpdateOffer & seatrial.v1.UpdateOffer.$Shape;
             *   (properties?: seatrial.v1.UpdateOffer.$Properties): seatrial.v1.UpdateOffer;
             * }}
             */
            UpdateOffer.create = function(properties) {
                return new UpdateOffer(properties);
            };

            /**
             * Encodes the specified UpdateOffer message. Does not implicitly {@link seatrial.v1.UpdateOffer.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.UpdateOffer
             * @static
             * @param {seatrial.v1.UpdateOffer.$Properties} message UpdateOffer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            UpdateOffer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId") && message.attemptId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.attemptId);
                if (message.assignment != null && $Object.hasOwnProperty.call(message, "assignment") && message.assignment.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.assignment);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an UpdateOffer message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.UpdateOffer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.UpdateOffer & seatrial.v1.UpdateOffer.$Shape} UpdateOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            UpdateOffer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.UpdateOffer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.attemptId = value;
                            else
                                delete message.attemptId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.assignment = value;
                            else
                                delete message.assignment;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an UpdateOffer message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.UpdateOffer
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.UpdateOffer} UpdateOffer
             */
            UpdateOffer.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.UpdateOffer)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.UpdateOffer: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.UpdateOffer();
                if (object.attemptId != null)
                    if (typeof object.attemptId !== "string" || object.attemptId.length)
                        message.attemptId = $String(object.attemptId);
                if (object.assignment != null)
                    if (object.assignment.length)
                        if (typeof object.assignment === "string")
                            $util.base64.decode(object.assignment, message.assignment = $util.newBuffer($util.base64.length(object.assignment)), 0);
                        else if (object.assignment.length >= 0)
                            message.assignment = object.assignment;
                return message;
            };

            /**
             * Creates a plain object from an UpdateOffer message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.UpdateOffer
             * @static
             * @param {seatrial.v1.UpdateOffer} message UpdateOffer
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            UpdateOffer.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.attemptId = "";
                    if (options.bytes === $String)
                        object.assignment = "";
                    else {
                        object.assignment = [];
                        if (options.bytes !== $Array)
                            object.assignment = $util.newBuffer(object.assignment);
                    }
                }
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId"))
                    object.attemptId = message.attemptId;
                if (message.assignment != null && $Object.hasOwnProperty.call(message, "assignment"))
                    object.assignment = options.bytes === $String ? $util.base64.encode(message.assignment, 0, message.assignment.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.assignment) : message.assignment;
                return object;
            };

            /**
             * Converts this UpdateOffer to JSON.
             * @function toJSON
             * @memberof seatrial.v1.UpdateOffer
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            UpdateOffer.prototype.toJSON = function() {
                return UpdateOffer.toObject(this, $protobuf.util.toJSONOptions);
            };

            return UpdateOffer;
        })();

        v1.UpdateCancel = (function() {

            /**
             * Properties of an UpdateCancel.
             * @typedef {Object} seatrial.v1.UpdateCancel.$Properties
             * @property {string} [attemptId] UpdateCancel attemptId
             * @property {string} [message] UpdateCancel message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an UpdateCancel.
             * @memberof seatrial.v1
             * @interface IUpdateCancel
             * @augments seatrial.v1.UpdateCancel.$Properties
             * @deprecated Use seatrial.v1.UpdateCancel.$Properties instead.
             */

            /**
             * Shape of an UpdateCancel.
             * @typedef {seatrial.v1.UpdateCancel.$Properties} seatrial.v1.UpdateCancel.$Shape
             */

            /**
             * Constructs a new UpdateCancel.
             * @memberof seatrial.v1
             * @classdesc Represents an UpdateCancel.
             * @constructor
             * @param {seatrial.v1.UpdateCancel.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const UpdateCancel = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * UpdateCancel attemptId.
             * @member {string} attemptId
             * @memberof seatrial.v1.UpdateCancel
             * @instance
             */
            UpdateCancel.prototype.attemptId = "";

            /**
             * UpdateCancel message.
             * @member {string} message
             * @memberof seatrial.v1.UpdateCancel
             * @instance
             */
            UpdateCancel.prototype.message = "";

            /**
             * Creates a new UpdateCancel instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.UpdateCancel
             * @static
             * @param {seatrial.v1.UpdateCancel.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.UpdateCancel} UpdateCancel instance
             * @type {{
             *   (properties: seatrial.v1.UpdateCancel.$Shape): seatrial.v1.UpdateCancel & seatrial.v1.UpdateCancel.$Shape;
             *   (properties?: seatrial.v1.UpdateCancel.$Properties): seatrial.v1.UpdateCancel;
             * }}
             */
            UpdateCancel.create = function(properties) {
                return new UpdateCancel(properties);
            };

            /**
             * Encodes the specified UpdateCancel message. Does not implicitly {@link seatrial.v1.UpdateCancel.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.UpdateCancel
             * @static
             * @param {seatrial.v1.UpdateCancel.$Properties} message UpdateCancel message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            UpdateCancel.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId") && message.attemptId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.attemptId);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an UpdateCancel message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.UpdateCancel
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.UpdateCancel & seatrial.v1.UpdateCancel.$Shape} UpdateCancel
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            UpdateCancel.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.UpdateCancel();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.attemptId = value;
                            else
                                delete message.attemptId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an UpdateCancel message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.UpdateCancel
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.UpdateCancel} UpdateCancel
             */
            UpdateCancel.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.UpdateCancel)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.UpdateCancel: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.UpdateCancel();
                if (object.attemptId != null)
                    if (typeof object.attemptId !== "string" || object.attemptId.length)
                        message.attemptId = $String(object.attemptId);
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                return message;
            };

            /**
             * Creates a plain object from an UpdateCancel message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.UpdateCancel
             * @static
             * @param {seatrial.v1.UpdateCancel} message UpdateCancel
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            UpdateCancel.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.attemptId = "";
                    object.message = "";
                }
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId"))
                    object.attemptId = message.attemptId;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                return object;
            };

            /**
             * Converts this UpdateCancel to JSON.
             * @function toJSON
             * @memberof seatrial.v1.UpdateCancel
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            UpdateCancel.prototype.toJSON = function() {
                return UpdateCancel.toObject(this, $protobuf.util.toJSONOptions);
            };

            return UpdateCancel;
        })();

        v1.PieceRequest = (function() {

            /**
             * Properties of a PieceRequest.
             * @typedef {Object} seatrial.v1.PieceRequest.$Properties
             * @property {string} [attemptId] PieceRequest attemptId
             * @property {seatrial.v1.Piece} [piece] PieceRequest piece
             * @property {number} [version] PieceRequest version
             * @property {number} [offset] PieceRequest offset
             * @property {number} [credit] PieceRequest credit
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PieceRequest.
             * @memberof seatrial.v1
             * @interface IPieceRequest
             * @augments seatrial.v1.PieceRequest.$Properties
             * @deprecated Use seatrial.v1.PieceRequest.$Properties instead.
             */

            /**
             * Shape of a PieceRequest.
             * @typedef {seatrial.v1.PieceRequest.$Properties} seatrial.v1.PieceRequest.$Shape
             */

            /**
             * Constructs a new PieceRequest.
             * @memberof seatrial.v1
             * @classdesc Represents a PieceRequest.
             * @constructor
             * @param {seatrial.v1.PieceRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PieceRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PieceRequest attemptId.
             * @member {string} attemptId
             * @memberof seatrial.v1.PieceRequest
             * @instance
             */
            PieceRequest.prototype.attemptId = "";

            /**
             * PieceRequest piece.
             * @member {seatrial.v1.Piece} piece
             * @memberof seatrial.v1.PieceRequest
             * @instance
             */
            PieceRequest.prototype.piece = 0;

            /**
             * PieceRequest version.
             * @member {number} version
             * @memberof seatrial.v1.PieceRequest
             * @instance
             */
            PieceRequest.prototype.version = 0;

            /**
             * PieceRequest offset.
             * @member {number} offset
             * @memberof seatrial.v1.PieceRequest
             * @instance
             */
            PieceRequest.prototype.offset = 0;

            /**
             * PieceRequest credit.
             * @member {number} credit
             * @memberof seatrial.v1.PieceRequest
             * @instance
             */
            PieceRequest.prototype.credit = 0;

            /**
             * Creates a new PieceRequest instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.PieceRequest
             * @static
             * @param {seatrial.v1.PieceRequest.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.PieceRequest} PieceRequest instance
             * @type {{
             *   (properties: seatrial.v1.PieceRequest.$Shape): seatrial.v1.PieceRequest & seatrial.v1.PieceRequest.$Shape;
             *   (properties?: seatrial.v1.PieceRequest.$Properties): seatrial.v1.PieceRequest;
             * }}
             */
            PieceRequest.create = function(properties) {
                return new PieceRequest(properties);
            };

            /**
             * Encodes the specified PieceRequest message. Does not implicitly {@link seatrial.v1.PieceRequest.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.PieceRequest
             * @static
             * @param {seatrial.v1.PieceRequest.$Properties} message PieceRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PieceRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId") && message.attemptId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.attemptId);
                if (message.piece != null && $Object.hasOwnProperty.call(message, "piece") && message.piece !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.piece);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.version);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.offset);
                if (message.credit != null && $Object.hasOwnProperty.call(message, "credit") && message.credit !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.credit);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PieceRequest message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.PieceRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.PieceRequest & seatrial.v1.PieceRequest.$Shape} PieceRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PieceRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.PieceRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.attemptId = value;
                            else
                                delete message.attemptId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.piece = value;
                            else
                                delete message.piece;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.credit = value;
                            else
                                delete message.credit;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a PieceRequest message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.PieceRequest
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.PieceRequest} PieceRequest
             */
            PieceRequest.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.PieceRequest)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.PieceRequest: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.PieceRequest();
                if (object.attemptId != null)
                    if (typeof object.attemptId !== "string" || object.attemptId.length)
                        message.attemptId = $String(object.attemptId);
                if (object.piece !== 0 && (typeof object.piece !== "string" || $root.seatrial.v1.Piece[object.piece] !== 0))
                    switch (object.piece) {
                    case "PIECE_UNSPECIFIED":
                    case 0:
                        message.piece = 0;
                        break;
                    case "PIECE_ROOT":
                    case 1:
                        message.piece = 1;
                        break;
                    case "PIECE_TIMESTAMP":
                    case 2:
                        message.piece = 2;
                        break;
                    case "PIECE_SNAPSHOT":
                    case 3:
                        message.piece = 3;
                        break;
                    case "PIECE_TARGETS":
                    case 4:
                        message.piece = 4;
                        break;
                    case "PIECE_HEADER":
                    case 5:
                        message.piece = 5;
                        break;
                    case "PIECE_CONTENT":
                    case 6:
                        message.piece = 6;
                        break;
                    case "PIECE_DELTA":
                    case 7:
                        message.piece = 7;
                        break;
                    default:
                        if (typeof object.piece === "number" && (object.piece | 0) === object.piece)
                            message.piece = object.piece;
                    }
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.offset != null)
                    if ($Number(object.offset) !== 0)
                        message.offset = object.offset >>> 0;
                if (object.credit != null)
                    if ($Number(object.credit) !== 0)
                        message.credit = object.credit >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a PieceRequest message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.PieceRequest
             * @static
             * @param {seatrial.v1.PieceRequest} message PieceRequest
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PieceRequest.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.attemptId = "";
                    object.piece = options.enums === $String ? "PIECE_UNSPECIFIED" : 0;
                    object.version = 0;
                    object.offset = 0;
                    object.credit = 0;
                }
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId"))
                    object.attemptId = message.attemptId;
                if (message.piece != null && $Object.hasOwnProperty.call(message, "piece"))
                    object.piece = options.enums === $String ? $root.seatrial.v1.Piece[message.piece] === $undefined ? message.piece : $root.seatrial.v1.Piece[message.piece] : message.piece;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset"))
                    object.offset = message.offset;
                if (message.credit != null && $Object.hasOwnProperty.call(message, "credit"))
                    object.credit = message.credit;
                return object;
            };

            /**
             * Converts this PieceRequest to JSON.
             * @function toJSON
             * @memberof seatrial.v1.PieceRequest
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PieceRequest.prototype.toJSON = function() {
                return PieceRequest.toObject(this, $protobuf.util.toJSONOptions);
            };

            return PieceRequest;
        })();

        /**
         * Piece enum.
         * @name seatrial.v1.Piece
         * @enum {number}
         * @property {number} PIECE_UNSPECIFIED=0 PIECE_UNSPECIFIED value
         * @property {number} PIECE_ROOT=1 PIECE_ROOT value
         * @property {number} PIECE_TIMESTAMP=2 PIECE_TIMESTAMP value
         * @property {number} PIECE_SNAPSHOT=3 PIECE_SNAPSHOT value
         * @property {number} PIECE_TARGETS=4 PIECE_TARGETS value
         * @property {number} PIECE_HEADER=5 PIECE_HEADER value
         * @property {number} PIECE_CONTENT=6 PIECE_CONTENT value
         * @property {number} PIECE_DELTA=7 PIECE_DELTA value
         */
        v1.Piece = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "PIECE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "PIECE_ROOT"] = 1;
            values[valuesById[2] = "PIECE_TIMESTAMP"] = 2;
            values[valuesById[3] = "PIECE_SNAPSHOT"] = 3;
            values[valuesById[4] = "PIECE_TARGETS"] = 4;
            values[valuesById[5] = "PIECE_HEADER"] = 5;
            values[valuesById[6] = "PIECE_CONTENT"] = 6;
            values[valuesById[7] = "PIECE_DELTA"] = 7;
            return values;
        })();

        v1.PiecePart = (function() {

            /**
             * Properties of a PiecePart.
             * @typedef {Object} seatrial.v1.PiecePart.$Properties
             * @property {string} [attemptId] PiecePart attemptId
             * @property {seatrial.v1.Piece} [piece] PiecePart piece
             * @property {number} [version] PiecePart version
             * @property {number} [offset] PiecePart offset
             * @property {number} [totalBytes] PiecePart totalBytes
             * @property {Uint8Array} [bytes] PiecePart bytes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PiecePart.
             * @memberof seatrial.v1
             * @interface IPiecePart
             * @augments seatrial.v1.PiecePart.$Properties
             * @deprecated Use seatrial.v1.PiecePart.$Properties instead.
             */

            /**
             * Shape of a PiecePart.
             * @typedef {seatrial.v1.PiecePart.$Properties} seatrial.v1.PiecePart.$Shape
             */

            /**
             * Constructs a new PiecePart.
             * @memberof seatrial.v1
             * @classdesc Represents a PiecePart.
             * @constructor
             * @param {seatrial.v1.PiecePart.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PiecePart = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PiecePart attemptId.
             * @member {string} attemptId
             * @memberof seatrial.v1.PiecePart
             * @instance
             */
            PiecePart.prototype.attemptId = "";

            /**
             * PiecePart piece.
             * @member {seatrial.v1.Piece} piece
             * @memberof seatrial.v1.PiecePart
             * @instance
             */
            PiecePart.prototype.piece = 0;

            /**
             * PiecePart version.
             * @member {number} version
             * @memberof seatrial.v1.PiecePart
             * @instance
             */
            PiecePart.prototype.version = 0;

            /**
             * PiecePart offset.
             * @member {number} offset
             * @memberof seatrial.v1.PiecePart
             * @instance
             */
            PiecePart.prototype.offset = 0;

            /**
             * PiecePart totalBytes.
             * @member {number} totalBytes
             * @memberof seatrial.v1.PiecePart
             * @instance
             */
            PiecePart.prototype.totalBytes = 0;

            /**
             * PiecePart bytes.
             * @member {Uint8Array} bytes
             * @memberof seatrial.v1.PiecePart
             * @instance
             */
            PiecePart.prototype.bytes = $util.newBuffer([]);

            /**
             * Creates a new PiecePart instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.PiecePart
             * @static
             * @param {seatrial.v1.PiecePart.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.PiecePart} PiecePart instance
             * @type {{
             *   (properties: seatrial.v1.PiecePart.$Shape): seatrial.v1.PiecePart & seatrial.v1.PiecePart.$Shape;
             *   (properties?: seatrial.v1.PiecePart.$Properties): seatrial.v1.PiecePart;
             * }}
             */
            PiecePart.create = function(properties) {
                return new PiecePart(properties);
            };

            /**
             * Encodes the specified PiecePart message. Does not implicitly {@link seatrial.v1.PiecePart.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.PiecePart
             * @static
             * @param {seatrial.v1.PiecePart.$Properties} message PiecePart message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PiecePart.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId") && message.attemptId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.attemptId);
                if (message.piece != null && $Object.hasOwnProperty.call(message, "piece") && message.piece !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.piece);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.version);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.offset);
                if (message.totalBytes != null && $Object.hasOwnProperty.call(message, "totalBytes") && message.totalBytes !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.totalBytes);
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && message.bytes.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.bytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PiecePart message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.PiecePart
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.PiecePart & seatrial.v1.PiecePart.$Shape} PiecePart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PiecePart.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.PiecePart();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.attemptId = value;
                            else
                                delete message.attemptId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.piece = value;
                            else
                                delete message.piece;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.totalBytes = value;
                            else
                                delete message.totalBytes;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a PiecePart message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.PiecePart
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.PiecePart} PiecePart
             */
            PiecePart.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.PiecePart)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.PiecePart: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.PiecePart();
                if (object.attemptId != null)
                    if (typeof object.attemptId !== "string" || object.attemptId.length)
                        message.attemptId = $String(object.attemptId);
                if (object.piece !== 0 && (typeof object.piece !== "string" || $root.seatrial.v1.Piece[object.piece] !== 0))
                    switch (object.piece) {
                    case "PIECE_UNSPECIFIED":
                    case 0:
                        message.piece = 0;
                        break;
                    case "PIECE_ROOT":
                    case 1:
                        message.piece = 1;
                        break;
                    case "PIECE_TIMESTAMP":
                    case 2:
                        message.piece = 2;
                        break;
                    case "PIECE_SNAPSHOT":
                    case 3:
                        message.piece = 3;
                        break;
                    case "PIECE_TARGETS":
                    case 4:
                        message.piece = 4;
                        break;
                    case "PIECE_HEADER":
                    case 5:
                        message.piece = 5;
                        break;
                    case "PIECE_CONTENT":
                    case 6:
                        message.piece = 6;
                        break;
                    case "PIECE_DELTA":
                    case 7:
                        message.piece = 7;
                        break;
                    default:
                        if (typeof object.piece === "number" && (object.piece | 0) === object.piece)
                            message.piece = object.piece;
                    }
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.offset != null)
                    if ($Number(object.offset) !== 0)
                        message.offset = object.offset >>> 0;
                if (object.totalBytes != null)
                    if ($Number(object.totalBytes) !== 0)
                        message.totalBytes = object.totalBytes >>> 0;
                if (object.bytes != null)
                    if (object.bytes.length)
                        if (typeof object.bytes === "string")
                            $util.base64.decode(object.bytes, message.bytes = $util.newBuffer($util.base64.length(object.bytes)), 0);
                        else if (object.bytes.length >= 0)
                            message.bytes = object.bytes;
                return message;
            };

            /**
             * Creates a plain object from a PiecePart message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.PiecePart
             * @static
             * @param {seatrial.v1.PiecePart} message PiecePart
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PiecePart.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.attemptId = "";
                    object.piece = options.enums === $String ? "PIECE_UNSPECIFIED" : 0;
                    object.version = 0;
                    object.offset = 0;
                    object.totalBytes = 0;
                    if (options.bytes === $String)
                        object.bytes = "";
                    else {
                        object.bytes = [];
                        if (options.bytes !== $Array)
                            object.bytes = $util.newBuffer(object.bytes);
                    }
                }
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId"))
                    object.attemptId = message.attemptId;
                if (message.piece != null && $Object.hasOwnProperty.call(message, "piece"))
                    object.piece = options.enums === $String ? $root.seatrial.v1.Piece[message.piece] === $undefined ? message.piece : $root.seatrial.v1.Piece[message.piece] : message.piece;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset"))
                    object.offset = message.offset;
                if (message.totalBytes != null && $Object.hasOwnProperty.call(message, "totalBytes"))
                    object.totalBytes = message.totalBytes;
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes"))
                    object.bytes = options.bytes === $String ? $util.base64.encode(message.bytes, 0, message.bytes.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.bytes) : message.bytes;
                return object;
            };

            /**
             * Converts this PiecePart to JSON.
             * @function toJSON
             * @memberof seatrial.v1.PiecePart
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PiecePart.prototype.toJSON = function() {
                return PiecePart.toObject(this, $protobuf.util.toJSONOptions);
            };

            return PiecePart;
        })();

        v1.PieceAbsent = (function() {

            /**
             * Properties of a PieceAbsent.
             * @typedef {Object} seatrial.v1.PieceAbsent.$Properties
             * @property {string} [attemptId] PieceAbsent attemptId
             * @property {seatrial.v1.Piece} [piece] PieceAbsent piece
             * @property {number} [version] PieceAbsent version
             * @property {seatrial.v1.AbsentCause} [cause] PieceAbsent cause
             * @property {string} [message] PieceAbsent message
             * @property {number} [retryAfterMs] PieceAbsent retryAfterMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PieceAbsent.
             * @memberof seatrial.v1
             * @interface IPieceAbsent
             * @augments seatrial.v1.PieceAbsent.$Properties
             * @deprecated Use seatrial.v1.PieceAbsent.$Properties instead.
             */

            /**
             * Shape of a PieceAbsent.
             * @typedef {seatrial.v1.PieceAbsent.$Properties} seatrial.v1.PieceAbsent.$Shape
             */

            /**
             * Constructs a new PieceAbsent.
             * @memberof seatrial.v1
             * @classdesc Represents a PieceAbsent.
             * @constructor
             * @param {seatrial.v1.PieceAbsent.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PieceAbsent = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PieceAbsent attemptId.
             * @member {string} attemptId
             * @memberof seatrial.v1.PieceAbsent
             * @instance
             */
            PieceAbsent.prototype.attemptId = "";

            /**
             * PieceAbsent piece.
             * @member {seatrial.v1.Piece} piece
             * @memberof seatrial.v1.PieceAbsent
             * @instance
             */
            PieceAbsent.prototype.piece = 0;

            /**
             * PieceAbsent version.
             * @member {number} version
             * @memberof seatrial.v1.PieceAbsent
             * @instance
             */
            PieceAbsent.prototype.version = 0;

            /**
             * PieceAbsent cause.
             * @member {seatrial.v1.AbsentCause} cause
             * @memberof seatrial.v1.PieceAbsent
             * @instance
             */
            PieceAbsent.prototype.cause = 0;

            /**
             * PieceAbsent message.
             * @member {string} message
             * @memberof seatrial.v1.PieceAbsent
             * @instance
             */
            PieceAbsent.prototype.message = "";

            /**
             * PieceAbsent retryAfterMs.
             * @member {number} retryAfterMs
             * @memberof seatrial.v1.PieceAbsent
             * @instance
             */
            PieceAbsent.prototype.retryAfterMs = 0;

            /**
             * Creates a new PieceAbsent instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.PieceAbsent
             * @static
             * @param {seatrial.v1.PieceAbsent.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.PieceAbsent} PieceAbsent instance
             * @type {{
             *   (properties: seatrial.v1.PieceAbsent.$Shape): seatrial.v1.PieceAbsent & seatrial.v1.PieceAbsent.$Shape;
             *   (properties?: seatrial.v1.PieceAbsent.$Properties): seatrial.v1.PieceAbsent;
             * }}
             */
            PieceAbsent.create = function(properties) {
                return new PieceAbsent(properties);
            };

            /**
             * Encodes the specified PieceAbsent message. Does not implicitly {@link seatrial.v1.PieceAbsent.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.PieceAbsent
             * @static
             * @param {seatrial.v1.PieceAbsent.$Properties} message PieceAbsent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PieceAbsent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId") && message.attemptId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.attemptId);
                if (message.piece != null && $Object.hasOwnProperty.call(message, "piece") && message.piece !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.piece);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.version);
                if (message.cause != null && $Object.hasOwnProperty.call(message, "cause") && message.cause !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.cause);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.message);
                if (message.retryAfterMs != null && $Object.hasOwnProperty.call(message, "retryAfterMs") && message.retryAfterMs !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.retryAfterMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PieceAbsent message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.PieceAbsent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.PieceAbsent & seatrial.v1.PieceAbsent.$Shape} PieceAbsent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PieceAbsent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.PieceAbsent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.attemptId = value;
                            else
                                delete message.attemptId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.piece = value;
                            else
                                delete message.piece;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.cause = value;
                            else
                                delete message.cause;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.retryAfterMs = value;
                            else
                                delete message.retryAfterMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates a PieceAbsent message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.PieceAbsent
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.PieceAbsent} PieceAbsent
             */
            PieceAbsent.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.PieceAbsent)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.PieceAbsent: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.PieceAbsent();
                if (object.attemptId != null)
                    if (typeof object.attemptId !== "string" || object.attemptId.length)
                        message.attemptId = $String(object.attemptId);
                if (object.piece !== 0 && (typeof object.piece !== "string" || $root.seatrial.v1.Piece[object.piece] !== 0))
                    switch (object.piece) {
                    case "PIECE_UNSPECIFIED":
                    case 0:
                        message.piece = 0;
                        break;
                    case "PIECE_ROOT":
                    case 1:
                        message.piece = 1;
                        break;
                    case "PIECE_TIMESTAMP":
                    case 2:
                        message.piece = 2;
                        break;
                    case "PIECE_SNAPSHOT":
                    case 3:
                        message.piece = 3;
                        break;
                    case "PIECE_TARGETS":
                    case 4:
                        message.piece = 4;
                        break;
                    case "PIECE_HEADER":
                    case 5:
                        message.piece = 5;
                        break;
                    case "PIECE_CONTENT":
                    case 6:
                        message.piece = 6;
                        break;
                    case "PIECE_DELTA":
                    case 7:
                        message.piece = 7;
                        break;
                    default:
                        if (typeof object.piece === "number" && (object.piece | 0) === object.piece)
                            message.piece = object.piece;
                    }
                if (object.version != null)
                    if ($Number(object.version) !== 0)
                        message.version = object.version >>> 0;
                if (object.cause !== 0 && (typeof object.cause !== "string" || $root.seatrial.v1.AbsentCause[object.cause] !== 0))
                    switch (object.cause) {
                    case "ABSENT_CAUSE_UNSPECIFIED":
                    case 0:
                        message.cause = 0;
                        break;
                    case "ABSENT_CAUSE_NO_SUCH_VERSION":
                    case 1:
                        message.cause = 1;
                        break;
                    case "ABSENT_CAUSE_WITHDRAWN":
                    case 2:
                        message.cause = 2;
                        break;
                    case "ABSENT_CAUSE_NOT_ASSIGNED":
                    case 3:
                        message.cause = 3;
                        break;
                    case "ABSENT_CAUSE_BUSY":
                    case 4:
                        message.cause = 4;
                        break;
                    default:
                        if (typeof object.cause === "number" && (object.cause | 0) === object.cause)
                            message.cause = object.cause;
                    }
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                if (object.retryAfterMs != null)
                    if ($Number(object.retryAfterMs) !== 0)
                        message.retryAfterMs = object.retryAfterMs >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a PieceAbsent message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.PieceAbsent
             * @static
             * @param {seatrial.v1.PieceAbsent} message PieceAbsent
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PieceAbsent.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.attemptId = "";
                    object.piece = options.enums === $String ? "PIECE_UNSPECIFIED" : 0;
                    object.version = 0;
                    object.cause = options.enums === $String ? "ABSENT_CAUSE_UNSPECIFIED" : 0;
                    object.message = "";
                    object.retryAfterMs = 0;
                }
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId"))
                    object.attemptId = message.attemptId;
                if (message.piece != null && $Object.hasOwnProperty.call(message, "piece"))
                    object.piece = options.enums === $String ? $root.seatrial.v1.Piece[message.piece] === $undefined ? message.piece : $root.seatrial.v1.Piece[message.piece] : message.piece;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.cause != null && $Object.hasOwnProperty.call(message, "cause"))
                    object.cause = options.enums === $String ? $root.seatrial.v1.AbsentCause[message.cause] === $undefined ? message.cause : $root.seatrial.v1.AbsentCause[message.cause] : message.cause;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                if (message.retryAfterMs != null && $Object.hasOwnProperty.call(message, "retryAfterMs"))
                    object.retryAfterMs = message.retryAfterMs;
                return object;
            };

            /**
             * Converts this PieceAbsent to JSON.
             * @function toJSON
             * @memberof seatrial.v1.PieceAbsent
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PieceAbsent.prototype.toJSON = function() {
                return PieceAbsent.toObject(this, $protobuf.util.toJSONOptions);
            };

            return PieceAbsent;
        })();

        /**
         * AbsentCause enum.
         * @name seatrial.v1.AbsentCause
         * @enum {number}
         * @property {number} ABSENT_CAUSE_UNSPECIFIED=0 ABSENT_CAUSE_UNSPECIFIED value
         * @property {number} ABSENT_CAUSE_NO_SUCH_VERSION=1 ABSENT_CAUSE_NO_SUCH_VERSION value
         * @property {number} ABSENT_CAUSE_WITHDRAWN=2 ABSENT_CAUSE_WITHDRAWN value
         * @property {number} ABSENT_CAUSE_NOT_ASSIGNED=3 ABSENT_CAUSE_NOT_ASSIGNED value
         * @property {number} ABSENT_CAUSE_BUSY=4 ABSENT_CAUSE_BUSY value
         */
        v1.AbsentCause = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ABSENT_CAUSE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ABSENT_CAUSE_NO_SUCH_VERSION"] = 1;
            values[valuesById[2] = "ABSENT_CAUSE_WITHDRAWN"] = 2;
            values[valuesById[3] = "ABSENT_CAUSE_NOT_ASSIGNED"] = 3;
            values[valuesById[4] = "ABSENT_CAUSE_BUSY"] = 4;
            return values;
        })();

        v1.UpdateReport = (function() {

            /**
             * Properties of an UpdateReport.
             * @typedef {Object} seatrial.v1.UpdateReport.$Properties
             * @property {string} [attemptId] UpdateReport attemptId
             * @property {number} [sequence] UpdateReport sequence
             * @property {seatrial.v1.UpdateState} [state] UpdateReport state
             * @property {seatrial.v1.UpdateCause} [cause] UpdateReport cause
             * @property {string} [message] UpdateReport message
             * @property {number} [timeMs] UpdateReport timeMs
             * @property {number} [storedBytes] UpdateReport storedBytes
             * @property {number} [receivedBytes] UpdateReport receivedBytes
             * @property {boolean} [takesDelta] UpdateReport takesDelta
             * @property {number} [boot] UpdateReport boot
             * @property {Uint8Array} [runningDigest] UpdateReport runningDigest
             * @property {boolean} [isConfirmed] UpdateReport isConfirmed
             * @property {number} [securityCounter] UpdateReport securityCounter
             * @property {number} [trustedTimeMs] UpdateReport trustedTimeMs
             * @property {number} [rootVersion] UpdateReport rootVersion
             * @property {number} [timestampVersion] UpdateReport timestampVersion
             * @property {number} [snapshotVersion] UpdateReport snapshotVersion
             * @property {number} [targetsVersion] UpdateReport targetsVersion
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an UpdateReport.
             * @memberof seatrial.v1
             * @interface IUpdateReport
             * @augments seatrial.v1.UpdateReport.$Properties
             * @deprecated Use seatrial.v1.UpdateReport.$Properties instead.
             */

            /**
             * Shape of an UpdateReport.
             * @typedef {seatrial.v1.UpdateReport.$Properties} seatrial.v1.UpdateReport.$Shape
             */

            /**
             * Constructs a new UpdateReport.
             * @memberof seatrial.v1
             * @classdesc Represents an UpdateReport.
             * @constructor
             * @param {seatrial.v1.UpdateReport.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const UpdateReport = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * UpdateReport attemptId.
             * @member {string} attemptId
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.attemptId = "";

            /**
             * UpdateReport sequence.
             * @member {number} sequence
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.sequence = 0;

            /**
             * UpdateReport state.
             * @member {seatrial.v1.UpdateState} state
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.state = 0;

            /**
             * UpdateReport cause.
             * @member {seatrial.v1.UpdateCause} cause
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.cause = 0;

            /**
             * UpdateReport message.
             * @member {string} message
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.message = "";

            /**
             * UpdateReport timeMs.
             * @member {number} timeMs
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.timeMs = 0;

            /**
             * UpdateReport storedBytes.
             * @member {number} storedBytes
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.storedBytes = 0;

            /**
             * UpdateReport receivedBytes.
             * @member {number} receivedBytes
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.receivedBytes = 0;

            /**
             * UpdateReport takesDelta.
             * @member {boolean} takesDelta
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.takesDelta = false;

            /**
             * UpdateReport boot.
             * @member {number} boot
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.boot = 0;

            /**
             * UpdateReport runningDigest.
             * @member {Uint8Array} runningDigest
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.runningDigest = $util.newBuffer([]);

            /**
             * UpdateReport isConfirmed.
             * @member {boolean} isConfirmed
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.isConfirmed = false;

            /**
             * UpdateReport securityCounter.
             * @member {number} securityCounter
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.securityCounter = 0;

            /**
             * UpdateReport trustedTimeMs.
             * @member {number} trustedTimeMs
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.trustedTimeMs = 0;

            /**
             * UpdateReport rootVersion.
             * @member {number} rootVersion
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.rootVersion = 0;

            /**
             * UpdateReport timestampVersion.
             * @member {number} timestampVersion
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.timestampVersion = 0;

            /**
             * UpdateReport snapshotVersion.
             * @member {number} snapshotVersion
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.snapshotVersion = 0;

            /**
             * UpdateReport targetsVersion.
             * @member {number} targetsVersion
             * @memberof seatrial.v1.UpdateReport
             * @instance
             */
            UpdateReport.prototype.targetsVersion = 0;

            /**
             * Creates a new UpdateReport instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.UpdateReport
             * @static
             * @param {seatrial.v1.UpdateReport.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.UpdateReport} UpdateReport instance
             * @type {{
             *   (properties: seatrial.v1.UpdateReport.$Shape): seatrial.v1.UpdateReport & seatrial.v1.UpdateReport.$Shape;
             *   (properties?: seatrial.v1.UpdateReport.$Properties): seatrial.v1.UpdateReport;
             * }}
             */
            UpdateReport.create = function(properties) {
                return new UpdateReport(properties);
            };

            /**
             * Encodes the specified UpdateReport message. Does not implicitly {@link seatrial.v1.UpdateReport.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.UpdateReport
             * @static
             * @param {seatrial.v1.UpdateReport.$Properties} message UpdateReport message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            UpdateReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId") && message.attemptId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.attemptId);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && message.sequence !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.sequence);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.state);
                if (message.cause != null && $Object.hasOwnProperty.call(message, "cause") && message.cause !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.cause);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.message);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && !$Object.is(message.timeMs, 0))
                    writer.uint32(/* id 6, wireType 1 =*/49).double(message.timeMs);
                if (message.storedBytes != null && $Object.hasOwnProperty.call(message, "storedBytes") && message.storedBytes !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.storedBytes);
                if (message.receivedBytes != null && $Object.hasOwnProperty.call(message, "receivedBytes") && message.receivedBytes !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.receivedBytes);
                if (message.takesDelta != null && $Object.hasOwnProperty.call(message, "takesDelta") && message.takesDelta !== false)
                    writer.uint32(/* id 9, wireType 0 =*/72).bool(message.takesDelta);
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot") && message.boot !== 0)
                    writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.boot);
                if (message.runningDigest != null && $Object.hasOwnProperty.call(message, "runningDigest") && message.runningDigest.length)
                    writer.uint32(/* id 11, wireType 2 =*/90).bytes(message.runningDigest);
                if (message.isConfirmed != null && $Object.hasOwnProperty.call(message, "isConfirmed") && message.isConfirmed !== false)
                    writer.uint32(/* id 12, wireType 0 =*/96).bool(message.isConfirmed);
                if (message.securityCounter != null && $Object.hasOwnProperty.call(message, "securityCounter") && message.securityCounter !== 0)
                    writer.uint32(/* id 13, wireType 0 =*/104).uint32(message.securityCounter);
                if (message.trustedTimeMs != null && $Object.hasOwnProperty.call(message, "trustedTimeMs") && !$Object.is(message.trustedTimeMs, 0))
                    writer.uint32(/* id 14, wireType 1 =*/113).double(message.trustedTimeMs);
                if (message.rootVersion != null && $Object.hasOwnProperty.call(message, "rootVersion") && message.rootVersion !== 0)
                    writer.uint32(/* id 15, wireType 0 =*/120).uint32(message.rootVersion);
                if (message.timestampVersion != null && $Object.hasOwnProperty.call(message, "timestampVersion") && message.timestampVersion !== 0)
                    writer.uint32(/* id 16, wireType 0 =*/128).uint32(message.timestampVersion);
                if (message.snapshotVersion != null && $Object.hasOwnProperty.call(message, "snapshotVersion") && message.snapshotVersion !== 0)
                    writer.uint32(/* id 17, wireType 0 =*/136).uint32(message.snapshotVersion);
                if (message.targetsVersion != null && $Object.hasOwnProperty.call(message, "targetsVersion") && message.targetsVersion !== 0)
                    writer.uint32(/* id 18, wireType 0 =*/144).uint32(message.targetsVersion);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an UpdateReport message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.UpdateReport
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.UpdateReport & seatrial.v1.UpdateReport.$Shape} UpdateReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            UpdateReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.UpdateReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.attemptId = value;
                            else
                                delete message.attemptId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.cause = value;
                            else
                                delete message.cause;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.storedBytes = value;
                            else
                                delete message.storedBytes;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.receivedBytes = value;
                            else
                                delete message.receivedBytes;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.takesDelta = value;
                            else
                                delete message.takesDelta;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.boot = value;
                            else
                                delete message.boot;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.runningDigest = value;
                            else
                                delete message.runningDigest;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.isConfirmed = value;
                            else
                                delete message.isConfirmed;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.securityCounter = value;
                            else
                                delete message.securityCounter;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.trustedTimeMs = value;
                            else
                                delete message.trustedTimeMs;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rootVersion = value;
                            else
                                delete message.rootVersion;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.timestampVersion = value;
                            else
                                delete message.timestampVersion;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.snapshotVersion = value;
                            else
                                delete message.snapshotVersion;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.targetsVersion = value;
                            else
                                delete message.targetsVersion;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an UpdateReport message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.UpdateReport
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.UpdateReport} UpdateReport
             */
            UpdateReport.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.UpdateReport)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.UpdateReport: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.UpdateReport();
                if (object.attemptId != null)
                    if (typeof object.attemptId !== "string" || object.attemptId.length)
                        message.attemptId = $String(object.attemptId);
                if (object.sequence != null)
                    if ($Number(object.sequence) !== 0)
                        message.sequence = object.sequence >>> 0;
                if (object.state !== 0 && (typeof object.state !== "string" || $root.seatrial.v1.UpdateState[object.state] !== 0))
                    switch (object.state) {
                    case "UPDATE_STATE_UNSPECIFIED":
                    case 0:
                        message.state = 0;
                        break;
                    case "UPDATE_STATE_CHECKING":
                    case 1:
                        message.state = 1;
                        break;
                    case "UPDATE_STATE_DOWNLOADING":
                    case 2:
                        message.state = 2;
                        break;
                    case "UPDATE_STATE_INSTALLING":
                    case 3:
                        message.state = 3;
                        break;
                    case "UPDATE_STATE_REBOOTING":
                    case 4:
                        message.state = 4;
                        break;
                    case "UPDATE_STATE_UNCONFIRMED":
                    case 5:
                        message.state = 5;
                        break;
                    case "UPDATE_STATE_CONFIRMED":
                    case 6:
                        message.state = 6;
                        break;
                    case "UPDATE_STATE_REVERTED":
                    case 7:
                        message.state = 7;
                        break;
                    case "UPDATE_STATE_FAILED":
                    case 8:
                        message.state = 8;
                        break;
                    case "UPDATE_STATE_REJECTED":
                    case 9:
                        message.state = 9;
                        break;
                    case "UPDATE_STATE_CANCELLED":
                    case 10:
                        message.state = 10;
                        break;
                    default:
                        if (typeof object.state === "number" && (object.state | 0) === object.state)
                            message.state = object.state;
                    }
                if (object.cause !== 0 && (typeof object.cause !== "string" || $root.seatrial.v1.UpdateCause[object.cause] !== 0))
                    switch (object.cause) {
                    case "UPDATE_CAUSE_UNSPECIFIED":
                    case 0:
                        message.cause = 0;
                        break;
                    case "UPDATE_CAUSE_BAD_SIGNATURE":
                    case 1:
                        message.cause = 1;
                        break;
                    case "UPDATE_CAUSE_BELOW_THRESHOLD":
                    case 2:
                        message.cause = 2;
                        break;
                    case "UPDATE_CAUSE_ROLLBACK":
                    case 3:
                        message.cause = 3;
                        break;
                    case "UPDATE_CAUSE_EXPIRED":
                    case 4:
                        message.cause = 4;
                        break;
                    case "UPDATE_CAUSE_MIX_AND_MATCH":
                    case 5:
                        message.cause = 5;
                        break;
                    case "UPDATE_CAUSE_MODIFIED":
                    case 6:
                        message.cause = 6;
                        break;
                    case "UPDATE_CAUSE_NOT_ASSIGNED":
                    case 7:
                        message.cause = 7;
                        break;
                    case "UPDATE_CAUSE_WRONG_HARDWARE":
                    case 8:
                        message.cause = 8;
                        break;
                    case "UPDATE_CAUSE_UNKNOWN_FORMAT":
                    case 9:
                        message.cause = 9;
                        break;
                    case "UPDATE_CAUSE_TOO_LARGE":
                    case 10:
                        message.cause = 10;
                        break;
                    case "UPDATE_CAUSE_ENDLESS_DATA":
                    case 11:
                        message.cause = 11;
                        break;
                    case "UPDATE_CAUSE_EXTRANEOUS_DATA":
                    case 12:
                        message.cause = 12;
                        break;
                    case "UPDATE_CAUSE_CONTENT_DAMAGED":
                    case 13:
                        message.cause = 13;
                        break;
                    case "UPDATE_CAUSE_WRONG_BASE":
                    case 14:
                        message.cause = 14;
                        break;
                    case "UPDATE_CAUSE_DELTA_UNUSABLE":
                    case 15:
                        message.cause = 15;
                        break;
                    case "UPDATE_CAUSE_VERSION_TOO_OLD":
                    case 16:
                        message.cause = 16;
                        break;
                    case "UPDATE_CAUSE_MUST_PASS_THROUGH":
                    case 17:
                        message.cause = 17;
                        break;
                    case "UPDATE_CAUSE_ALREADY_RUNNING":
                    case 18:
                        message.cause = 18;
                        break;
                    case "UPDATE_CAUSE_SLOW_RETRIEVAL":
                    case 19:
                        message.cause = 19;
                        break;
                    case "UPDATE_CAUSE_UNAVAILABLE":
                    case 20:
                        message.cause = 20;
                        break;
                    case "UPDATE_CAUSE_WITHDRAWN":
                    case 21:
                        message.cause = 21;
                        break;
                    case "UPDATE_CAUSE_FLASH_FULL":
                    case 22:
                        message.cause = 22;
                        break;
                    case "UPDATE_CAUSE_FLASH_FAILED":
                    case 23:
                        message.cause = 23;
                        break;
                    case "UPDATE_CAUSE_LOW_BATTERY":
                    case 24:
                        message.cause = 24;
                        break;
                    case "UPDATE_CAUSE_BOOT_FAILED":
                    case 25:
                        message.cause = 25;
                        break;
                    case "UPDATE_CAUSE_APPLICATION_FAILED":
                    case 26:
                        message.cause = 26;
                        break;
                    case "UPDATE_CAUSE_NOT_CONFIRMED":
                    case 27:
                        message.cause = 27;
                        break;
                    case "UPDATE_CAUSE_CANCELLED":
                    case 28:
                        message.cause = 28;
                        break;
                    case "UPDATE_CAUSE_BUSY":
                    case 29:
                        message.cause = 29;
                        break;
                    default:
                        if (typeof object.cause === "number" && (object.cause | 0) === object.cause)
                            message.cause = object.cause;
                    }
                if (object.message != null)
                    if (typeof object.message !== "string" || object.message.length)
                        message.message = $String(object.message);
                if (object.timeMs != null)
                    if (!$Object.is($Number(object.timeMs), 0))
                        message.timeMs = $Number(object.timeMs);
                if (object.storedBytes != null)
                    if ($Number(object.storedBytes) !== 0)
                        message.storedBytes = object.storedBytes >>> 0;
                if (object.receivedBytes != null)
                    if ($Number(object.receivedBytes) !== 0)
                        message.receivedBytes = object.receivedBytes >>> 0;
                if (object.takesDelta != null)
                    if (object.takesDelta)
                        message.takesDelta = $Boolean(object.takesDelta);
                if (object.boot != null)
                    if ($Number(object.boot) !== 0)
                        message.boot = object.boot >>> 0;
                if (object.runningDigest != null)
                    if (object.runningDigest.length)
                        if (typeof object.runningDigest === "string")
                            $util.base64.decode(object.runningDigest, message.runningDigest = $util.newBuffer($util.base64.length(object.runningDigest)), 0);
                        else if (object.runningDigest.length >= 0)
                            message.runningDigest = object.runningDigest;
                if (object.isConfirmed != null)
                    if (object.isConfirmed)
                        message.isConfirmed = $Boolean(object.isConfirmed);
                if (object.securityCounter != null)
                    if ($Number(object.securityCounter) !== 0)
                        message.securityCounter = object.securityCounter >>> 0;
                if (object.trustedTimeMs != null)
                    if (!$Object.is($Number(object.trustedTimeMs), 0))
                        message.trustedTimeMs = $Number(object.trustedTimeMs);
                if (object.rootVersion != null)
                    if ($Number(object.rootVersion) !== 0)
                        message.rootVersion = object.rootVersion >>> 0;
                if (object.timestampVersion != null)
                    if ($Number(object.timestampVersion) !== 0)
                        message.timestampVersion = object.timestampVersion >>> 0;
                if (object.snapshotVersion != null)
                    if ($Number(object.snapshotVersion) !== 0)
                        message.snapshotVersion = object.snapshotVersion >>> 0;
                if (object.targetsVersion != null)
                    if ($Number(object.targetsVersion) !== 0)
                        message.targetsVersion = object.targetsVersion >>> 0;
                return message;
            };

            /**
             * Creates a plain object from an UpdateReport message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.UpdateReport
             * @static
             * @param {seatrial.v1.UpdateReport} message UpdateReport
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            UpdateReport.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.attemptId = "";
                    object.sequence = 0;
                    object.state = options.enums === $String ? "UPDATE_STATE_UNSPECIFIED" : 0;
                    object.cause = options.enums === $String ? "UPDATE_CAUSE_UNSPECIFIED" : 0;
                    object.message = "";
                    object.timeMs = 0;
                    object.storedBytes = 0;
                    object.receivedBytes = 0;
                    object.takesDelta = false;
                    object.boot = 0;
                    if (options.bytes === $String)
                        object.runningDigest = "";
                    else {
                        object.runningDigest = [];
                        if (options.bytes !== $Array)
                            object.runningDigest = $util.newBuffer(object.runningDigest);
                    }
                    object.isConfirmed = false;
                    object.securityCounter = 0;
                    object.trustedTimeMs = 0;
                    object.rootVersion = 0;
                    object.timestampVersion = 0;
                    object.snapshotVersion = 0;
                    object.targetsVersion = 0;
                }
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId"))
                    object.attemptId = message.attemptId;
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    object.sequence = message.sequence;
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    object.state = options.enums === $String ? $root.seatrial.v1.UpdateState[message.state] === $undefined ? message.state : $root.seatrial.v1.UpdateState[message.state] : message.state;
                if (message.cause != null && $Object.hasOwnProperty.call(message, "cause"))
                    object.cause = options.enums === $String ? $root.seatrial.v1.UpdateCause[message.cause] === $undefined ? message.cause : $root.seatrial.v1.UpdateCause[message.cause] : message.cause;
                if (message.message != null && $Object.hasOwnProperty.call(message, "message"))
                    object.message = message.message;
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs"))
                    object.timeMs = options.json && !$isFinite(message.timeMs) ? $String(message.timeMs) : message.timeMs;
                if (message.storedBytes != null && $Object.hasOwnProperty.call(message, "storedBytes"))
                    object.storedBytes = message.storedBytes;
                if (message.receivedBytes != null && $Object.hasOwnProperty.call(message, "receivedBytes"))
                    object.receivedBytes = message.receivedBytes;
                if (message.takesDelta != null && $Object.hasOwnProperty.call(message, "takesDelta"))
                    object.takesDelta = message.takesDelta;
                if (message.boot != null && $Object.hasOwnProperty.call(message, "boot"))
                    object.boot = message.boot;
                if (message.runningDigest != null && $Object.hasOwnProperty.call(message, "runningDigest"))
                    object.runningDigest = options.bytes === $String ? $util.base64.encode(message.runningDigest, 0, message.runningDigest.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.runningDigest) : message.runningDigest;
                if (message.isConfirmed != null && $Object.hasOwnProperty.call(message, "isConfirmed"))
                    object.isConfirmed = message.isConfirmed;
                if (message.securityCounter != null && $Object.hasOwnProperty.call(message, "securityCounter"))
                    object.securityCounter = message.securityCounter;
                if (message.trustedTimeMs != null && $Object.hasOwnProperty.call(message, "trustedTimeMs"))
                    object.trustedTimeMs = options.json && !$isFinite(message.trustedTimeMs) ? $String(message.trustedTimeMs) : message.trustedTimeMs;
                if (message.rootVersion != null && $Object.hasOwnProperty.call(message, "rootVersion"))
                    object.rootVersion = message.rootVersion;
                if (message.timestampVersion != null && $Object.hasOwnProperty.call(message, "timestampVersion"))
                    object.timestampVersion = message.timestampVersion;
                if (message.snapshotVersion != null && $Object.hasOwnProperty.call(message, "snapshotVersion"))
                    object.snapshotVersion = message.snapshotVersion;
                if (message.targetsVersion != null && $Object.hasOwnProperty.call(message, "targetsVersion"))
                    object.targetsVersion = message.targetsVersion;
                return object;
            };

            /**
             * Converts this UpdateReport to JSON.
             * @function toJSON
             * @memberof seatrial.v1.UpdateReport
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            UpdateReport.prototype.toJSON = function() {
                return UpdateReport.toObject(this, $protobuf.util.toJSONOptions);
            };

            return UpdateReport;
        })();

        v1.UpdateReportAcknowledge = (function() {

            /**
             * Properties of an UpdateReportAcknowledge.
             * @typedef {Object} seatrial.v1.UpdateReportAcknowledge.$Properties
             * @property {string} [attemptId] UpdateReportAcknowledge attemptId
             * @property {number} [sequence] UpdateReportAcknowledge sequence
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an UpdateReportAcknowledge.
             * @memberof seatrial.v1
             * @interface IUpdateReportAcknowledge
             * @augments seatrial.v1.UpdateReportAcknowledge.$Properties
             * @deprecated Use seatrial.v1.UpdateReportAcknowledge.$Properties instead.
             */

            /**
             * Shape of an UpdateReportAcknowledge.
             * @typedef {seatrial.v1.UpdateReportAcknowledge.$Properties} seatrial.v1.UpdateReportAcknowledge.$Shape
             */

            /**
             * Constructs a new UpdateReportAcknowledge.
             * @memberof seatrial.v1
             * @classdesc Represents an UpdateReportAcknowledge.
             * @constructor
             * @param {seatrial.v1.UpdateReportAcknowledge.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const UpdateReportAcknowledge = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * UpdateReportAcknowledge attemptId.
             * @member {string} attemptId
             * @memberof seatrial.v1.UpdateReportAcknowledge
             * @instance
             */
            UpdateReportAcknowledge.prototype.attemptId = "";

            /**
             * UpdateReportAcknowledge sequence.
             * @member {number} sequence
             * @memberof seatrial.v1.UpdateReportAcknowledge
             * @instance
             */
            UpdateReportAcknowledge.prototype.sequence = 0;

            /**
             * Creates a new UpdateReportAcknowledge instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.UpdateReportAcknowledge
             * @static
             * @param {seatrial.v1.UpdateReportAcknowledge.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.UpdateReportAcknowledge} UpdateReportAcknowledge instance
             * @type {{
             *   (properties: seatrial.v1.UpdateReportAcknowledge.$Shape): seatrial.v1.UpdateReportAcknowledge & seatrial.v1.UpdateReportAcknowledge.$Shape;
             *   (properties?: seatrial.v1.UpdateReportAcknowledge.$Properties): seatrial.v1.UpdateReportAcknowledge;
             * }}
             */
            UpdateReportAcknowledge.create = function(properties) {
                return new UpdateReportAcknowledge(properties);
            };

            /**
             * Encodes the specified UpdateReportAcknowledge message. Does not implicitly {@link seatrial.v1.UpdateReportAcknowledge.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.UpdateReportAcknowledge
             * @static
             * @param {seatrial.v1.UpdateReportAcknowledge.$Properties} message UpdateReportAcknowledge message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            UpdateReportAcknowledge.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId") && message.attemptId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.attemptId);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && message.sequence !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.sequence);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an UpdateReportAcknowledge message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.UpdateReportAcknowledge
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.UpdateReportAcknowledge & seatrial.v1.UpdateReportAcknowledge.$Shape} UpdateReportAcknowledge
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            UpdateReportAcknowledge.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.UpdateReportAcknowledge();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.attemptId = value;
                            else
                                delete message.attemptId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an UpdateReportAcknowledge message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.UpdateReportAcknowledge
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.UpdateReportAcknowledge} UpdateReportAcknowledge
             */
            UpdateReportAcknowledge.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.UpdateReportAcknowledge)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.UpdateReportAcknowledge: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.UpdateReportAcknowledge();
                if (object.attemptId != null)
                    if (typeof object.attemptId !== "string" || object.attemptId.length)
                        message.attemptId = $String(object.attemptId);
                if (object.sequence != null)
                    if ($Number(object.sequence) !== 0)
                        message.sequence = object.sequence >>> 0;
                return message;
            };

            /**
             * Creates a plain object from an UpdateReportAcknowledge message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.UpdateReportAcknowledge
             * @static
             * @param {seatrial.v1.UpdateReportAcknowledge} message UpdateReportAcknowledge
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            UpdateReportAcknowledge.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.attemptId = "";
                    object.sequence = 0;
                }
                if (message.attemptId != null && $Object.hasOwnProperty.call(message, "attemptId"))
                    object.attemptId = message.attemptId;
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence"))
                    object.sequence = message.sequence;
                return object;
            };

            /**
             * Converts this UpdateReportAcknowledge to JSON.
             * @function toJSON
             * @memberof seatrial.v1.UpdateReportAcknowledge
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            UpdateReportAcknowledge.prototype.toJSON = function() {
                return UpdateReportAcknowledge.toObject(this, $protobuf.util.toJSONOptions);
            };

            return UpdateReportAcknowledge;
        })();

        /**
         * UpdateState enum.
         * @name seatrial.v1.UpdateState
         * @enum {number}
         * @property {number} UPDATE_STATE_UNSPECIFIED=0 UPDATE_STATE_UNSPECIFIED value
         * @property {number} UPDATE_STATE_CHECKING=1 UPDATE_STATE_CHECKING value
         * @property {number} UPDATE_STATE_DOWNLOADING=2 UPDATE_STATE_DOWNLOADING value
         * @property {number} UPDATE_STATE_INSTALLING=3 UPDATE_STATE_INSTALLING value
         * @property {number} UPDATE_STATE_REBOOTING=4 UPDATE_STATE_REBOOTING value
         * @property {number} UPDATE_STATE_UNCONFIRMED=5 UPDATE_STATE_UNCONFIRMED value
         * @property {number} UPDATE_STATE_CONFIRMED=6 UPDATE_STATE_CONFIRMED value
         * @property {number} UPDATE_STATE_REVERTED=7 UPDATE_STATE_REVERTED value
         * @property {number} UPDATE_STATE_FAILED=8 UPDATE_STATE_FAILED value
         * @property {number} UPDATE_STATE_REJECTED=9 UPDATE_STATE_REJECTED value
         * @property {number} UPDATE_STATE_CANCELLED=10 UPDATE_STATE_CANCELLED value
         */
        v1.UpdateState = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UPDATE_STATE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "UPDATE_STATE_CHECKING"] = 1;
            values[valuesById[2] = "UPDATE_STATE_DOWNLOADING"] = 2;
            values[valuesById[3] = "UPDATE_STATE_INSTALLING"] = 3;
            values[valuesById[4] = "UPDATE_STATE_REBOOTING"] = 4;
            values[valuesById[5] = "UPDATE_STATE_UNCONFIRMED"] = 5;
            values[valuesById[6] = "UPDATE_STATE_CONFIRMED"] = 6;
            values[valuesById[7] = "UPDATE_STATE_REVERTED"] = 7;
            values[valuesById[8] = "UPDATE_STATE_FAILED"] = 8;
            values[valuesById[9] = "UPDATE_STATE_REJECTED"] = 9;
            values[valuesById[10] = "UPDATE_STATE_CANCELLED"] = 10;
            return values;
        })();

        /**
         * UpdateCause enum.
         * @name seatrial.v1.UpdateCause
         * @enum {number}
         * @property {number} UPDATE_CAUSE_UNSPECIFIED=0 UPDATE_CAUSE_UNSPECIFIED value
         * @property {number} UPDATE_CAUSE_BAD_SIGNATURE=1 UPDATE_CAUSE_BAD_SIGNATURE value
         * @property {number} UPDATE_CAUSE_BELOW_THRESHOLD=2 UPDATE_CAUSE_BELOW_THRESHOLD value
         * @property {number} UPDATE_CAUSE_ROLLBACK=3 UPDATE_CAUSE_ROLLBACK value
         * @property {number} UPDATE_CAUSE_EXPIRED=4 UPDATE_CAUSE_EXPIRED value
         * @property {number} UPDATE_CAUSE_MIX_AND_MATCH=5 UPDATE_CAUSE_MIX_AND_MATCH value
         * @property {number} UPDATE_CAUSE_MODIFIED=6 UPDATE_CAUSE_MODIFIED value
         * @property {number} UPDATE_CAUSE_NOT_ASSIGNED=7 UPDATE_CAUSE_NOT_ASSIGNED value
         * @property {number} UPDATE_CAUSE_WRONG_HARDWARE=8 UPDATE_CAUSE_WRONG_HARDWARE value
         * @property {number} UPDATE_CAUSE_UNKNOWN_FORMAT=9 UPDATE_CAUSE_UNKNOWN_FORMAT value
         * @property {number} UPDATE_CAUSE_TOO_LARGE=10 UPDATE_CAUSE_TOO_LARGE value
         * @property {number} UPDATE_CAUSE_ENDLESS_DATA=11 UPDATE_CAUSE_ENDLESS_DATA value
         * @property {number} UPDATE_CAUSE_EXTRANEOUS_DATA=12 UPDATE_CAUSE_EXTRANEOUS_DATA value
         * @property {number} UPDATE_CAUSE_CONTENT_DAMAGED=13 UPDATE_CAUSE_CONTENT_DAMAGED value
         * @property {number} UPDATE_CAUSE_WRONG_BASE=14 UPDATE_CAUSE_WRONG_BASE value
         * @property {number} UPDATE_CAUSE_DELTA_UNUSABLE=15 UPDATE_CAUSE_DELTA_UNUSABLE value
         * @property {number} UPDATE_CAUSE_VERSION_TOO_OLD=16 UPDATE_CAUSE_VERSION_TOO_OLD value
         * @property {number} UPDATE_CAUSE_MUST_PASS_THROUGH=17 UPDATE_CAUSE_MUST_PASS_THROUGH value
         * @property {number} UPDATE_CAUSE_ALREADY_RUNNING=18 UPDATE_CAUSE_ALREADY_RUNNING value
         * @property {number} UPDATE_CAUSE_SLOW_RETRIEVAL=19 UPDATE_CAUSE_SLOW_RETRIEVAL value
         * @property {number} UPDATE_CAUSE_UNAVAILABLE=20 UPDATE_CAUSE_UNAVAILABLE value
         * @property {number} UPDATE_CAUSE_WITHDRAWN=21 UPDATE_CAUSE_WITHDRAWN value
         * @property {number} UPDATE_CAUSE_FLASH_FULL=22 UPDATE_CAUSE_FLASH_FULL value
         * @property {number} UPDATE_CAUSE_FLASH_FAILED=23 UPDATE_CAUSE_FLASH_FAILED value
         * @property {number} UPDATE_CAUSE_LOW_BATTERY=24 UPDATE_CAUSE_LOW_BATTERY value
         * @property {number} UPDATE_CAUSE_BOOT_FAILED=25 UPDATE_CAUSE_BOOT_FAILED value
         * @property {number} UPDATE_CAUSE_APPLICATION_FAILED=26 UPDATE_CAUSE_APPLICATION_FAILED value
         * @property {number} UPDATE_CAUSE_NOT_CONFIRMED=27 UPDATE_CAUSE_NOT_CONFIRMED value
         * @property {number} UPDATE_CAUSE_CANCELLED=28 UPDATE_CAUSE_CANCELLED value
         * @property {number} UPDATE_CAUSE_BUSY=29 UPDATE_CAUSE_BUSY value
         */
        v1.UpdateCause = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UPDATE_CAUSE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "UPDATE_CAUSE_BAD_SIGNATURE"] = 1;
            values[valuesById[2] = "UPDATE_CAUSE_BELOW_THRESHOLD"] = 2;
            values[valuesById[3] = "UPDATE_CAUSE_ROLLBACK"] = 3;
            values[valuesById[4] = "UPDATE_CAUSE_EXPIRED"] = 4;
            values[valuesById[5] = "UPDATE_CAUSE_MIX_AND_MATCH"] = 5;
            values[valuesById[6] = "UPDATE_CAUSE_MODIFIED"] = 6;
            values[valuesById[7] = "UPDATE_CAUSE_NOT_ASSIGNED"] = 7;
            values[valuesById[8] = "UPDATE_CAUSE_WRONG_HARDWARE"] = 8;
            values[valuesById[9] = "UPDATE_CAUSE_UNKNOWN_FORMAT"] = 9;
            values[valuesById[10] = "UPDATE_CAUSE_TOO_LARGE"] = 10;
            values[valuesById[11] = "UPDATE_CAUSE_ENDLESS_DATA"] = 11;
            values[valuesById[12] = "UPDATE_CAUSE_EXTRANEOUS_DATA"] = 12;
            values[valuesById[13] = "UPDATE_CAUSE_CONTENT_DAMAGED"] = 13;
            values[valuesById[14] = "UPDATE_CAUSE_WRONG_BASE"] = 14;
            values[valuesById[15] = "UPDATE_CAUSE_DELTA_UNUSABLE"] = 15;
            values[valuesById[16] = "UPDATE_CAUSE_VERSION_TOO_OLD"] = 16;
            values[valuesById[17] = "UPDATE_CAUSE_MUST_PASS_THROUGH"] = 17;
            values[valuesById[18] = "UPDATE_CAUSE_ALREADY_RUNNING"] = 18;
            values[valuesById[19] = "UPDATE_CAUSE_SLOW_RETRIEVAL"] = 19;
            values[valuesById[20] = "UPDATE_CAUSE_UNAVAILABLE"] = 20;
            values[valuesById[21] = "UPDATE_CAUSE_WITHDRAWN"] = 21;
            values[valuesById[22] = "UPDATE_CAUSE_FLASH_FULL"] = 22;
            values[valuesById[23] = "UPDATE_CAUSE_FLASH_FAILED"] = 23;
            values[valuesById[24] = "UPDATE_CAUSE_LOW_BATTERY"] = 24;
            values[valuesById[25] = "UPDATE_CAUSE_BOOT_FAILED"] = 25;
            values[valuesById[26] = "UPDATE_CAUSE_APPLICATION_FAILED"] = 26;
            values[valuesById[27] = "UPDATE_CAUSE_NOT_CONFIRMED"] = 27;
            values[valuesById[28] = "UPDATE_CAUSE_CANCELLED"] = 28;
            values[valuesById[29] = "UPDATE_CAUSE_BUSY"] = 29;
            return values;
        })();

        v1.ImageHeader = (function() {

            /**
             * Properties of an ImageHeader.
             * @typedef {Object} seatrial.v1.ImageHeader.$Properties
             * @property {string} [name] ImageHeader name
             * @property {string} [version] ImageHeader version
             * @property {Array.<string>} [profiles] ImageHeader profiles
             * @property {Array.<string>} [hardwareRevisions] ImageHeader hardwareRevisions
             * @property {number} [securityCounter] ImageHeader securityCounter
             * @property {string} [minimumVersion] ImageHeader minimumVersion
             * @property {boolean} [mustPassThrough] ImageHeader mustPassThrough
             * @property {number} [chunkBytes] ImageHeader chunkBytes
             * @property {Array.<Uint8Array>} [chunkDigests] ImageHeader chunkDigests
             * @property {number} [applicationBytes] ImageHeader applicationBytes
             * @property {number} [payloadBytes] ImageHeader payloadBytes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an ImageHeader.
             * @memberof seatrial.v1
             * @interface IImageHeader
             * @augments seatrial.v1.ImageHeader.$Properties
             * @deprecated Use seatrial.v1.ImageHeader.$Properties instead.
             */

            /**
             * Shape of an ImageHeader.
             * @typedef {seatrial.v1.ImageHeader.$Properties} seatrial.v1.ImageHeader.$Shape
             */

            /**
             * Constructs a new ImageHeader.
             * @memberof seatrial.v1
             * @classdesc Represents an ImageHeader.
             * @constructor
             * @param {seatrial.v1.ImageHeader.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ImageHeader = function (properties) {
                this.profiles = [];
                this.hardwareRevisions = [];
                this.chunkDigests = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ImageHeader name.
             * @member {string} name
             * @memberof seatrial.v1.ImageHeader
             * @instance
             */
            ImageHeader.prototype.name = "";

            /**
             * ImageHeader version.
             * @member {string} version
             * @memberof seatrial.v1.ImageHeader
             * @instance
             */
            ImageHeader.prototype.version = "";

            /**
             * ImageHeader profiles.
             * @member {Array.<string>} profiles
             * @memberof seatrial.v1.ImageHeader
             * @instance
             */
            ImageHeader.prototype.profiles = $util.emptyArray;

            /**
             * ImageHeader hardwareRevisions.
             * @member {Array.<string>} hardwareRevisions
             * @memberof seatrial.v1.ImageHeader
             * @instance
             */
            ImageHeader.prototype.hardwareRevisions = $util.emptyArray;

            /**
             * ImageHeader securityCounter.
             * @member {number} securityCounter
             * @memberof seatrial.v1.ImageHeader
             * @instance
             */
            ImageHeader.prototype.securityCounter = 0;

            /**
             * ImageHeader minimumVersion.
             * @member {string} minimumVersion
             * @memberof seatrial.v1.ImageHeader
             * @instance
             */
            ImageHeader.prototype.minimumVersion = "";

            /**
             * ImageHeader mustPassThrough.
             * @member {boolean} mustPassThrough
             * @memberof seatrial.v1.ImageHeader
             * @instance
             */
            ImageHeader.prototype.mustPassThrough = false;

            /**
             * ImageHeader chunkBytes.
             * @member {number} chunkBytes
             * @memberof seatrial.v1.ImageHeader
             * @instance
             */
            ImageHeader.prototype.chunkBytes = 0;

            /**
             * ImageHeader chunkDigests.
             * @member {Array.<Uint8Array>} chunkDigests
             * @memberof seatrial.v1.ImageHeader
             * @instance
             */
            ImageHeader.prototype.chunkDigests = $util.emptyArray;

            /**
             * ImageHeader applicationBytes.
             * @member {number} applicationBytes
             * @memberof seatrial.v1.ImageHeader
             * @instance
             */
            ImageHeader.prototype.applicationBytes = 0;

            /**
             * ImageHeader payloadBytes.
             * @member {number} payloadBytes
             * @memberof seatrial.v1.ImageHeader
             * @instance
             */
            ImageHeader.prototype.payloadBytes = 0;

            /**
             * Creates a new ImageHeader instance using the specified properties.
             * @function create
             * @memberof seatrial.v1.ImageHeader
             * @static
             * @param {seatrial.v1.ImageHeader.$Properties=} [properties] Properties to set
             * @returns {seatrial.v1.ImageHeader} ImageHeader instance
             * @type {{
             *   (properties: seatrial.v1.ImageHeader.$Shape): seatrial.v1.ImageHeader & seatrial.v1.ImageHeader.$Shape;
             *   (properties?: seatrial.v1.ImageHeader.$Properties): seatrial.v1.ImageHeader;
             * }}
             */
            ImageHeader.create = function(properties) {
                return new ImageHeader(properties);
            };

            /**
             * Encodes the specified ImageHeader message. Does not implicitly {@link seatrial.v1.ImageHeader.verify|verify} messages.
             * @function encode
             * @memberof seatrial.v1.ImageHeader
             * @static
             * @param {seatrial.v1.ImageHeader.$Properties} message ImageHeader message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ImageHeader.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.version);
                if (message.profiles != null && message.profiles.length)
                    for (let i = 0; i < message.profiles.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.profiles[i]);
                if (message.hardwareRevisions != null && message.hardwareRevisions.length)
                    for (let i = 0; i < message.hardwareRevisions.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.hardwareRevisions[i]);
                if (message.securityCounter != null && $Object.hasOwnProperty.call(message, "securityCounter") && message.securityCounter !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.securityCounter);
                if (message.minimumVersion != null && $Object.hasOwnProperty.call(message, "minimumVersion") && message.minimumVersion !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.minimumVersion);
                if (message.mustPassThrough != null && $Object.hasOwnProperty.call(message, "mustPassThrough") && message.mustPassThrough !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.mustPassThrough);
                if (message.chunkBytes != null && $Object.hasOwnProperty.call(message, "chunkBytes") && message.chunkBytes !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.chunkBytes);
                if (message.chunkDigests != null && message.chunkDigests.length)
                    for (let i = 0; i < message.chunkDigests.length; ++i)
                        writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.chunkDigests[i]);
                if (message.applicationBytes != null && $Object.hasOwnProperty.call(message, "applicationBytes") && message.applicationBytes !== 0)
                    writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.applicationBytes);
                if (message.payloadBytes != null && $Object.hasOwnProperty.call(message, "payloadBytes") && message.payloadBytes !== 0)
                    writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.payloadBytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an ImageHeader message from the specified reader or buffer.
             * @function decode
             * @memberof seatrial.v1.ImageHeader
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {seatrial.v1.ImageHeader & seatrial.v1.ImageHeader.$Shape} ImageHeader
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ImageHeader.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.seatrial.v1.ImageHeader();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.profiles && message.profiles.length))
                                message.profiles = [];
                            message.profiles.push(reader.stringVerify());
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.hardwareRevisions && message.hardwareRevisions.length))
                                message.hardwareRevisions = [];
                            message.hardwareRevisions.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.securityCounter = value;
                            else
                                delete message.securityCounter;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.minimumVersion = value;
                            else
                                delete message.minimumVersion;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.mustPassThrough = value;
                            else
                                delete message.mustPassThrough;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.chunkBytes = value;
                            else
                                delete message.chunkBytes;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.chunkDigests && message.chunkDigests.length))
                                message.chunkDigests = [];
                            message.chunkDigests.push(reader.bytes());
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.applicationBytes = value;
                            else
                                delete message.applicationBytes;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.payloadBytes = value;
                            else
                                delete message.payloadBytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Creates an ImageHeader message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof seatrial.v1.ImageHeader
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {seatrial.v1.ImageHeader} ImageHeader
             */
            ImageHeader.fromObject = function (object, _depth) {
                if (object instanceof $root.seatrial.v1.ImageHeader)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".seatrial.v1.ImageHeader: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.seatrial.v1.ImageHeader();
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.version != null)
                    if (typeof object.version !== "string" || object.version.length)
                        message.version = $String(object.version);
                if (object.profiles) {
                    if (!$Array.isArray(object.profiles))
                        throw $TypeError(".seatrial.v1.ImageHeader.profiles: array expected");
                    message.profiles = $Array(object.profiles.length);
                    for (let i = 0; i < object.profiles.length; ++i)
                        message.profiles[i] = $String(object.profiles[i]);
                }
                if (object.hardwareRevisions) {
                    if (!$Array.isArray(object.hardwareRevisions))
                        throw $TypeError(".seatrial.v1.ImageHeader.hardwareRevisions: array expected");
                    message.hardwareRevisions = $Array(object.hardwareRevisions.length);
                    for (let i = 0; i < object.hardwareRevisions.length; ++i)
                        message.hardwareRevisions[i] = $String(object.hardwareRevisions[i]);
                }
                if (object.securityCounter != null)
                    if ($Number(object.securityCounter) !== 0)
                        message.securityCounter = object.securityCounter >>> 0;
                if (object.minimumVersion != null)
                    if (typeof object.minimumVersion !== "string" || object.minimumVersion.length)
                        message.minimumVersion = $String(object.minimumVersion);
                if (object.mustPassThrough != null)
                    if (object.mustPassThrough)
                        message.mustPassThrough = $Boolean(object.mustPassThrough);
                if (object.chunkBytes != null)
                    if ($Number(object.chunkBytes) !== 0)
                        message.chunkBytes = object.chunkBytes >>> 0;
                if (object.chunkDigests) {
                    if (!$Array.isArray(object.chunkDigests))
                        throw $TypeError(".seatrial.v1.ImageHeader.chunkDigests: array expected");
                    message.chunkDigests = $Array(object.chunkDigests.length);
                    for (let i = 0; i < object.chunkDigests.length; ++i)
                        if (typeof object.chunkDigests[i] === "string")
                            $util.base64.decode(object.chunkDigests[i], message.chunkDigests[i] = $util.newBuffer($util.base64.length(object.chunkDigests[i])), 0);
                        else if (object.chunkDigests[i].length >= 0)
                            message.chunkDigests[i] = object.chunkDigests[i];
                }
                if (object.applicationBytes != null)
                    if ($Number(object.applicationBytes) !== 0)
                        message.applicationBytes = object.applicationBytes >>> 0;
                if (object.payloadBytes != null)
                    if ($Number(object.payloadBytes) !== 0)
                        message.payloadBytes = object.payloadBytes >>> 0;
                return message;
            };

            /**
             * Creates a plain object from an ImageHeader message. Also converts values to other types if specified.
             * @function toObject
             * @memberof seatrial.v1.ImageHeader
             * @static
             * @param {seatrial.v1.ImageHeader} message ImageHeader
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ImageHeader.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.profiles = [];
                    object.hardwareRevisions = [];
                    object.chunkDigests = [];
                }
                if (options.defaults) {
                    object.name = "";
                    object.version = "";
                    object.securityCounter = 0;
                    object.minimumVersion = "";
                    object.mustPassThrough = false;
                    object.chunkBytes = 0;
                    object.applicationBytes = 0;
                    object.payloadBytes = 0;
                }
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                    object.version = message.version;
                if (message.profiles && message.profiles.length) {
                    object.profiles = $Array(message.profiles.length);
                    for (let j = 0; j < message.profiles.length; ++j)
                        object.profiles[j] = message.profiles[j];
                }
                if (message.hardwareRevisions && message.hardwareRevisions.length) {
                    object.hardwareRevisions = $Array(message.hardwareRevisions.length);
                    for (let j = 0; j < message.hardwareRevisions.length; ++j)
                        object.hardwareRevisions[j] = message.hardwareRevisions[j];
                }
                if (message.securityCounter != null && $Object.hasOwnProperty.call(message, "securityCounter"))
                    object.securityCounter = message.securityCounter;
                if (message.minimumVersion != null && $Object.hasOwnProperty.call(message, "minimumVersion"))
                    object.minimumVersion = message.minimumVersion;
                if (message.mustPassThrough != null && $Object.hasOwnProperty.call(message, "mustPassThrough"))
                    object.mustPassThrough = message.mustPassThrough;
                if (message.chunkBytes != null && $Object.hasOwnProperty.call(message, "chunkBytes"))
                    object.chunkBytes = message.chunkBytes;
                if (message.chunkDigests && message.chunkDigests.length) {
                    object.chunkDigests = $Array(message.chunkDigests.length);
                    for (let j = 0; j < message.chunkDigests.length; ++j)
                        object.chunkDigests[j] = options.bytes === $String ? $util.base64.encode(message.chunkDigests[j], 0, message.chunkDigests[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.chunkDigests[j]) : message.chunkDigests[j];
                }
                if (message.applicationBytes != null && $Object.hasOwnProperty.call(message, "applicationBytes"))
                    object.applicationBytes = message.applicationBytes;
                if (message.payloadBytes != null && $Object.hasOwnProperty.call(message, "payloadBytes"))
                    object.payloadBytes = message.payloadBytes;
                return object;
            };

            /**
             * Converts this ImageHeader to JSON.
             * @function toJSON
             * @memberof seatrial.v1.ImageHeader
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ImageHeader.prototype.toJSON = function() {
                return ImageHeader.toObject(this, $protobuf.util.toJSONOptions);
            };

            return ImageHeader;
        })();

        return v1;
    })();

    return seatrial;
})();

export {
  $root as default
};
