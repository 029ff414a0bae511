/** A profile to begin with: small, whole, and with a remark at each part. */
export function profileStarter(name: string): string {
  return `# ${name}: what it is. Every key stands in docs/profiles/README.md; check with: fleet profile validate ${name}.yaml
name: ${name}
title: A pump with a pressure sensor
hardwareRevisions: [A]
# synthetic takes the signals from the shapes below. A profile with a model of its own physics names that instead (fleet profile list).
model: synthetic
signals:
  # An id is never given to another signal later. Units are UCUM, and a name ends with its unit. The category says what data tells about people.
  - { id: 1, name: pressureBar, unit: bar, title: Pressure behind the pump, minimum: 0, maximum: 16, category: technical, durable: true }
  - { id: 2, name: motorTempC, unit: Cel, title: Temperature of the motor, minimum: -40, maximum: 150, category: technical, durable: true }
shapes:
  # All numbers in the unit of the signal. The actuator lifts the pressure by 4 bar, to 63 % of that within 5 s.
  pressureBar: { mean: 1.2, unitSpread: 0.1, noise: 0.02, actuator: { name: pump, gain: 4, timeConstantMs: 5000 } }
  # Follows the day (warmest at 15:00 UTC), and the pump within ten minutes.
  motorTempC: { mean: 24, swing: 3, peakMs: 54000000, wander: 1, noise: 0.1, actuator: { name: pump, gain: 30, timeConstantMs: 600000 } }
# Value at boot.
actuators: { pump: 0 }
# What the fleet may configure (fleet device set); the application reads it as a context key.
settings:
  - { key: motorLimitC, defaultValue: 60, minimum: 40, maximum: 120 }
# Beside reboot and identify; each must be taken by a state as command.NAME.
commands: [flush]
power: { source: mains }
# lab, office-wifi, farm-nbiot, factory-ethernet, hostile: used with sim spawn --link profile.
linkPreset: factory-ethernet
storeBytes: 65536
bootMs: 4000
watchdogMs: 60000
factoryImage:
  version: 1.0.0
  # An XState machine as data: what the firmware does.
  application:
    id: ${name}
    initial: working
    context: { hots: 0 }
    states:
      working:
        description: Sends both signals every ten seconds.
        initial: pumping
        entry:
          - { type: sample, params: { signals: [pressureBar, motorTempC], everyMs: 10000 } }
        on:
          # What the fleet configured holds from the next entry on.
          configuration.changed:
            - { target: working }
        states:
          pumping:
            description: The pump runs and its motor is watched.
            entry:
              - { type: actuate, params: { actuator: pump, value: 1 } }
              - {
                  type: watch,
                  params: { signal: motorTempC, above: { context: motorLimitC }, hysteresis: 5, everyMs: 5000, event: motor.hot },
                }
            exit:
              - { type: unwatch, params: { event: motor.hot } }
            on:
              motor.hot:
                - { target: cooling }
              command.flush:
                - { target: flushing }
          cooling:
            description: The motor was too hot, so the pump rests for ten minutes.
            entry:
              - { type: actuate, params: { actuator: pump, value: 0 } }
              - { type: add, params: { key: hots, value: 1 } }
              - type: report
                params:
                  { name: motor.hot, message: The motor is too hot, values: { motorTempC: { signal: motorTempC }, count: { context: hots } } }
            after:
              "600000":
                - { target: pumping }
          flushing:
            description: Half a minute at full power because somebody asked for it.
            entry:
              - { type: actuate, params: { actuator: pump, value: 1 } }
            after:
              "30000":
                - { target: pumping }
`;
}
