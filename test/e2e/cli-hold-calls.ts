type Run = (...args: string[]) => Promise<unknown>;

/** Calls of the commands about holds, for the test of every command: [arguments, kind of what is printed]. */
export function holdCalls(run: Run): Record<string, () => Promise<[string[], string]>> {
  return {
    'device hold': async () => [['rooms-00001', '--until', '7d', '-m', 'bench'], 'Hold'],
    'device unhold': async () => {
      await run('device', 'hold', 'rooms-00001');
      return [['rooms-00001', '-m', 'bench is done'], 'Hold'];
    },
    'device pin': async () => [['rooms-00003', '--until', '2100-01-01', '-m', 'certified'], 'Hold'],
    'device unpin': async () => {
      await run('device', 'pin', 'rooms-00003');
      return [['pinned=true', '-m', 'certificate ended'], 'OperationStepList'];
    },
  };
}
