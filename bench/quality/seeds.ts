/** Seeds that rules are tuned with. */
export const tuningSeeds = ['tuning-1', 'tuning-2', 'tuning-3'] as const

/** Seeds that figures are reported of. No rule has been changed after a look at one of these. */
export const reportedSeeds = ['report-1', 'report-2', 'report-3', 'report-4', 'report-5'] as const
