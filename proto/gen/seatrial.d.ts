import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace seatrial. */
export namespace seatrial {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of a Value.
         * @deprecated Use seatrial.v1.Value.$Properties instead.
         */
        interface IValue extends seatrial.v1.Value.$Properties {
        }

        /** Represents a Value. */
        class Value {

            /**
             * Constructs a new Value.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Value.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Value number. */
            number: (number|null);

            /** Value text. */
            text: (string|null);

            /** Value flag. */
            flag: (boolean|null);

            /** Value kind. */
            kind?: ("number"|"text"|"flag");

            /**
             * Creates a new Value instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Value instance
             */
            static create(properties: seatrial.v1.Value.$Shape): seatrial.v1.Value & seatrial.v1.Value.$Shape;
            static create(properties?: seatrial.v1.Value.$Properties): seatrial.v1.Value;

            /**
             * Encodes the specified Value message. Does not implicitly {@link seatrial.v1.Value.verify|verify} messages.
             * @param message Value message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Value.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Value message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Value & seatrial.v1.Value.$Shape} Value
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Value & seatrial.v1.Value.$Shape;

            /**
             * Creates a Value message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Value
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Value;

            /**
             * Creates a plain object from a Value message. Also converts values to other types if specified.
             * @param message Value
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Value, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Value to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Value {

            /** Properties of a Value. */
            interface $Properties {

                /** Value number */
                number?: (number|null);

                /** Value text */
                text?: (string|null);

                /** Value flag */
                flag?: (boolean|null);

