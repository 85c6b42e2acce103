const names = [
  [1, 'WarningConnectionAlert'],
  [2, 'CriticalConnectionAlert'],
  [8, 'WarningBackupAlert'],
  [16, 'CriticalBackupAlert'],
] as const

/** Names of the alerts that stand; `OK` when none does. */
export const alertNames = (state: number): string[] => {
  const standing = names.filter(([bit]) => (state & bit) !== 0).map(([, name]) => name)
  return standing.length === 0 ? ['OK'] : standing
}
