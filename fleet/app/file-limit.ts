/** Open files that this process may have; 1,024 when the system does not say. */
export function openFileLimit(): number {
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  const soft = Number(report.userLimits?.open_files?.soft);
  if (Number.isFinite(soft)) return soft;
  return report.userLimits?.open_files?.soft === 'unlimited' ? 1_048_576 : 1_024;
}
