/** Open files that a process of this machine may have; 1,024 when the system does not say. Node takes the hard limit by itself. */
export function openFileLimit(): number {
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  const soft = report.userLimits?.open_files?.soft;
  if (soft === 'unlimited') return 1_048_576;
  return Number.isFinite(Number(soft)) ? Number(soft) : 1_024;
}
