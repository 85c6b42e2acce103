/** Indicator of a file category, by the value events carry: labels differ in places. */
export const fileCategoryIndicators: ReadonlyMap<string, string> = new Map([
  ['Audio', 'Audio'],
  ['Document', 'Document'],
  ['Executable', 'Executable'],
  ['Image', 'Image'],
  ['Pdf', 'PDF'],
  ['Presentation', 'Presentation'],
  ['Script', 'Script'],
  ['SourceCode', 'Source code'],
  ['Spreadsheet', 'Spreadsheet'],
  ['Video', 'Video'],
  ['VirtualDiskImage', 'Virtual Disk Image'],
  ['Archive', 'Zip'],
])

export const fileMismatch = 'File mismatch'
export const offHours = 'Off hours'
export const remote = 'Remote'
export const firstUse = 'First use of destination'
export const rareUse = 'Rare use of destination'
export const highValueSource = 'High-value source'

/**
 * Indicator that a watchlist gives its members, by the list's type. The pairing follows the names; new employees have
 * none. `HIGH_RISK_EMPLOYEE` is the list of old clients.
 */
export const watchlistIndicators: ReadonlyMap<string, string> = new Map([
  ['CONTRACT_EMPLOYEE', 'Contract'],
  ['DEPARTING_EMPLOYEE', 'Departing'],
  ['ELEVATED_ACCESS_PRIVILEGES', 'Elevated access'],
  ['FLIGHT_RISK', 'Flight risk'],
  ['HIGH_IMPACT_EMPLOYEE', 'High impact'],
  ['HIGH_RISK_EMPLOYEE', 'High risk'],
  ['PERFORMANCE_CONCERNS', 'Performance concerns'],
  ['POOR_SECURITY_PRACTICES', 'Poor security practices'],
  ['SUSPICIOUS_SYSTEM_ACTIVITY', 'Suspicious system activity'],
])