                /** Value kind */
                kind?: ("number"|"text"|"flag");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Value. */
            type $Shape = {
              number?: number|null;
              text?: string|null;
              flag?: boolean|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ kind?: undefined; number?: null; text?: null; flag?: null }|{ kind?: "number"; number: number; text?: null; flag?: null }|{ kind?: "text"; number?: null; text: string; flag?: null }|{ kind?: "flag"; number?: null; text?: null; flag: boolean })
            );
        }

        /**
         * Properties of a Command.
         * @deprecated Use seatrial.v1.Command.$Properties instead.
         */
        interface ICommand extends seatrial.v1.Command.$Properties {
        }

        /** Represents a Command. */
        class Command {

            /**
             * Constructs a new Command.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Command.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Command commandId. */
            commandId: string;

            /** Command name. */
            name: string;

            /** Command arguments. */
            arguments: { [k: string]: seatrial.v1.Value };

            /** Command answerWithinMs. */
            answerWithinMs: number;

            /**
             * Creates a new Command instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Command instance
             */
            static create(properties: seatrial.v1.Command.$Shape): seatrial.v1.Command & seatrial.v1.Command.$Shape;
            static create(properties?: seatrial.v1.Command.$Properties): seatrial.v1.Command;

            /**
             * Encodes the specified Command message. Does not implicitly {@link seatrial.v1.Command.verify|verify} messages.
             * @param message Command message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Command.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Command message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Command & seatrial.v1.Command.$Shape} Command
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Command & seatrial.v1.Command.$Shape;

            /**
             * Creates a Command message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Command
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Command;

            /**
             * Creates a plain object from a Command message. Also converts values to other types if specified.
             * @param message Command
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Command, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Command to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Command {

            /** Properties of a Command. */
            interface $Properties {

                /** Command commandId */
                commandId?: string;

                /** Command name */
                name?: string;

                /** Command arguments */
                "arguments"?: { [k: string]: seatrial.v1.Value.$Properties };

                /** Command answerWithinMs */
                answerWithinMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Command. */
            type $Shape = {
              commandId?: string;
              name?: string;
              "arguments"?: { [k: string]: seatrial.v1.Value.$Shape };
              answerWithinMs?: number;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a CommandResult.
         * @deprecated Use seatrial.v1.CommandResult.$Properties instead.
         */
        interface ICommandResult extends seatrial.v1.CommandResult.$Properties {
        }

        /** Represents a CommandResult. */
        class CommandResult {

            /**
             * Constructs a new CommandResult.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.CommandResult.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CommandResult commandId. */
            commandId: string;

            /** CommandResult outcome. */
            outcome: seatrial.v1.CommandOutcome;

            /** CommandResult message. */
            message: string;

            /**
             * Creates a new CommandResult instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CommandResult instance
             */
            static create(properties: seatrial.v1.CommandResult.$Shape): seatrial.v1.CommandResult & seatrial.v1.CommandResult.$Shape;
            static create(properties?: seatrial.v1.CommandResult.$Properties): seatrial.v1.CommandResult;

            /**
             * Encodes the specified CommandResult message. Does not implicitly {@link seatrial.v1.CommandResult.verify|verify} messages.
             * @param message CommandResult message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.CommandResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CommandResult message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.CommandResult & seatrial.v1.CommandResult.$Shape} CommandResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.CommandResult & seatrial.v1.CommandResult.$Shape;

            /**
             * Creates a CommandResult message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CommandResult
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.CommandResult;

            /**
             * Creates a plain object from a CommandResult message. Also converts values to other types if specified.
             * @param message CommandResult
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.CommandResult, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CommandResult to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace CommandResult {

            /** Properties of a CommandResult. */
            interface $Properties {

                /** CommandResult commandId */
                commandId?: string;

                /** CommandResult outcome */
                outcome?: seatrial.v1.CommandOutcome;

                /** CommandResult message */
                message?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CommandResult. */
            type $Shape = seatrial.v1.CommandResult.$Properties;
        }

        /** CommandOutcome enum. */
        enum CommandOutcome {

            /** COMMAND_OUTCOME_UNSPECIFIED value */
            COMMAND_OUTCOME_UNSPECIFIED = 0,

            /** COMMAND_OUTCOME_DONE value */
            COMMAND_OUTCOME_DONE = 1,

            /** COMMAND_OUTCOME_UNKNOWN value */
            COMMAND_OUTCOME_UNKNOWN = 2,

            /** COMMAND_OUTCOME_REFUSED value */
            COMMAND_OUTCOME_REFUSED = 3,

            /** COMMAND_OUTCOME_FAILED value */
            COMMAND_OUTCOME_FAILED = 4
        }

        /**
         * Properties of a DesiredConfiguration.
         * @deprecated Use seatrial.v1.DesiredConfiguration.$Properties instead.
         */
        interface IDesiredConfiguration extends seatrial.v1.DesiredConfiguration.$Properties {
        }

        /** Represents a DesiredConfiguration. */
        class DesiredConfiguration {

            /**
             * Constructs a new DesiredConfiguration.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.DesiredConfiguration.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DesiredConfiguration version. */
            version: number;

            /** DesiredConfiguration settings. */
            settings: { [k: string]: seatrial.v1.Value };

            /**
             * Creates a new DesiredConfiguration instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DesiredConfiguration instance
             */
            static create(properties: seatrial.v1.DesiredConfiguration.$Shape): seatrial.v1.DesiredConfiguration & seatrial.v1.DesiredConfiguration.$Shape;
            static create(properties?: seatrial.v1.DesiredConfiguration.$Properties): seatrial.v1.DesiredConfiguration;

            /**
             * Encodes the specified DesiredConfiguration message. Does not implicitly {@link seatrial.v1.DesiredConfiguration.verify|verify} messages.
             * @param message DesiredConfiguration message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.DesiredConfiguration.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DesiredConfiguration message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.DesiredConfiguration & seatrial.v1.DesiredConfiguration.$Shape} DesiredConfiguration
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.DesiredConfiguration & seatrial.v1.DesiredConfiguration.$Shape;

            /**
             * Creates a DesiredConfiguration message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DesiredConfiguration
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.DesiredConfiguration;

            /**
             * Creates a plain object from a DesiredConfiguration message. Also converts values to other types if specified.
             * @param message DesiredConfiguration
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.DesiredConfiguration, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DesiredConfiguration to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace DesiredConfiguration {

            /** Properties of a DesiredConfiguration. */
            interface $Properties {

                /** DesiredConfiguration version */
                version?: number;

                /** DesiredConfiguration settings */
                settings?: { [k: string]: seatrial.v1.Value.$Properties };

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DesiredConfiguration. */
            type $Shape = {
              version?: number;
              settings?: { [k: string]: seatrial.v1.Value.$Shape };
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a ConfigurationReport.
         * @deprecated Use seatrial.v1.ConfigurationReport.$Properties instead.
         */
        interface IConfigurationReport extends seatrial.v1.ConfigurationReport.$Properties {
        }

        /** Represents a ConfigurationReport. */
        class ConfigurationReport {

            /**
             * Constructs a new ConfigurationReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.ConfigurationReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConfigurationReport version. */
            version: number;

            /** ConfigurationReport settings. */
            settings: { [k: string]: seatrial.v1.Value };

            /** ConfigurationReport error. */
            error: string;

            /**
             * Creates a new ConfigurationReport instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConfigurationReport instance
             */
            static create(properties: seatrial.v1.ConfigurationReport.$Shape): seatrial.v1.ConfigurationReport & seatrial.v1.ConfigurationReport.$Shape;
            static create(properties?: seatrial.v1.ConfigurationReport.$Properties): seatrial.v1.ConfigurationReport;

            /**
             * Encodes the specified ConfigurationReport message. Does not implicitly {@link seatrial.v1.ConfigurationReport.verify|verify} messages.
             * @param message ConfigurationReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.ConfigurationReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConfigurationReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.ConfigurationReport & seatrial.v1.ConfigurationReport.$Shape} ConfigurationReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.ConfigurationReport & seatrial.v1.ConfigurationReport.$Shape;

            /**
             * Creates a ConfigurationReport message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ConfigurationReport
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.ConfigurationReport;

            /**
             * Creates a plain object from a ConfigurationReport message. Also converts values to other types if specified.
             * @param message ConfigurationReport
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.ConfigurationReport, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ConfigurationReport to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ConfigurationReport {

            /** Properties of a ConfigurationReport. */
            interface $Properties {

                /** ConfigurationReport version */
                version?: number;

                /** ConfigurationReport settings */
                settings?: { [k: string]: seatrial.v1.Value.$Properties };

                /** ConfigurationReport error */
                error?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConfigurationReport. */
            type $Shape = {
              version?: number;
              settings?: { [k: string]: seatrial.v1.Value.$Shape };
              error?: string;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a DeviceFrame.
         * @deprecated Use seatrial.v1.DeviceFrame.$Properties instead.
         */
        interface IDeviceFrame extends seatrial.v1.DeviceFrame.$Properties {
        }

        /** Represents a DeviceFrame. */
        class DeviceFrame {

            /**
             * Constructs a new DeviceFrame.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.DeviceFrame.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DeviceFrame channel. */
            channel: number;

            /** DeviceFrame claim. */
            claim: (seatrial.v1.Claim|null);

            /** DeviceFrame hello. */
            hello: (seatrial.v1.Hello|null);

            /** DeviceFrame telemetry. */
            telemetry: (seatrial.v1.Telemetry|null);

            /** DeviceFrame event. */
            event: (seatrial.v1.DeviceEvent|null);

            /** DeviceFrame heartbeat. */
            heartbeat: (seatrial.v1.Heartbeat|null);

            /** DeviceFrame sleep. */
            sleep: (seatrial.v1.Sleep|null);

            /** DeviceFrame commandResult. */
            commandResult: (seatrial.v1.CommandResult|null);

            /** DeviceFrame configurationReport. */
            configurationReport: (seatrial.v1.ConfigurationReport|null);

            /** DeviceFrame profileDefinition. */
            profileDefinition: (seatrial.v1.ProfileDefinition|null);

            /** DeviceFrame attach. */
            attach: (seatrial.v1.Attach|null);

            /** DeviceFrame detach. */
            detach: (seatrial.v1.Detach|null);

            /** DeviceFrame pieceRequest. */
            pieceRequest: (seatrial.v1.PieceRequest|null);

            /** DeviceFrame updateReport. */
            updateReport: (seatrial.v1.UpdateReport|null);

            /** DeviceFrame body. */
            body?: ("claim"|"hello"|"telemetry"|"event"|"heartbeat"|"sleep"|"commandResult"|"configurationReport"|"profileDefinition"|"attach"|"detach"|"pieceRequest"|"updateReport");

            /**
             * Creates a new DeviceFrame instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DeviceFrame instance
             */
            static create(properties: seatrial.v1.DeviceFrame.$Shape): seatrial.v1.DeviceFrame & seatrial.v1.DeviceFrame.$Shape;
            static create(properties?: seatrial.v1.DeviceFrame.$Properties): seatrial.v1.DeviceFrame;

            /**
             * Encodes the specified DeviceFrame message. Does not implicitly {@link seatrial.v1.DeviceFrame.verify|verify} messages.
             * @param message DeviceFrame message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.DeviceFrame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DeviceFrame message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.DeviceFrame & seatrial.v1.DeviceFrame.$Shape} DeviceFrame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.DeviceFrame & seatrial.v1.DeviceFrame.$Shape;

            /**
             * Creates a DeviceFrame message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DeviceFrame
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.DeviceFrame;

            /**
             * Creates a plain object from a DeviceFrame message. Also converts values to other types if specified.
             * @param message DeviceFrame
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.DeviceFrame, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DeviceFrame to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace DeviceFrame {

            /** Properties of a DeviceFrame. */
            interface $Properties {

                /** DeviceFrame channel */
                channel?: number;

                /** DeviceFrame claim */
                claim?: (seatrial.v1.Claim.$Properties|null);

                /** DeviceFrame hello */
                hello?: (seatrial.v1.Hello.$Properties|null);

                /** DeviceFrame telemetry */
                telemetry?: (seatrial.v1.Telemetry.$Properties|null);

                /** DeviceFrame event */
                event?: (seatrial.v1.DeviceEvent.$Properties|null);

                /** DeviceFrame heartbeat */
                heartbeat?: (seatrial.v1.Heartbeat.$Properties|null);

                /** DeviceFrame sleep */
                sleep?: (seatrial.v1.Sleep.$Properties|null);

                /** DeviceFrame commandResult */
                commandResult?: (seatrial.v1.CommandResult.$Properties|null);

                /** DeviceFrame configurationReport */
                configurationReport?: (seatrial.v1.ConfigurationReport.$Properties|null);

                /** DeviceFrame profileDefinition */
                profileDefinition?: (seatrial.v1.ProfileDefinition.$Properties|null);

                /** DeviceFrame attach */
                attach?: (seatrial.v1.Attach.$Properties|null);

                /** DeviceFrame detach */
                detach?: (seatrial.v1.Detach.$Properties|null);

                /** DeviceFrame pieceRequest */
                pieceRequest?: (seatrial.v1.PieceRequest.$Properties|null);

                /** DeviceFrame updateReport */
                updateReport?: (seatrial.v1.UpdateReport.$Properties|null);

                /** DeviceFrame body */
                body?: ("claim"|"hello"|"telemetry"|"event"|"heartbeat"|"sleep"|"commandResult"|"configurationReport"|"profileDefinition"|"attach"|"detach"|"pieceRequest"|"updateReport");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a DeviceFrame. */
            type $Shape = {
              channel?: number;
              claim?: seatrial.v1.Claim.$Shape|null;
              hello?: seatrial.v1.Hello.$Shape|null;
              telemetry?: seatrial.v1.Telemetry.$Shape|null;
              event?: seatrial.v1.DeviceEvent.$Shape|null;
              heartbeat?: seatrial.v1.Heartbeat.$Shape|null;
              sleep?: seatrial.v1.Sleep.$Shape|null;
              commandResult?: seatrial.v1.CommandResult.$Shape|null;
              configurationReport?: seatrial.v1.ConfigurationReport.$Shape|null;
              profileDefinition?: seatrial.v1.ProfileDefinition.$Shape|null;
              attach?: seatrial.v1.Attach.$Shape|null;
              detach?: seatrial.v1.Detach.$Shape|null;
              pieceRequest?: seatrial.v1.PieceRequest.$Shape|null;
              updateReport?: seatrial.v1.UpdateReport.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "claim"; claim: seatrial.v1.Claim.$Shape; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "hello"; claim?: null; hello: seatrial.v1.Hello.$Shape; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "telemetry"; claim?: null; hello?: null; telemetry: seatrial.v1.Telemetry.$Shape; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "event"; claim?: null; hello?: null; telemetry?: null; event: seatrial.v1.DeviceEvent.$Shape; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "heartbeat"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat: seatrial.v1.Heartbeat.$Shape; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "sleep"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep: seatrial.v1.Sleep.$Shape; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "commandResult"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult: seatrial.v1.CommandResult.$Shape; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "configurationReport"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport: seatrial.v1.ConfigurationReport.$Shape; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "profileDefinition"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition: seatrial.v1.ProfileDefinition.$Shape; attach?: null; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "attach"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach: seatrial.v1.Attach.$Shape; detach?: null; pieceRequest?: null; updateReport?: null }|{ body?: "detach"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach: seatrial.v1.Detach.$Shape; pieceRequest?: null; updateReport?: null }|{ body?: "pieceRequest"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest: seatrial.v1.PieceRequest.$Shape; updateReport?: null }|{ body?: "updateReport"; claim?: null; hello?: null; telemetry?: null; event?: null; heartbeat?: null; sleep?: null; commandResult?: null; configurationReport?: null; profileDefinition?: null; attach?: null; detach?: null; pieceRequest?: null; updateReport: seatrial.v1.UpdateReport.$Shape })
            );
        }

        /**
         * Properties of a FleetFrame.
         * @deprecated Use seatrial.v1.FleetFrame.$Properties instead.
         */
        interface IFleetFrame extends seatrial.v1.FleetFrame.$Properties {
        }

        /** Represents a FleetFrame. */
        class FleetFrame {

            /**
             * Constructs a new FleetFrame.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.FleetFrame.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FleetFrame channel. */
            channel: number;

            /** FleetFrame challenge. */
            challenge: (seatrial.v1.Challenge|null);

            /** FleetFrame welcome. */
            welcome: (seatrial.v1.Welcome|null);

            /** FleetFrame pending. */
            pending: (seatrial.v1.Pending|null);

            /** FleetFrame refusal. */
            refusal: (seatrial.v1.Refusal|null);

            /** FleetFrame acknowledge. */
            acknowledge: (seatrial.v1.Acknowledge|null);

            /** FleetFrame reject. */
            reject: (seatrial.v1.Reject|null);

            /** FleetFrame command. */
            command: (seatrial.v1.Command|null);

            /** FleetFrame desiredConfiguration. */
            desiredConfiguration: (seatrial.v1.DesiredConfiguration|null);

            /** FleetFrame time. */
            time: (seatrial.v1.Time|null);

            /** FleetFrame updateOffer. */
            updateOffer: (seatrial.v1.UpdateOffer|null);

            /** FleetFrame updateCancel. */
            updateCancel: (seatrial.v1.UpdateCancel|null);

            /** FleetFrame piecePart. */
            piecePart: (seatrial.v1.PiecePart|null);

            /** FleetFrame pieceAbsent. */
            pieceAbsent: (seatrial.v1.PieceAbsent|null);

            /** FleetFrame updateReportAcknowledge. */
            updateReportAcknowledge: (seatrial.v1.UpdateReportAcknowledge|null);

            /** FleetFrame body. */
            body?: ("challenge"|"welcome"|"pending"|"refusal"|"acknowledge"|"reject"|"command"|"desiredConfiguration"|"time"|"updateOffer"|"updateCancel"|"piecePart"|"pieceAbsent"|"updateReportAcknowledge");

            /**
             * Creates a new FleetFrame instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FleetFrame instance
             */
            static create(properties: seatrial.v1.FleetFrame.$Shape): seatrial.v1.FleetFrame & seatrial.v1.FleetFrame.$Shape;
            static create(properties?: seatrial.v1.FleetFrame.$Properties): seatrial.v1.FleetFrame;

            /**
             * Encodes the specified FleetFrame message. Does not implicitly {@link seatrial.v1.FleetFrame.verify|verify} messages.
             * @param message FleetFrame message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.FleetFrame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FleetFrame message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.FleetFrame & seatrial.v1.FleetFrame.$Shape} FleetFrame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.FleetFrame & seatrial.v1.FleetFrame.$Shape;

            /**
             * Creates a FleetFrame message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns FleetFrame
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.FleetFrame;

            /**
             * Creates a plain object from a FleetFrame message. Also converts values to other types if specified.
             * @param message FleetFrame
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.FleetFrame, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this FleetFrame to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace FleetFrame {

            /** Properties of a FleetFrame. */
            interface $Properties {

                /** FleetFrame channel */
                channel?: number;

                /** FleetFrame challenge */
                challenge?: (seatrial.v1.Challenge.$Properties|null);

                /** FleetFrame welcome */
                welcome?: (seatrial.v1.Welcome.$Properties|null);

                /** FleetFrame pending */
                pending?: (seatrial.v1.Pending.$Properties|null);

                /** FleetFrame refusal */
                refusal?: (seatrial.v1.Refusal.$Properties|null);

                /** FleetFrame acknowledge */
                acknowledge?: (seatrial.v1.Acknowledge.$Properties|null);

                /** FleetFrame reject */
                reject?: (seatrial.v1.Reject.$Properties|null);

                /** FleetFrame command */
                command?: (seatrial.v1.Command.$Properties|null);

                /** FleetFrame desiredConfiguration */
                desiredConfiguration?: (seatrial.v1.DesiredConfiguration.$Properties|null);

                /** FleetFrame time */
                time?: (seatrial.v1.Time.$Properties|null);

                /** FleetFrame updateOffer */
                updateOffer?: (seatrial.v1.UpdateOffer.$Properties|null);

                /** FleetFrame updateCancel */
                updateCancel?: (seatrial.v1.UpdateCancel.$Properties|null);

                /** FleetFrame piecePart */
                piecePart?: (seatrial.v1.PiecePart.$Properties|null);

                /** FleetFrame pieceAbsent */
                pieceAbsent?: (seatrial.v1.PieceAbsent.$Properties|null);

                /** FleetFrame updateReportAcknowledge */
                updateReportAcknowledge?: (seatrial.v1.UpdateReportAcknowledge.$Properties|null);

                /** FleetFrame body */
                body?: ("challenge"|"welcome"|"pending"|"refusal"|"acknowledge"|"reject"|"command"|"desiredConfiguration"|"time"|"updateOffer"|"updateCancel"|"piecePart"|"pieceAbsent"|"updateReportAcknowledge");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a FleetFrame. */
            type $Shape = {
              channel?: number;
              challenge?: seatrial.v1.Challenge.$Shape|null;
              welcome?: seatrial.v1.Welcome.$Shape|null;
              pending?: seatrial.v1.Pending.$Shape|null;
              refusal?: seatrial.v1.Refusal.$Shape|null;
              acknowledge?: seatrial.v1.Acknowledge.$Shape|null;
              reject?: seatrial.v1.Reject.$Shape|null;
              command?: seatrial.v1.Command.$Shape|null;
              desiredConfiguration?: seatrial.v1.DesiredConfiguration.$Shape|null;
              time?: seatrial.v1.Time.$Shape|null;
              updateOffer?: seatrial.v1.UpdateOffer.$Shape|null;
              updateCancel?: seatrial.v1.UpdateCancel.$Shape|null;
              piecePart?: seatrial.v1.PiecePart.$Shape|null;
              pieceAbsent?: seatrial.v1.PieceAbsent.$Shape|null;
              updateReportAcknowledge?: seatrial.v1.UpdateReportAcknowledge.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "challenge"; challenge: seatrial.v1.Challenge.$Shape; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "welcome"; challenge?: null; welcome: seatrial.v1.Welcome.$Shape; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "pending"; challenge?: null; welcome?: null; pending: seatrial.v1.Pending.$Shape; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "refusal"; challenge?: null; welcome?: null; pending?: null; refusal: seatrial.v1.Refusal.$Shape; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "acknowledge"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge: seatrial.v1.Acknowledge.$Shape; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "reject"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject: seatrial.v1.Reject.$Shape; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "command"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command: seatrial.v1.Command.$Shape; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "desiredConfiguration"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration: seatrial.v1.DesiredConfiguration.$Shape; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "time"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time: seatrial.v1.Time.$Shape; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "updateOffer"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer: seatrial.v1.UpdateOffer.$Shape; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "updateCancel"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel: seatrial.v1.UpdateCancel.$Shape; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "piecePart"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart: seatrial.v1.PiecePart.$Shape; pieceAbsent?: null; updateReportAcknowledge?: null }|{ body?: "pieceAbsent"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent: seatrial.v1.PieceAbsent.$Shape; updateReportAcknowledge?: null }|{ body?: "updateReportAcknowledge"; challenge?: null; welcome?: null; pending?: null; refusal?: null; acknowledge?: null; reject?: null; command?: null; desiredConfiguration?: null; time?: null; updateOffer?: null; updateCancel?: null; piecePart?: null; pieceAbsent?: null; updateReportAcknowledge: seatrial.v1.UpdateReportAcknowledge.$Shape })
            );
        }

        /**
         * Properties of a ProfileDefinition.
         * @deprecated Use seatrial.v1.ProfileDefinition.$Properties instead.
         */
        interface IProfileDefinition extends seatrial.v1.ProfileDefinition.$Properties {
        }

        /** Represents a ProfileDefinition. */
        class ProfileDefinition {

            /**
             * Constructs a new ProfileDefinition.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.ProfileDefinition.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ProfileDefinition name. */
            name: string;

            /** ProfileDefinition title. */
            title: string;

            /** ProfileDefinition signals. */
            signals: seatrial.v1.SignalDefinition[];

            /** ProfileDefinition wakePlan. */
            wakePlan: seatrial.v1.WakePlan;

            /** ProfileDefinition settings. */
            settings: seatrial.v1.SettingDefinition[];

            /** ProfileDefinition commands. */
            commands: string[];

            /**
             * Creates a new ProfileDefinition instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ProfileDefinition instance
             */
            static create(properties: seatrial.v1.ProfileDefinition.$Shape): seatrial.v1.ProfileDefinition & seatrial.v1.ProfileDefinition.$Shape;
            static create(properties?: seatrial.v1.ProfileDefinition.$Properties): seatrial.v1.ProfileDefinition;

            /**
             * Encodes the specified ProfileDefinition message. Does not implicitly {@link seatrial.v1.ProfileDefinition.verify|verify} messages.
             * @param message ProfileDefinition message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.ProfileDefinition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ProfileDefinition message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.ProfileDefinition & seatrial.v1.ProfileDefinition.$Shape} ProfileDefinition
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.ProfileDefinition & seatrial.v1.ProfileDefinition.$Shape;

            /**
             * Creates a ProfileDefinition message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ProfileDefinition
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.ProfileDefinition;

            /**
             * Creates a plain object from a ProfileDefinition message. Also converts values to other types if specified.
             * @param message ProfileDefinition
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.ProfileDefinition, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ProfileDefinition to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ProfileDefinition {

            /** Properties of a ProfileDefinition. */
            interface $Properties {

                /** ProfileDefinition name */
                name?: string;

                /** ProfileDefinition title */
                title?: string;

                /** ProfileDefinition signals */
                signals?: seatrial.v1.SignalDefinition.$Properties[];

                /** ProfileDefinition wakePlan */
                wakePlan?: seatrial.v1.WakePlan.$Properties;

                /** ProfileDefinition settings */
                settings?: seatrial.v1.SettingDefinition.$Properties[];

                /** ProfileDefinition commands */
                commands?: string[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ProfileDefinition. */
            type $Shape = {
              name?: string;
              title?: string;
              signals?: seatrial.v1.SignalDefinition.$Shape[];
              wakePlan?: seatrial.v1.WakePlan.$Shape;
              settings?: seatrial.v1.SettingDefinition.$Shape[];
              commands?: string[];
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a SignalDefinition.
         * @deprecated Use seatrial.v1.SignalDefinition.$Properties instead.
         */
        interface ISignalDefinition extends seatrial.v1.SignalDefinition.$Properties {
        }

        /** Represents a SignalDefinition. */
        class SignalDefinition {

            /**
             * Constructs a new SignalDefinition.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.SignalDefinition.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SignalDefinition id. */
            id: number;

            /** SignalDefinition name. */
            name: string;

            /** SignalDefinition unit. */
            unit: string;

            /** SignalDefinition title. */
            title: string;

            /** SignalDefinition minimum. */
            minimum: number;

            /** SignalDefinition maximum. */
            maximum: number;

            /** SignalDefinition category. */
            category: seatrial.v1.DataCategory;

            /** SignalDefinition durable. */
            durable: boolean;

            /**
             * Creates a new SignalDefinition instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SignalDefinition instance
             */
            static create(properties: seatrial.v1.SignalDefinition.$Shape): seatrial.v1.SignalDefinition & seatrial.v1.SignalDefinition.$Shape;
            static create(properties?: seatrial.v1.SignalDefinition.$Properties): seatrial.v1.SignalDefinition;

            /**
             * Encodes the specified SignalDefinition message. Does not implicitly {@link seatrial.v1.SignalDefinition.verify|verify} messages.
             * @param message SignalDefinition message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.SignalDefinition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SignalDefinition message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.SignalDefinition & seatrial.v1.SignalDefinition.$Shape} SignalDefinition
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.SignalDefinition & seatrial.v1.SignalDefinition.$Shape;

            /**
             * Creates a SignalDefinition message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SignalDefinition
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.SignalDefinition;

            /**
             * Creates a plain object from a SignalDefinition message. Also converts values to other types if specified.
             * @param message SignalDefinition
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.SignalDefinition, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SignalDefinition to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SignalDefinition {

            /** Properties of a SignalDefinition. */
            interface $Properties {

                /** SignalDefinition id */
                id?: number;

                /** SignalDefinition name */
                name?: string;

                /** SignalDefinition unit */
                unit?: string;

                /** SignalDefinition title */
                title?: string;

                /** SignalDefinition minimum */
                minimum?: number;

                /** SignalDefinition maximum */
                maximum?: number;

                /** SignalDefinition category */
                category?: seatrial.v1.DataCategory;

                /** SignalDefinition durable */
                durable?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SignalDefinition. */
            type $Shape = seatrial.v1.SignalDefinition.$Properties;
        }

        /** DataCategory enum. */
        enum DataCategory {

            /** DATA_CATEGORY_UNSPECIFIED value */
            DATA_CATEGORY_UNSPECIFIED = 0,

            /** DATA_CATEGORY_TECHNICAL value */
            DATA_CATEGORY_TECHNICAL = 1,

            /** DATA_CATEGORY_ENVIRONMENT value */
            DATA_CATEGORY_ENVIRONMENT = 2,

            /** DATA_CATEGORY_USAGE value */
            DATA_CATEGORY_USAGE = 3,

            /** DATA_CATEGORY_LOCATION value */
            DATA_CATEGORY_LOCATION = 4,

            /** DATA_CATEGORY_HEALTH value */
            DATA_CATEGORY_HEALTH = 5,

            /** DATA_CATEGORY_CONSUMPTION value */
            DATA_CATEGORY_CONSUMPTION = 6,

            /** DATA_CATEGORY_SECURITY value */
            DATA_CATEGORY_SECURITY = 7
        }

        /**
         * Properties of a WakePlan.
         * @deprecated Use seatrial.v1.WakePlan.$Properties instead.
         */
        interface IWakePlan extends seatrial.v1.WakePlan.$Properties {
        }

        /** Represents a WakePlan. */
        class WakePlan {

            /**
             * Constructs a new WakePlan.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.WakePlan.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WakePlan wakeEveryMs. */
            wakeEveryMs: number;

            /** WakePlan awakeMs. */
            awakeMs: number;

            /**
             * Creates a new WakePlan instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WakePlan instance
             */
            static create(properties: seatrial.v1.WakePlan.$Shape): seatrial.v1.WakePlan & seatrial.v1.WakePlan.$Shape;
            static create(properties?: seatrial.v1.WakePlan.$Properties): seatrial.v1.WakePlan;

            /**
             * Encodes the specified WakePlan message. Does not implicitly {@link seatrial.v1.WakePlan.verify|verify} messages.
             * @param message WakePlan message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.WakePlan.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WakePlan message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.WakePlan & seatrial.v1.WakePlan.$Shape} WakePlan
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.WakePlan & seatrial.v1.WakePlan.$Shape;

            /**
             * Creates a WakePlan message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns WakePlan
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.WakePlan;

            /**
             * Creates a plain object from a WakePlan message. Also converts values to other types if specified.
             * @param message WakePlan
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.WakePlan, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this WakePlan to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace WakePlan {

            /** Properties of a WakePlan. */
            interface $Properties {

                /** WakePlan wakeEveryMs */
                wakeEveryMs?: number;

                /** WakePlan awakeMs */
                awakeMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WakePlan. */
            type $Shape = seatrial.v1.WakePlan.$Properties;
        }

        /**
         * Properties of a SettingDefinition.
         * @deprecated Use seatrial.v1.SettingDefinition.$Properties instead.
         */
        interface ISettingDefinition extends seatrial.v1.SettingDefinition.$Properties {
        }

        /** Represents a SettingDefinition. */
        class SettingDefinition {

            /**
             * Constructs a new SettingDefinition.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.SettingDefinition.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SettingDefinition key. */
            key: string;

            /** SettingDefinition defaultValue. */
            defaultValue: seatrial.v1.Value;

            /** SettingDefinition minimum. */
            minimum: number;

            /** SettingDefinition maximum. */
            maximum: number;

            /**
             * Creates a new SettingDefinition instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SettingDefinition instance
             */
            static create(properties: seatrial.v1.SettingDefinition.$Shape): seatrial.v1.SettingDefinition & seatrial.v1.SettingDefinition.$Shape;
            static create(properties?: seatrial.v1.SettingDefinition.$Properties): seatrial.v1.SettingDefinition;

            /**
             * Encodes the specified SettingDefinition message. Does not implicitly {@link seatrial.v1.SettingDefinition.verify|verify} messages.
             * @param message SettingDefinition message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.SettingDefinition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SettingDefinition message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.SettingDefinition & seatrial.v1.SettingDefinition.$Shape} SettingDefinition
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.SettingDefinition & seatrial.v1.SettingDefinition.$Shape;

            /**
             * Creates a SettingDefinition message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns SettingDefinition
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.SettingDefinition;

            /**
             * Creates a plain object from a SettingDefinition message. Also converts values to other types if specified.
             * @param message SettingDefinition
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.SettingDefinition, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this SettingDefinition to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace SettingDefinition {

            /** Properties of a SettingDefinition. */
            interface $Properties {

                /** SettingDefinition key */
                key?: string;

                /** SettingDefinition defaultValue */
                defaultValue?: seatrial.v1.Value.$Properties;

                /** SettingDefinition minimum */
                minimum?: number;

                /** SettingDefinition maximum */
                maximum?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SettingDefinition. */
            type $Shape = {
              key?: string;
              defaultValue?: seatrial.v1.Value.$Shape;
              minimum?: number;
              maximum?: number;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a Challenge.
         * @deprecated Use seatrial.v1.Challenge.$Properties instead.
         */
        interface IChallenge extends seatrial.v1.Challenge.$Properties {
        }

        /** Represents a Challenge. */
        class Challenge {

            /**
             * Constructs a new Challenge.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Challenge.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Challenge nonce. */
            nonce: Uint8Array;

            /** Challenge fleetTimeMs. */
            fleetTimeMs: number;

            /** Challenge answerWithinMs. */
            answerWithinMs: number;

            /**
             * Creates a new Challenge instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Challenge instance
             */
            static create(properties: seatrial.v1.Challenge.$Shape): seatrial.v1.Challenge & seatrial.v1.Challenge.$Shape;
            static create(properties?: seatrial.v1.Challenge.$Properties): seatrial.v1.Challenge;

            /**
             * Encodes the specified Challenge message. Does not implicitly {@link seatrial.v1.Challenge.verify|verify} messages.
             * @param message Challenge message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Challenge.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Challenge message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Challenge & seatrial.v1.Challenge.$Shape} Challenge
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Challenge & seatrial.v1.Challenge.$Shape;

            /**
             * Creates a Challenge message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Challenge
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Challenge;

            /**
             * Creates a plain object from a Challenge message. Also converts values to other types if specified.
             * @param message Challenge
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Challenge, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Challenge to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Challenge {

            /** Properties of a Challenge. */
            interface $Properties {

                /** Challenge nonce */
                nonce?: Uint8Array;

                /** Challenge fleetTimeMs */
                fleetTimeMs?: number;

                /** Challenge answerWithinMs */
                answerWithinMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Challenge. */
            type $Shape = seatrial.v1.Challenge.$Properties;
        }

        /**
         * Properties of a Claim.
         * @deprecated Use seatrial.v1.Claim.$Properties instead.
         */
        interface IClaim extends seatrial.v1.Claim.$Properties {
        }

        /** Represents a Claim. */
        class Claim {

            /**
             * Constructs a new Claim.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Claim.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Claim tokenId. */
            tokenId: string;

            /** Claim tokenProof. */
            tokenProof: Uint8Array;

            /** Claim deviceId. */
            deviceId: string;

            /** Claim publicKey. */
            publicKey: Uint8Array;

            /** Claim signature. */
            signature: Uint8Array;

            /** Claim profile. */
            profile: string;

            /** Claim hardwareRevision. */
            hardwareRevision: string;

            /**
             * Creates a new Claim instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Claim instance
             */
            static create(properties: seatrial.v1.Claim.$Shape): seatrial.v1.Claim & seatrial.v1.Claim.$Shape;
            static create(properties?: seatrial.v1.Claim.$Properties): seatrial.v1.Claim;

            /**
             * Encodes the specified Claim message. Does not implicitly {@link seatrial.v1.Claim.verify|verify} messages.
             * @param message Claim message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Claim.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Claim message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Claim & seatrial.v1.Claim.$Shape} Claim
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Claim & seatrial.v1.Claim.$Shape;

            /**
             * Creates a Claim message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Claim
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Claim;

            /**
             * Creates a plain object from a Claim message. Also converts values to other types if specified.
             * @param message Claim
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Claim, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Claim to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Claim {

            /** Properties of a Claim. */
            interface $Properties {

                /** Claim tokenId */
                tokenId?: string;

                /** Claim tokenProof */
                tokenProof?: Uint8Array;

                /** Claim deviceId */
                deviceId?: string;

                /** Claim publicKey */
                publicKey?: Uint8Array;

                /** Claim signature */
                signature?: Uint8Array;

                /** Claim profile */
                profile?: string;

                /** Claim hardwareRevision */
                hardwareRevision?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Claim. */
            type $Shape = seatrial.v1.Claim.$Properties;
        }

        /**
         * Properties of a Hello.
         * @deprecated Use seatrial.v1.Hello.$Properties instead.
         */
        interface IHello extends seatrial.v1.Hello.$Properties {
        }

        /** Represents a Hello. */
        class Hello {

            /**
             * Constructs a new Hello.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Hello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hello deviceId. */
            deviceId: string;

            /** Hello signature. */
            signature: Uint8Array;

            /** Hello boot. */
            boot: number;

            /** Hello connection. */
            connection: number;

            /** Hello deviceTimeMs. */
            deviceTimeMs: number;

            /** Hello profileDigest. */
            profileDigest: Uint8Array;

            /** Hello firmwareVersion. */
            firmwareVersion: string;

            /** Hello imageDigest. */
            imageDigest: Uint8Array;

            /** Hello imageConfirmed. */
            imageConfirmed: boolean;

            /** Hello resetReason. */
            resetReason: seatrial.v1.ResetReason;

            /** Hello configurationVersion. */
            configurationVersion: number;

            /** Hello droppedFrames. */
            droppedFrames: number;

            /** Hello link. */
            link: seatrial.v1.LinkKind;

            /**
             * Creates a new Hello instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Hello instance
             */
            static create(properties: seatrial.v1.Hello.$Shape): seatrial.v1.Hello & seatrial.v1.Hello.$Shape;
            static create(properties?: seatrial.v1.Hello.$Properties): seatrial.v1.Hello;

            /**
             * Encodes the specified Hello message. Does not implicitly {@link seatrial.v1.Hello.verify|verify} messages.
             * @param message Hello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Hello & seatrial.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Hello & seatrial.v1.Hello.$Shape;

            /**
             * Creates a Hello message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Hello
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Hello;

            /**
             * Creates a plain object from a Hello message. Also converts values to other types if specified.
             * @param message Hello
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Hello, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Hello to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Hello {

            /** Properties of a Hello. */
            interface $Properties {

                /** Hello deviceId */
                deviceId?: string;

                /** Hello signature */
                signature?: Uint8Array;

                /** Hello boot */
                boot?: number;

                /** Hello connection */
                connection?: number;

                /** Hello deviceTimeMs */
                deviceTimeMs?: number;

                /** Hello profileDigest */
                profileDigest?: Uint8Array;

                /** Hello firmwareVersion */
                firmwareVersion?: string;

                /** Hello imageDigest */
                imageDigest?: Uint8Array;

                /** Hello imageConfirmed */
                imageConfirmed?: boolean;

                /** Hello resetReason */
                resetReason?: seatrial.v1.ResetReason;

                /** Hello configurationVersion */
                configurationVersion?: number;

                /** Hello droppedFrames */
                droppedFrames?: number;

                /** Hello link */
                link?: seatrial.v1.LinkKind;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hello. */
            type $Shape = seatrial.v1.Hello.$Properties;
        }

        /**
         * Properties of a Welcome.
         * @deprecated Use seatrial.v1.Welcome.$Properties instead.
         */
        interface IWelcome extends seatrial.v1.Welcome.$Properties {
        }

        /** Represents a Welcome. */
        class Welcome {

            /**
             * Constructs a new Welcome.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Welcome.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Welcome deviceId. */
            deviceId: string;

            /** Welcome fleetTimeMs. */
            fleetTimeMs: number;

            /** Welcome storedBoot. */
            storedBoot: number;

            /** Welcome storedSequence. */
            storedSequence: number;

            /** Welcome heartbeatMs. */
            heartbeatMs: number;

            /** Welcome profileWanted. */
            profileWanted: boolean;

            /** Welcome framesPerSecond. */
            framesPerSecond: number;

            /** Welcome windowFrames. */
            windowFrames: number;

            /**
             * Creates a new Welcome instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Welcome instance
             */
            static create(properties: seatrial.v1.Welcome.$Shape): seatrial.v1.Welcome & seatrial.v1.Welcome.$Shape;
            static create(properties?: seatrial.v1.Welcome.$Properties): seatrial.v1.Welcome;

            /**
             * Encodes the specified Welcome message. Does not implicitly {@link seatrial.v1.Welcome.verify|verify} messages.
             * @param message Welcome message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Welcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Welcome message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Welcome & seatrial.v1.Welcome.$Shape} Welcome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Welcome & seatrial.v1.Welcome.$Shape;

            /**
             * Creates a Welcome message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Welcome
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Welcome;

            /**
             * Creates a plain object from a Welcome message. Also converts values to other types if specified.
             * @param message Welcome
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Welcome, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Welcome to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Welcome {

            /** Properties of a Welcome. */
            interface $Properties {

                /** Welcome deviceId */
                deviceId?: string;

                /** Welcome fleetTimeMs */
                fleetTimeMs?: number;

                /** Welcome storedBoot */
                storedBoot?: number;

                /** Welcome storedSequence */
                storedSequence?: number;

                /** Welcome heartbeatMs */
                heartbeatMs?: number;

                /** Welcome profileWanted */
                profileWanted?: boolean;

                /** Welcome framesPerSecond */
                framesPerSecond?: number;

                /** Welcome windowFrames */
                windowFrames?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Welcome. */
            type $Shape = seatrial.v1.Welcome.$Properties;
        }

        /**
         * Properties of a Pending.
         * @deprecated Use seatrial.v1.Pending.$Properties instead.
         */
        interface IPending extends seatrial.v1.Pending.$Properties {
        }

        /** Represents a Pending. */
        class Pending {

            /**
             * Constructs a new Pending.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Pending.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Pending retryAfterMs. */
            retryAfterMs: number;

            /**
             * Creates a new Pending instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Pending instance
             */
            static create(properties: seatrial.v1.Pending.$Shape): seatrial.v1.Pending & seatrial.v1.Pending.$Shape;
            static create(properties?: seatrial.v1.Pending.$Properties): seatrial.v1.Pending;

            /**
             * Encodes the specified Pending message. Does not implicitly {@link seatrial.v1.Pending.verify|verify} messages.
             * @param message Pending message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Pending.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Pending message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Pending & seatrial.v1.Pending.$Shape} Pending
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Pending & seatrial.v1.Pending.$Shape;

            /**
             * Creates a Pending message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Pending
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Pending;

            /**
             * Creates a plain object from a Pending message. Also converts values to other types if specified.
             * @param message Pending
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Pending, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Pending to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Pending {

            /** Properties of a Pending. */
            interface $Properties {

                /** Pending retryAfterMs */
                retryAfterMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Pending. */
            type $Shape = seatrial.v1.Pending.$Properties;
        }

        /**
         * Properties of a Refusal.
         * @deprecated Use seatrial.v1.Refusal.$Properties instead.
         */
        interface IRefusal extends seatrial.v1.Refusal.$Properties {
        }

        /** Represents a Refusal. */
        class Refusal {

            /**
             * Constructs a new Refusal.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Refusal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Refusal code. */
            code: seatrial.v1.RefusalCode;

            /** Refusal message. */
            message: string;

            /** Refusal retryAfterMs. */
            retryAfterMs: number;

            /** Refusal fleetTimeMs. */
            fleetTimeMs: number;

            /**
             * Creates a new Refusal instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Refusal instance
             */
            static create(properties: seatrial.v1.Refusal.$Shape): seatrial.v1.Refusal & seatrial.v1.Refusal.$Shape;
            static create(properties?: seatrial.v1.Refusal.$Properties): seatrial.v1.Refusal;

            /**
             * Encodes the specified Refusal message. Does not implicitly {@link seatrial.v1.Refusal.verify|verify} messages.
             * @param message Refusal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Refusal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Refusal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Refusal & seatrial.v1.Refusal.$Shape} Refusal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Refusal & seatrial.v1.Refusal.$Shape;

            /**
             * Creates a Refusal message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Refusal
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Refusal;

            /**
             * Creates a plain object from a Refusal message. Also converts values to other types if specified.
             * @param message Refusal
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Refusal, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Refusal to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Refusal {

            /** Properties of a Refusal. */
            interface $Properties {

                /** Refusal code */
                code?: seatrial.v1.RefusalCode;

                /** Refusal message */
                message?: string;

                /** Refusal retryAfterMs */
                retryAfterMs?: number;

                /** Refusal fleetTimeMs */
                fleetTimeMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Refusal. */
            type $Shape = seatrial.v1.Refusal.$Properties;
        }

        /**
         * Properties of a Heartbeat.
         * @deprecated Use seatrial.v1.Heartbeat.$Properties instead.
         */
        interface IHeartbeat extends seatrial.v1.Heartbeat.$Properties {
        }

        /** Represents a Heartbeat. */
        class Heartbeat {

            /**
             * Constructs a new Heartbeat.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Heartbeat.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Heartbeat batteryPercent. */
            batteryPercent: number;

            /** Heartbeat bufferedBytes. */
            bufferedBytes: number;

            /** Heartbeat droppedFrames. */
            droppedFrames: number;

            /** Heartbeat supply. */
            supply: seatrial.v1.Supply;

            /**
             * Creates a new Heartbeat instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Heartbeat instance
             */
            static create(properties: seatrial.v1.Heartbeat.$Shape): seatrial.v1.Heartbeat & seatrial.v1.Heartbeat.$Shape;
            static create(properties?: seatrial.v1.Heartbeat.$Properties): seatrial.v1.Heartbeat;

            /**
             * Encodes the specified Heartbeat message. Does not implicitly {@link seatrial.v1.Heartbeat.verify|verify} messages.
             * @param message Heartbeat message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Heartbeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Heartbeat message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Heartbeat & seatrial.v1.Heartbeat.$Shape} Heartbeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Heartbeat & seatrial.v1.Heartbeat.$Shape;

            /**
             * Creates a Heartbeat message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Heartbeat
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Heartbeat;

            /**
             * Creates a plain object from a Heartbeat message. Also converts values to other types if specified.
             * @param message Heartbeat
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Heartbeat, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Heartbeat to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Heartbeat {

            /** Properties of a Heartbeat. */
            interface $Properties {

                /** Heartbeat batteryPercent */
                batteryPercent?: number;

                /** Heartbeat bufferedBytes */
                bufferedBytes?: number;

                /** Heartbeat droppedFrames */
                droppedFrames?: number;

                /** Heartbeat supply */
                supply?: seatrial.v1.Supply;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Heartbeat. */
            type $Shape = seatrial.v1.Heartbeat.$Properties;
        }

        /**
         * Properties of a Time.
         * @deprecated Use seatrial.v1.Time.$Properties instead.
         */
        interface ITime extends seatrial.v1.Time.$Properties {
        }

        /** Represents a Time. */
        class Time {

            /**
             * Constructs a new Time.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Time.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Time fleetTimeMs. */
            fleetTimeMs: number;

            /**
             * Creates a new Time instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Time instance
             */
            static create(properties: seatrial.v1.Time.$Shape): seatrial.v1.Time & seatrial.v1.Time.$Shape;
            static create(properties?: seatrial.v1.Time.$Properties): seatrial.v1.Time;

            /**
             * Encodes the specified Time message. Does not implicitly {@link seatrial.v1.Time.verify|verify} messages.
             * @param message Time message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Time.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Time message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Time & seatrial.v1.Time.$Shape} Time
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Time & seatrial.v1.Time.$Shape;

            /**
             * Creates a Time message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Time
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Time;

            /**
             * Creates a plain object from a Time message. Also converts values to other types if specified.
             * @param message Time
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Time, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Time to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Time {

            /** Properties of a Time. */
            interface $Properties {

                /** Time fleetTimeMs */
                fleetTimeMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Time. */
            type $Shape = seatrial.v1.Time.$Properties;
        }

        /**
         * Properties of a Sleep.
         * @deprecated Use seatrial.v1.Sleep.$Properties instead.
         */
        interface ISleep extends seatrial.v1.Sleep.$Properties {
        }

        /** Represents a Sleep. */
        class Sleep {

            /**
             * Constructs a new Sleep.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Sleep.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Sleep wakeInMs. */
            wakeInMs: number;

            /**
             * Creates a new Sleep instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Sleep instance
             */
            static create(properties: seatrial.v1.Sleep.$Shape): seatrial.v1.Sleep & seatrial.v1.Sleep.$Shape;
            static create(properties?: seatrial.v1.Sleep.$Properties): seatrial.v1.Sleep;

            /**
             * Encodes the specified Sleep message. Does not implicitly {@link seatrial.v1.Sleep.verify|verify} messages.
             * @param message Sleep message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Sleep.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Sleep message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Sleep & seatrial.v1.Sleep.$Shape} Sleep
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Sleep & seatrial.v1.Sleep.$Shape;

            /**
             * Creates a Sleep message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Sleep
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Sleep;

            /**
             * Creates a plain object from a Sleep message. Also converts values to other types if specified.
             * @param message Sleep
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Sleep, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Sleep to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Sleep {

            /** Properties of a Sleep. */
            interface $Properties {

                /** Sleep wakeInMs */
                wakeInMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Sleep. */
            type $Shape = seatrial.v1.Sleep.$Properties;
        }

        /**
         * Properties of an Attach.
         * @deprecated Use seatrial.v1.Attach.$Properties instead.
         */
        interface IAttach extends seatrial.v1.Attach.$Properties {
        }

        /** Represents an Attach. */
        class Attach {

            /**
             * Constructs a new Attach.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Attach.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new Attach instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Attach instance
             */
            static create(properties: seatrial.v1.Attach.$Shape): seatrial.v1.Attach & seatrial.v1.Attach.$Shape;
            static create(properties?: seatrial.v1.Attach.$Properties): seatrial.v1.Attach;

            /**
             * Encodes the specified Attach message. Does not implicitly {@link seatrial.v1.Attach.verify|verify} messages.
             * @param message Attach message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Attach.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Attach message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Attach & seatrial.v1.Attach.$Shape} Attach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Attach & seatrial.v1.Attach.$Shape;

            /**
             * Creates an Attach message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Attach
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Attach;

            /**
             * Creates a plain object from an Attach message. Also converts values to other types if specified.
             * @param message Attach
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Attach, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Attach to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Attach {

            /** Properties of an Attach. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Attach. */
            type $Shape = seatrial.v1.Attach.$Properties;
        }

        /**
         * Properties of a Detach.
         * @deprecated Use seatrial.v1.Detach.$Properties instead.
         */
        interface IDetach extends seatrial.v1.Detach.$Properties {
        }

        /** Represents a Detach. */
        class Detach {

            /**
             * Constructs a new Detach.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Detach.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new Detach instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Detach instance
             */
            static create(properties: seatrial.v1.Detach.$Shape): seatrial.v1.Detach & seatrial.v1.Detach.$Shape;
            static create(properties?: seatrial.v1.Detach.$Properties): seatrial.v1.Detach;

            /**
             * Encodes the specified Detach message. Does not implicitly {@link seatrial.v1.Detach.verify|verify} messages.
             * @param message Detach message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Detach.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Detach message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Detach & seatrial.v1.Detach.$Shape} Detach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Detach & seatrial.v1.Detach.$Shape;

            /**
             * Creates a Detach message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Detach
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Detach;

            /**
             * Creates a plain object from a Detach message. Also converts values to other types if specified.
             * @param message Detach
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Detach, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Detach to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Detach {

            /** Properties of a Detach. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Detach. */
            type $Shape = seatrial.v1.Detach.$Properties;
        }

        /** LinkKind enum. */
        enum LinkKind {

            /** LINK_KIND_UNSPECIFIED value */
            LINK_KIND_UNSPECIFIED = 0,

            /** LINK_KIND_WIRED value */
            LINK_KIND_WIRED = 1,

            /** LINK_KIND_WIFI value */
            LINK_KIND_WIFI = 2,

            /** LINK_KIND_CELLULAR value */
            LINK_KIND_CELLULAR = 3,

            /** LINK_KIND_LOW_POWER value */
            LINK_KIND_LOW_POWER = 4
        }

        /** Supply enum. */
        enum Supply {

            /** SUPPLY_UNSPECIFIED value */
            SUPPLY_UNSPECIFIED = 0,

            /** SUPPLY_BATTERY value */
            SUPPLY_BATTERY = 1,

            /** SUPPLY_EXTERNAL value */
            SUPPLY_EXTERNAL = 2
        }

        /** ResetReason enum. */
        enum ResetReason {

            /** RESET_REASON_UNSPECIFIED value */
            RESET_REASON_UNSPECIFIED = 0,

            /** RESET_REASON_POWER_ON value */
            RESET_REASON_POWER_ON = 1,

            /** RESET_REASON_COMMAND value */
            RESET_REASON_COMMAND = 2,

            /** RESET_REASON_WATCHDOG value */
            RESET_REASON_WATCHDOG = 3,

            /** RESET_REASON_APP_FAULT value */
            RESET_REASON_APP_FAULT = 4,

            /** RESET_REASON_BROWNOUT value */
            RESET_REASON_BROWNOUT = 5,

            /** RESET_REASON_CRASH value */
            RESET_REASON_CRASH = 6,

            /** RESET_REASON_UPDATE value */
            RESET_REASON_UPDATE = 7,

            /** RESET_REASON_REVERT value */
            RESET_REASON_REVERT = 8,

            /** RESET_REASON_RECOVERY value */
            RESET_REASON_RECOVERY = 9
        }

        /** RefusalCode enum. */
        enum RefusalCode {

            /** REFUSAL_CODE_UNSPECIFIED value */
            REFUSAL_CODE_UNSPECIFIED = 0,

            /** REFUSAL_CODE_FRAME_TOO_LARGE value */
            REFUSAL_CODE_FRAME_TOO_LARGE = 1,

            /** REFUSAL_CODE_FRAME_MALFORMED value */
            REFUSAL_CODE_FRAME_MALFORMED = 2,

            /** REFUSAL_CODE_FRAME_NOT_BINARY value */
            REFUSAL_CODE_FRAME_NOT_BINARY = 3,

            /** REFUSAL_CODE_NOT_WELCOMED value */
            REFUSAL_CODE_NOT_WELCOMED = 4,

            /** REFUSAL_CODE_ANSWER_TIMEOUT value */
            REFUSAL_CODE_ANSWER_TIMEOUT = 5,

            /** REFUSAL_CODE_UNKNOWN_DEVICE value */
            REFUSAL_CODE_UNKNOWN_DEVICE = 6,

            /** REFUSAL_CODE_BAD_SIGNATURE value */
            REFUSAL_CODE_BAD_SIGNATURE = 7,

            /** REFUSAL_CODE_REVOKED value */
            REFUSAL_CODE_REVOKED = 8,

            /** REFUSAL_CODE_REJECTED value */
            REFUSAL_CODE_REJECTED = 9,

            /** REFUSAL_CODE_TOKEN_INVALID value */
            REFUSAL_CODE_TOKEN_INVALID = 10,

            /** REFUSAL_CODE_TOKEN_EXPIRED value */
            REFUSAL_CODE_TOKEN_EXPIRED = 11,

            /** REFUSAL_CODE_TOKEN_USED_UP value */
            REFUSAL_CODE_TOKEN_USED_UP = 12,

            /** REFUSAL_CODE_PROFILE_NOT_ALLOWED value */
            REFUSAL_CODE_PROFILE_NOT_ALLOWED = 13,

            /** REFUSAL_CODE_IDENTITY_TAKEN value */
            REFUSAL_CODE_IDENTITY_TAKEN = 14,

            /** REFUSAL_CODE_CLONE_SUSPECTED value */
            REFUSAL_CODE_CLONE_SUSPECTED = 15,

            /** REFUSAL_CODE_CLOCK_SKEW value */
            REFUSAL_CODE_CLOCK_SKEW = 16,

            /** REFUSAL_CODE_SUPERSEDED value */
            REFUSAL_CODE_SUPERSEDED = 17,

            /** REFUSAL_CODE_RATE_EXCEEDED value */
            REFUSAL_CODE_RATE_EXCEEDED = 18,

            /** REFUSAL_CODE_OVERLOADED value */
            REFUSAL_CODE_OVERLOADED = 19,

            /** REFUSAL_CODE_STORAGE_UNAVAILABLE value */
            REFUSAL_CODE_STORAGE_UNAVAILABLE = 20,

            /** REFUSAL_CODE_PROFILE_INVALID value */
            REFUSAL_CODE_PROFILE_INVALID = 21,

            /** REFUSAL_CODE_CHANNEL_INVALID value */
            REFUSAL_CODE_CHANNEL_INVALID = 22,

            /** REFUSAL_CODE_SLOW_READER value */
            REFUSAL_CODE_SLOW_READER = 23,

            /** REFUSAL_CODE_SILENT value */
            REFUSAL_CODE_SILENT = 24,

            /** REFUSAL_CODE_STOPPING value */
            REFUSAL_CODE_STOPPING = 25,

            /** REFUSAL_CODE_FIELD_INVALID value */
            REFUSAL_CODE_FIELD_INVALID = 26,

            /** REFUSAL_CODE_PROFILE_MISSING value */
            REFUSAL_CODE_PROFILE_MISSING = 27
        }

        /**
         * Properties of a Telemetry.
         * @deprecated Use seatrial.v1.Telemetry.$Properties instead.
         */
        interface ITelemetry extends seatrial.v1.Telemetry.$Properties {
        }

        /** Represents a Telemetry. */
        class Telemetry {

            /**
             * Constructs a new Telemetry.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Telemetry.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Telemetry boot. */
            boot: number;

            /** Telemetry sequence. */
            sequence: number;

            /** Telemetry baseTimeMs. */
            baseTimeMs: number;

            /** Telemetry signalIds. */
            signalIds: number[];

            /** Telemetry timeOffsetsMs. */
            timeOffsetsMs: number[];

            /** Telemetry values. */
            values: number[];

            /**
             * Creates a new Telemetry instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Telemetry instance
             */
            static create(properties: seatrial.v1.Telemetry.$Shape): seatrial.v1.Telemetry & seatrial.v1.Telemetry.$Shape;
            static create(properties?: seatrial.v1.Telemetry.$Properties): seatrial.v1.Telemetry;

            /**
             * Encodes the specified Telemetry message. Does not implicitly {@link seatrial.v1.Telemetry.verify|verify} messages.
             * @param message Telemetry message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Telemetry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Telemetry message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Telemetry & seatrial.v1.Telemetry.$Shape} Telemetry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Telemetry & seatrial.v1.Telemetry.$Shape;

            /**
             * Creates a Telemetry message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Telemetry
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Telemetry;

            /**
             * Creates a plain object from a Telemetry message. Also converts values to other types if specified.
             * @param message Telemetry
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Telemetry, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Telemetry to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Telemetry {

            /** Properties of a Telemetry. */
            interface $Properties {

                /** Telemetry boot */
                boot?: number;

                /** Telemetry sequence */
                sequence?: number;

                /** Telemetry baseTimeMs */
                baseTimeMs?: number;

                /** Telemetry signalIds */
                signalIds?: number[];

                /** Telemetry timeOffsetsMs */
                timeOffsetsMs?: number[];

                /** Telemetry values */
                values?: number[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Telemetry. */
            type $Shape = seatrial.v1.Telemetry.$Properties;
        }

        /**
         * Properties of a DeviceEvent.
         * @deprecated Use seatrial.v1.DeviceEvent.$Properties instead.
         */
        interface IDeviceEvent extends seatrial.v1.DeviceEvent.$Properties {
        }

        /** Represents a DeviceEvent. */
        class DeviceEvent {

            /**
             * Constructs a new DeviceEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.DeviceEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DeviceEvent boot. */
            boot: number;

            /** DeviceEvent sequence. */
            sequence: number;

            /** DeviceEvent timeMs. */
            timeMs: number;

            /** DeviceEvent kind. */
            kind: seatrial.v1.EventKind;

            /** DeviceEvent name. */
            name: string;

            /** DeviceEvent message. */
            message: string;

            /** DeviceEvent values. */
            values: { [k: string]: number };

            /**
             * Creates a new DeviceEvent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns DeviceEvent instance
             */
            static create(properties: seatrial.v1.DeviceEvent.$Shape): seatrial.v1.DeviceEvent & seatrial.v1.DeviceEvent.$Shape;
            static create(properties?: seatrial.v1.DeviceEvent.$Properties): seatrial.v1.DeviceEvent;

            /**
             * Encodes the specified DeviceEvent message. Does not implicitly {@link seatrial.v1.DeviceEvent.verify|verify} messages.
             * @param message DeviceEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.DeviceEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DeviceEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.DeviceEvent & seatrial.v1.DeviceEvent.$Shape} DeviceEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.DeviceEvent & seatrial.v1.DeviceEvent.$Shape;

            /**
             * Creates a DeviceEvent message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns DeviceEvent
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.DeviceEvent;

            /**
             * Creates a plain object from a DeviceEvent message. Also converts values to other types if specified.
             * @param message DeviceEvent
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.DeviceEvent, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this DeviceEvent to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace DeviceEvent {

            /** Properties of a DeviceEvent. */
            interface $Properties {

                /** DeviceEvent boot */
                boot?: number;

                /** DeviceEvent sequence */
                sequence?: number;

                /** DeviceEvent timeMs */
                timeMs?: number;

                /** DeviceEvent kind */
                kind?: seatrial.v1.EventKind;

                /** DeviceEvent name */
                name?: string;

                /** DeviceEvent message */
                message?: string;

                /** DeviceEvent values */
                values?: { [k: string]: number };

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DeviceEvent. */
            type $Shape = seatrial.v1.DeviceEvent.$Properties;
        }

        /** EventKind enum. */
        enum EventKind {

            /** EVENT_KIND_UNSPECIFIED value */
            EVENT_KIND_UNSPECIFIED = 0,

            /** EVENT_KIND_BOOT value */
            EVENT_KIND_BOOT = 1,

            /** EVENT_KIND_APPLICATION value */
            EVENT_KIND_APPLICATION = 2,

            /** EVENT_KIND_STORE_OVERFLOW value */
            EVENT_KIND_STORE_OVERFLOW = 3,

            /** EVENT_KIND_CRASH value */
            EVENT_KIND_CRASH = 4,

            /** EVENT_KIND_POWER value */
            EVENT_KIND_POWER = 5
        }

        /**
         * Properties of an Acknowledge.
         * @deprecated Use seatrial.v1.Acknowledge.$Properties instead.
         */
        interface IAcknowledge extends seatrial.v1.Acknowledge.$Properties {
        }

        /** Represents an Acknowledge. */
        class Acknowledge {

            /**
             * Constructs a new Acknowledge.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Acknowledge.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Acknowledge boot. */
            boot: number;

            /** Acknowledge sequence. */
            sequence: number;

            /**
             * Creates a new Acknowledge instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Acknowledge instance
             */
            static create(properties: seatrial.v1.Acknowledge.$Shape): seatrial.v1.Acknowledge & seatrial.v1.Acknowledge.$Shape;
            static create(properties?: seatrial.v1.Acknowledge.$Properties): seatrial.v1.Acknowledge;

            /**
             * Encodes the specified Acknowledge message. Does not implicitly {@link seatrial.v1.Acknowledge.verify|verify} messages.
             * @param message Acknowledge message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Acknowledge.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Acknowledge message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Acknowledge & seatrial.v1.Acknowledge.$Shape} Acknowledge
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Acknowledge & seatrial.v1.Acknowledge.$Shape;

            /**
             * Creates an Acknowledge message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Acknowledge
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Acknowledge;

            /**
             * Creates a plain object from an Acknowledge message. Also converts values to other types if specified.
             * @param message Acknowledge
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Acknowledge, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Acknowledge to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Acknowledge {

            /** Properties of an Acknowledge. */
            interface $Properties {

                /** Acknowledge boot */
                boot?: number;

                /** Acknowledge sequence */
                sequence?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Acknowledge. */
            type $Shape = seatrial.v1.Acknowledge.$Properties;
        }

        /**
         * Properties of a Reject.
         * @deprecated Use seatrial.v1.Reject.$Properties instead.
         */
        interface IReject extends seatrial.v1.Reject.$Properties {
        }

        /** Represents a Reject. */
        class Reject {

            /**
             * Constructs a new Reject.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.Reject.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Reject boot. */
            boot: number;

            /** Reject sequence. */
            sequence: number;

            /** Reject code. */
            code: seatrial.v1.RejectCode;

            /** Reject message. */
            message: string;

            /**
             * Creates a new Reject instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Reject instance
             */
            static create(properties: seatrial.v1.Reject.$Shape): seatrial.v1.Reject & seatrial.v1.Reject.$Shape;
            static create(properties?: seatrial.v1.Reject.$Properties): seatrial.v1.Reject;

            /**
             * Encodes the specified Reject message. Does not implicitly {@link seatrial.v1.Reject.verify|verify} messages.
             * @param message Reject message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.Reject.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Reject message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.Reject & seatrial.v1.Reject.$Shape} Reject
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.Reject & seatrial.v1.Reject.$Shape;

            /**
             * Creates a Reject message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Reject
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.Reject;

            /**
             * Creates a plain object from a Reject message. Also converts values to other types if specified.
             * @param message Reject
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.Reject, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Reject to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace Reject {

            /** Properties of a Reject. */
            interface $Properties {

                /** Reject boot */
                boot?: number;

                /** Reject sequence */
                sequence?: number;

                /** Reject code */
                code?: seatrial.v1.RejectCode;

                /** Reject message */
                message?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Reject. */
            type $Shape = seatrial.v1.Reject.$Properties;
        }

        /** RejectCode enum. */
        enum RejectCode {

            /** REJECT_CODE_UNSPECIFIED value */
            REJECT_CODE_UNSPECIFIED = 0,

            /** REJECT_CODE_COLUMNS value */
            REJECT_CODE_COLUMNS = 1,

            /** REJECT_CODE_UNKNOWN_SIGNAL value */
            REJECT_CODE_UNKNOWN_SIGNAL = 2,

            /** REJECT_CODE_NOT_FINITE value */
            REJECT_CODE_NOT_FINITE = 3,

            /** REJECT_CODE_FUTURE value */
            REJECT_CODE_FUTURE = 4,

            /** REJECT_CODE_FIELD value */
            REJECT_CODE_FIELD = 5
        }

        /**
         * Properties of an UpdateOffer.
         * @deprecated Use seatrial.v1.UpdateOffer.$Properties instead.
         */
        interface IUpdateOffer extends seatrial.v1.UpdateOffer.$Properties {
        }

        /** Represents an UpdateOffer. */
        class UpdateOffer {

            /**
             * Constructs a new UpdateOffer.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.UpdateOffer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateOffer attemptId. */
            attemptId: string;

            /** UpdateOffer assignment. */
            assignment: Uint8Array;

            /**
             * Creates a new UpdateOffer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns UpdateOffer instance
             */
            static create(properties: seatrial.v1.UpdateOffer.$Shape): seatrial.v1.UpdateOffer & seatrial.v1.UpdateOffer.$Shape;
            static create(properties?: seatrial.v1.UpdateOffer.$Properties): seatrial.v1.UpdateOffer;

            /**
             * Encodes the specified UpdateOffer message. Does not implicitly {@link seatrial.v1.UpdateOffer.verify|verify} messages.
             * @param message UpdateOffer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.UpdateOffer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateOffer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.UpdateOffer & seatrial.v1.UpdateOffer.$Shape} UpdateOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.UpdateOffer & seatrial.v1.UpdateOffer.$Shape;

            /**
             * Creates an UpdateOffer message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns UpdateOffer
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.UpdateOffer;

            /**
             * Creates a plain object from an UpdateOffer message. Also converts values to other types if specified.
             * @param message UpdateOffer
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.UpdateOffer, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this UpdateOffer to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace UpdateOffer {

            /** Properties of an UpdateOffer. */
            interface $Properties {

                /** UpdateOffer attemptId */
                attemptId?: string;

                /** UpdateOffer assignment */
                assignment?: Uint8Array;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateOffer. */
            type $Shape = seatrial.v1.UpdateOffer.$Properties;
        }

        /**
         * Properties of an UpdateCancel.
         * @deprecated Use seatrial.v1.UpdateCancel.$Properties instead.
         */
        interface IUpdateCancel extends seatrial.v1.UpdateCancel.$Properties {
        }

        /** Represents an UpdateCancel. */
        class UpdateCancel {

            /**
             * Constructs a new UpdateCancel.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.UpdateCancel.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateCancel attemptId. */
            attemptId: string;

            /** UpdateCancel message. */
            message: string;

            /**
             * Creates a new UpdateCancel instance using the specified properties.
             * @param [properties] Properties to set
             * @returns UpdateCancel instance
             */
            static create(properties: seatrial.v1.UpdateCancel.$Shape): seatrial.v1.UpdateCancel & seatrial.v1.UpdateCancel.$Shape;
            static create(properties?: seatrial.v1.UpdateCancel.$Properties): seatrial.v1.UpdateCancel;

            /**
             * Encodes the specified UpdateCancel message. Does not implicitly {@link seatrial.v1.UpdateCancel.verify|verify} messages.
             * @param message UpdateCancel message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.UpdateCancel.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateCancel message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.UpdateCancel & seatrial.v1.UpdateCancel.$Shape} UpdateCancel
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.UpdateCancel & seatrial.v1.UpdateCancel.$Shape;

            /**
             * Creates an UpdateCancel message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns UpdateCancel
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.UpdateCancel;

            /**
             * Creates a plain object from an UpdateCancel message. Also converts values to other types if specified.
             * @param message UpdateCancel
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.UpdateCancel, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this UpdateCancel to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace UpdateCancel {

            /** Properties of an UpdateCancel. */
            interface $Properties {

                /** UpdateCancel attemptId */
                attemptId?: string;

                /** UpdateCancel message */
                message?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateCancel. */
            type $Shape = seatrial.v1.UpdateCancel.$Properties;
        }

        /**
         * Properties of a PieceRequest.
         * @deprecated Use seatrial.v1.PieceRequest.$Properties instead.
         */
        interface IPieceRequest extends seatrial.v1.PieceRequest.$Properties {
        }

        /** Represents a PieceRequest. */
        class PieceRequest {

            /**
             * Constructs a new PieceRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.PieceRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PieceRequest attemptId. */
            attemptId: string;

            /** PieceRequest piece. */
            piece: seatrial.v1.Piece;

            /** PieceRequest version. */
            version: number;

            /** PieceRequest offset. */
            offset: number;

            /** PieceRequest credit. */
            credit: number;

            /**
             * Creates a new PieceRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PieceRequest instance
             */
            static create(properties: seatrial.v1.PieceRequest.$Shape): seatrial.v1.PieceRequest & seatrial.v1.PieceRequest.$Shape;
            static create(properties?: seatrial.v1.PieceRequest.$Properties): seatrial.v1.PieceRequest;

            /**
             * Encodes the specified PieceRequest message. Does not implicitly {@link seatrial.v1.PieceRequest.verify|verify} messages.
             * @param message PieceRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.PieceRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PieceRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.PieceRequest & seatrial.v1.PieceRequest.$Shape} PieceRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.PieceRequest & seatrial.v1.PieceRequest.$Shape;

            /**
             * Creates a PieceRequest message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PieceRequest
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.PieceRequest;

            /**
             * Creates a plain object from a PieceRequest message. Also converts values to other types if specified.
             * @param message PieceRequest
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.PieceRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PieceRequest to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PieceRequest {

            /** Properties of a PieceRequest. */
            interface $Properties {

                /** PieceRequest attemptId */
                attemptId?: string;

                /** PieceRequest piece */
                piece?: seatrial.v1.Piece;

                /** PieceRequest version */
                version?: number;

                /** PieceRequest offset */
                offset?: number;

                /** PieceRequest credit */
                credit?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PieceRequest. */
            type $Shape = seatrial.v1.PieceRequest.$Properties;
        }

        /** Piece enum. */
        enum Piece {

            /** PIECE_UNSPECIFIED value */
            PIECE_UNSPECIFIED = 0,

            /** PIECE_ROOT value */
            PIECE_ROOT = 1,

            /** PIECE_TIMESTAMP value */
            PIECE_TIMESTAMP = 2,

            /** PIECE_SNAPSHOT value */
            PIECE_SNAPSHOT = 3,

            /** PIECE_TARGETS value */
            PIECE_TARGETS = 4,

            /** PIECE_HEADER value */
            PIECE_HEADER = 5,

            /** PIECE_CONTENT value */
            PIECE_CONTENT = 6,

            /** PIECE_DELTA value */
            PIECE_DELTA = 7
        }

        /**
         * Properties of a PiecePart.
         * @deprecated Use seatrial.v1.PiecePart.$Properties instead.
         */
        interface IPiecePart extends seatrial.v1.PiecePart.$Properties {
        }

        /** Represents a PiecePart. */
        class PiecePart {

            /**
             * Constructs a new PiecePart.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.PiecePart.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PiecePart attemptId. */
            attemptId: string;

            /** PiecePart piece. */
            piece: seatrial.v1.Piece;

            /** PiecePart version. */
            version: number;

            /** PiecePart offset. */
            offset: number;

            /** PiecePart totalBytes. */
            totalBytes: number;

            /** PiecePart bytes. */
            bytes: Uint8Array;

            /**
             * Creates a new PiecePart instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PiecePart instance
             */
            static create(properties: seatrial.v1.PiecePart.$Shape): seatrial.v1.PiecePart & seatrial.v1.PiecePart.$Shape;
            static create(properties?: seatrial.v1.PiecePart.$Properties): seatrial.v1.PiecePart;

            /**
             * Encodes the specified PiecePart message. Does not implicitly {@link seatrial.v1.PiecePart.verify|verify} messages.
             * @param message PiecePart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.PiecePart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PiecePart message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.PiecePart & seatrial.v1.PiecePart.$Shape} PiecePart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.PiecePart & seatrial.v1.PiecePart.$Shape;

            /**
             * Creates a PiecePart message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PiecePart
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.PiecePart;

            /**
             * Creates a plain object from a PiecePart message. Also converts values to other types if specified.
             * @param message PiecePart
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.PiecePart, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PiecePart to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PiecePart {

            /** Properties of a PiecePart. */
            interface $Properties {

                /** PiecePart attemptId */
                attemptId?: string;

                /** PiecePart piece */
                piece?: seatrial.v1.Piece;

                /** PiecePart version */
                version?: number;

                /** PiecePart offset */
                offset?: number;

                /** PiecePart totalBytes */
                totalBytes?: number;

                /** PiecePart bytes */
                bytes?: Uint8Array;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PiecePart. */
            type $Shape = seatrial.v1.PiecePart.$Properties;
        }

        /**
         * Properties of a PieceAbsent.
         * @deprecated Use seatrial.v1.PieceAbsent.$Properties instead.
         */
        interface IPieceAbsent extends seatrial.v1.PieceAbsent.$Properties {
        }

        /** Represents a PieceAbsent. */
        class PieceAbsent {

            /**
             * Constructs a new PieceAbsent.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.PieceAbsent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PieceAbsent attemptId. */
            attemptId: string;

            /** PieceAbsent piece. */
            piece: seatrial.v1.Piece;

            /** PieceAbsent version. */
            version: number;

            /** PieceAbsent cause. */
            cause: seatrial.v1.AbsentCause;

            /** PieceAbsent message. */
            message: string;

            /** PieceAbsent retryAfterMs. */
            retryAfterMs: number;

            /**
             * Creates a new PieceAbsent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PieceAbsent instance
             */
            static create(properties: seatrial.v1.PieceAbsent.$Shape): seatrial.v1.PieceAbsent & seatrial.v1.PieceAbsent.$Shape;
            static create(properties?: seatrial.v1.PieceAbsent.$Properties): seatrial.v1.PieceAbsent;

            /**
             * Encodes the specified PieceAbsent message. Does not implicitly {@link seatrial.v1.PieceAbsent.verify|verify} messages.
             * @param message PieceAbsent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.PieceAbsent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PieceAbsent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.PieceAbsent & seatrial.v1.PieceAbsent.$Shape} PieceAbsent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.PieceAbsent & seatrial.v1.PieceAbsent.$Shape;

            /**
             * Creates a PieceAbsent message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PieceAbsent
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.PieceAbsent;

            /**
             * Creates a plain object from a PieceAbsent message. Also converts values to other types if specified.
             * @param message PieceAbsent
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.PieceAbsent, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PieceAbsent to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace PieceAbsent {

            /** Properties of a PieceAbsent. */
            interface $Properties {

                /** PieceAbsent attemptId */
                attemptId?: string;

                /** PieceAbsent piece */
                piece?: seatrial.v1.Piece;

                /** PieceAbsent version */
                version?: number;

                /** PieceAbsent cause */
                cause?: seatrial.v1.AbsentCause;

                /** PieceAbsent message */
                message?: string;

                /** PieceAbsent retryAfterMs */
                retryAfterMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PieceAbsent. */
            type $Shape = seatrial.v1.PieceAbsent.$Properties;
        }

        /** AbsentCause enum. */
        enum AbsentCause {

            /** ABSENT_CAUSE_UNSPECIFIED value */
            ABSENT_CAUSE_UNSPECIFIED = 0,

            /** ABSENT_CAUSE_NO_SUCH_VERSION value */
            ABSENT_CAUSE_NO_SUCH_VERSION = 1,

            /** ABSENT_CAUSE_WITHDRAWN value */
            ABSENT_CAUSE_WITHDRAWN = 2,

            /** ABSENT_CAUSE_NOT_ASSIGNED value */
            ABSENT_CAUSE_NOT_ASSIGNED = 3,

            /** ABSENT_CAUSE_BUSY value */
            ABSENT_CAUSE_BUSY = 4
        }

        /**
         * Properties of an UpdateReport.
         * @deprecated Use seatrial.v1.UpdateReport.$Properties instead.
         */
        interface IUpdateReport extends seatrial.v1.UpdateReport.$Properties {
        }

        /** Represents an UpdateReport. */
        class UpdateReport {

            /**
             * Constructs a new UpdateReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.UpdateReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateReport attemptId. */
            attemptId: string;

            /** UpdateReport sequence. */
            sequence: number;

            /** UpdateReport state. */
            state: seatrial.v1.UpdateState;

            /** UpdateReport cause. */
            cause: seatrial.v1.UpdateCause;

            /** UpdateReport message. */
            message: string;

            /** UpdateReport timeMs. */
            timeMs: number;

            /** UpdateReport storedBytes. */
            storedBytes: number;

            /** UpdateReport receivedBytes. */
            receivedBytes: number;

            /** UpdateReport takesDelta. */
            takesDelta: boolean;

            /** UpdateReport boot. */
            boot: number;

            /** UpdateReport runningDigest. */
            runningDigest: Uint8Array;

            /** UpdateReport isConfirmed. */
            isConfirmed: boolean;

            /** UpdateReport securityCounter. */
            securityCounter: number;

            /** UpdateReport trustedTimeMs. */
            trustedTimeMs: number;

            /** UpdateReport rootVersion. */
            rootVersion: number;

            /** UpdateReport timestampVersion. */
            timestampVersion: number;

            /** UpdateReport snapshotVersion. */
            snapshotVersion: number;

            /** UpdateReport targetsVersion. */
            targetsVersion: number;

            /**
             * Creates a new UpdateReport instance using the specified properties.
             * @param [properties] Properties to set
             * @returns UpdateReport instance
             */
            static create(properties: seatrial.v1.UpdateReport.$Shape): seatrial.v1.UpdateReport & seatrial.v1.UpdateReport.$Shape;
            static create(properties?: seatrial.v1.UpdateReport.$Properties): seatrial.v1.UpdateReport;

            /**
             * Encodes the specified UpdateReport message. Does not implicitly {@link seatrial.v1.UpdateReport.verify|verify} messages.
             * @param message UpdateReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.UpdateReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.UpdateReport & seatrial.v1.UpdateReport.$Shape} UpdateReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.UpdateReport & seatrial.v1.UpdateReport.$Shape;

            /**
             * Creates an UpdateReport message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns UpdateReport
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.UpdateReport;

            /**
             * Creates a plain object from an UpdateReport message. Also converts values to other types if specified.
             * @param message UpdateReport
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.UpdateReport, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this UpdateReport to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace UpdateReport {

            /** Properties of an UpdateReport. */
            interface $Properties {

                /** UpdateReport attemptId */
                attemptId?: string;

                /** UpdateReport sequence */
                sequence?: number;

                /** UpdateReport state */
                state?: seatrial.v1.UpdateState;

                /** UpdateReport cause */
                cause?: seatrial.v1.UpdateCause;

                /** UpdateReport message */
                message?: string;

                /** UpdateReport timeMs */
                timeMs?: number;

                /** UpdateReport storedBytes */
                storedBytes?: number;

                /** UpdateReport receivedBytes */
                receivedBytes?: number;

                /** UpdateReport takesDelta */
                takesDelta?: boolean;

                /** UpdateReport boot */
                boot?: number;

                /** UpdateReport runningDigest */
                runningDigest?: Uint8Array;

                /** UpdateReport isConfirmed */
                isConfirmed?: boolean;

                /** UpdateReport securityCounter */
                securityCounter?: number;

                /** UpdateReport trustedTimeMs */
                trustedTimeMs?: number;

                /** UpdateReport rootVersion */
                rootVersion?: number;

                /** UpdateReport timestampVersion */
                timestampVersion?: number;

                /** UpdateReport snapshotVersion */
                snapshotVersion?: number;

                /** UpdateReport targetsVersion */
                targetsVersion?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateReport. */
            type $Shape = seatrial.v1.UpdateReport.$Properties;
        }

        /**
         * Properties of an UpdateReportAcknowledge.
         * @deprecated Use seatrial.v1.UpdateReportAcknowledge.$Properties instead.
         */
        interface IUpdateReportAcknowledge extends seatrial.v1.UpdateReportAcknowledge.$Properties {
        }

        /** Represents an UpdateReportAcknowledge. */
        class UpdateReportAcknowledge {

            /**
             * Constructs a new UpdateReportAcknowledge.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.UpdateReportAcknowledge.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateReportAcknowledge attemptId. */
            attemptId: string;

            /** UpdateReportAcknowledge sequence. */
            sequence: number;

            /**
             * Creates a new UpdateReportAcknowledge instance using the specified properties.
             * @param [properties] Properties to set
             * @returns UpdateReportAcknowledge instance
             */
            static create(properties: seatrial.v1.UpdateReportAcknowledge.$Shape): seatrial.v1.UpdateReportAcknowledge & seatrial.v1.UpdateReportAcknowledge.$Shape;
            static create(properties?: seatrial.v1.UpdateReportAcknowledge.$Properties): seatrial.v1.UpdateReportAcknowledge;

            /**
             * Encodes the specified UpdateReportAcknowledge message. Does not implicitly {@link seatrial.v1.UpdateReportAcknowledge.verify|verify} messages.
             * @param message UpdateReportAcknowledge message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.UpdateReportAcknowledge.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateReportAcknowledge message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.UpdateReportAcknowledge & seatrial.v1.UpdateReportAcknowledge.$Shape} UpdateReportAcknowledge
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.UpdateReportAcknowledge & seatrial.v1.UpdateReportAcknowledge.$Shape;

            /**
             * Creates an UpdateReportAcknowledge message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns UpdateReportAcknowledge
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.UpdateReportAcknowledge;

            /**
             * Creates a plain object from an UpdateReportAcknowledge message. Also converts values to other types if specified.
             * @param message UpdateReportAcknowledge
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.UpdateReportAcknowledge, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this UpdateReportAcknowledge to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace UpdateReportAcknowledge {

            /** Properties of an UpdateReportAcknowledge. */
            interface $Properties {

                /** UpdateReportAcknowledge attemptId */
                attemptId?: string;

                /** UpdateReportAcknowledge sequence */
                sequence?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateReportAcknowledge. */
            type $Shape = seatrial.v1.UpdateReportAcknowledge.$Properties;
        }

        /** UpdateState enum. */
        enum UpdateState {

            /** UPDATE_STATE_UNSPECIFIED value */
            UPDATE_STATE_UNSPECIFIED = 0,

            /** UPDATE_STATE_CHECKING value */
            UPDATE_STATE_CHECKING = 1,

            /** UPDATE_STATE_DOWNLOADING value */
            UPDATE_STATE_DOWNLOADING = 2,

            /** UPDATE_STATE_INSTALLING value */
            UPDATE_STATE_INSTALLING = 3,

            /** UPDATE_STATE_REBOOTING value */
            UPDATE_STATE_REBOOTING = 4,

            /** UPDATE_STATE_UNCONFIRMED value */
            UPDATE_STATE_UNCONFIRMED = 5,

            /** UPDATE_STATE_CONFIRMED value */
            UPDATE_STATE_CONFIRMED = 6,

            /** UPDATE_STATE_REVERTED value */
            UPDATE_STATE_REVERTED = 7,

            /** UPDATE_STATE_FAILED value */
            UPDATE_STATE_FAILED = 8,

            /** UPDATE_STATE_REJECTED value */
            UPDATE_STATE_REJECTED = 9,

            /** UPDATE_STATE_CANCELLED value */
            UPDATE_STATE_CANCELLED = 10
        }

        /** UpdateCause enum. */
        enum UpdateCause {

            /** UPDATE_CAUSE_UNSPECIFIED value */
            UPDATE_CAUSE_UNSPECIFIED = 0,

            /** UPDATE_CAUSE_BAD_SIGNATURE value */
            UPDATE_CAUSE_BAD_SIGNATURE = 1,

            /** UPDATE_CAUSE_BELOW_THRESHOLD value */
            UPDATE_CAUSE_BELOW_THRESHOLD = 2,

            /** UPDATE_CAUSE_ROLLBACK value */
            UPDATE_CAUSE_ROLLBACK = 3,

            /** UPDATE_CAUSE_EXPIRED value */
            UPDATE_CAUSE_EXPIRED = 4,

            /** UPDATE_CAUSE_MIX_AND_MATCH value */
            UPDATE_CAUSE_MIX_AND_MATCH = 5,

            /** UPDATE_CAUSE_MODIFIED value */
            UPDATE_CAUSE_MODIFIED = 6,

            /** UPDATE_CAUSE_NOT_ASSIGNED value */
            UPDATE_CAUSE_NOT_ASSIGNED = 7,

            /** UPDATE_CAUSE_WRONG_HARDWARE value */
            UPDATE_CAUSE_WRONG_HARDWARE = 8,

            /** UPDATE_CAUSE_UNKNOWN_FORMAT value */
            UPDATE_CAUSE_UNKNOWN_FORMAT = 9,

            /** UPDATE_CAUSE_TOO_LARGE value */
            UPDATE_CAUSE_TOO_LARGE = 10,

            /** UPDATE_CAUSE_ENDLESS_DATA value */
            UPDATE_CAUSE_ENDLESS_DATA = 11,

            /** UPDATE_CAUSE_EXTRANEOUS_DATA value */
            UPDATE_CAUSE_EXTRANEOUS_DATA = 12,

            /** UPDATE_CAUSE_CONTENT_DAMAGED value */
            UPDATE_CAUSE_CONTENT_DAMAGED = 13,

            /** UPDATE_CAUSE_WRONG_BASE value */
            UPDATE_CAUSE_WRONG_BASE = 14,

            /** UPDATE_CAUSE_DELTA_UNUSABLE value */
            UPDATE_CAUSE_DELTA_UNUSABLE = 15,

            /** UPDATE_CAUSE_VERSION_TOO_OLD value */
            UPDATE_CAUSE_VERSION_TOO_OLD = 16,

            /** UPDATE_CAUSE_MUST_PASS_THROUGH value */
            UPDATE_CAUSE_MUST_PASS_THROUGH = 17,

            /** UPDATE_CAUSE_ALREADY_RUNNING value */
            UPDATE_CAUSE_ALREADY_RUNNING = 18,

            /** UPDATE_CAUSE_SLOW_RETRIEVAL value */
            UPDATE_CAUSE_SLOW_RETRIEVAL = 19,

            /** UPDATE_CAUSE_UNAVAILABLE value */
            UPDATE_CAUSE_UNAVAILABLE = 20,

            /** UPDATE_CAUSE_WITHDRAWN value */
            UPDATE_CAUSE_WITHDRAWN = 21,

            /** UPDATE_CAUSE_FLASH_FULL value */
            UPDATE_CAUSE_FLASH_FULL = 22,

            /** UPDATE_CAUSE_FLASH_FAILED value */
            UPDATE_CAUSE_FLASH_FAILED = 23,

            /** UPDATE_CAUSE_LOW_BATTERY value */
            UPDATE_CAUSE_LOW_BATTERY = 24,

            /** UPDATE_CAUSE_BOOT_FAILED value */
            UPDATE_CAUSE_BOOT_FAILED = 25,

            /** UPDATE_CAUSE_APPLICATION_FAILED value */
            UPDATE_CAUSE_APPLICATION_FAILED = 26,

            /** UPDATE_CAUSE_NOT_CONFIRMED value */
            UPDATE_CAUSE_NOT_CONFIRMED = 27,

            /** UPDATE_CAUSE_CANCELLED value */
            UPDATE_CAUSE_CANCELLED = 28,

            /** UPDATE_CAUSE_BUSY value */
            UPDATE_CAUSE_BUSY = 29
        }

        /**
         * Properties of an ImageHeader.
         * @deprecated Use seatrial.v1.ImageHeader.$Properties instead.
         */
        interface IImageHeader extends seatrial.v1.ImageHeader.$Properties {
        }

        /** Represents an ImageHeader. */
        class ImageHeader {

            /**
             * Constructs a new ImageHeader.
             * @param [properties] Properties to set
             */
            constructor(properties?: seatrial.v1.ImageHeader.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ImageHeader name. */
            name: string;

            /** ImageHeader version. */
            version: string;

            /** ImageHeader profiles. */
            profiles: string[];

            /** ImageHeader hardwareRevisions. */
            hardwareRevisions: string[];

            /** ImageHeader securityCounter. */
            securityCounter: number;

            /** ImageHeader minimumVersion. */
            minimumVersion: string;

            /** ImageHeader mustPassThrough. */
            mustPassThrough: boolean;

            /** ImageHeader chunkBytes. */
            chunkBytes: number;

            /** ImageHeader chunkDigests. */
            chunkDigests: Uint8Array[];

            /** ImageHeader applicationBytes. */
            applicationBytes: number;

            /** ImageHeader payloadBytes. */
            payloadBytes: number;

            /**
             * Creates a new ImageHeader instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ImageHeader instance
             */
            static create(properties: seatrial.v1.ImageHeader.$Shape): seatrial.v1.ImageHeader & seatrial.v1.ImageHeader.$Shape;
            static create(properties?: seatrial.v1.ImageHeader.$Properties): seatrial.v1.ImageHeader;

            /**
             * Encodes the specified ImageHeader message. Does not implicitly {@link seatrial.v1.ImageHeader.verify|verify} messages.
             * @param message ImageHeader message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: seatrial.v1.ImageHeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ImageHeader message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {seatrial.v1.ImageHeader & seatrial.v1.ImageHeader.$Shape} ImageHeader
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): seatrial.v1.ImageHeader & seatrial.v1.ImageHeader.$Shape;

            /**
             * Creates an ImageHeader message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ImageHeader
             */
            static fromObject(object: { [k: string]: any }): seatrial.v1.ImageHeader;

            /**
             * Creates a plain object from an ImageHeader message. Also converts values to other types if specified.
             * @param message ImageHeader
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: seatrial.v1.ImageHeader, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ImageHeader to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };
        }

        namespace ImageHeader {

            /** Properties of an ImageHeader. */
            interface $Properties {

                /** ImageHeader name */
                name?: string;

                /** ImageHeader version */
                version?: string;

                /** ImageHeader profiles */
                profiles?: string[];

                /** ImageHeader hardwareRevisions */
                hardwareRevisions?: string[];

                /** ImageHeader securityCounter */
                securityCounter?: number;

                /** ImageHeader minimumVersion */
                minimumVersion?: string;

                /** ImageHeader mustPassThrough */
                mustPassThrough?: boolean;

                /** ImageHeader chunkBytes */
                chunkBytes?: number;

                /** ImageHeader chunkDigests */
                chunkDigests?: Uint8Array[];

                /** ImageHeader applicationBytes */
                applicationBytes?: number;

                /** ImageHeader payloadBytes */
                payloadBytes?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ImageHeader. */
            type $Shape = seatrial.v1.ImageHeader.$Properties;
        }
    }
}
