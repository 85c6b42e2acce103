/** Settings document for new machines, as old agents write it: every scalar is text. */
export type DeviceDefaults = Readonly<Record<string, unknown>>

/** What a machine starts with where no organization says otherwise: one backup set without files or destinations. */
export const plainDeviceDefaults: DeviceDefaults = {
  serviceBackupConfig: {
    warningEmailEnabled: 'false',
    severeEmailEnabled: 'false',
    backupStatusEmailEnabled: 'false',
    minutesUntilWarning: '4320',
    minutesUntilSevere: '7200',
    backupStatusEmailFreqInMinutes: '10080',
    backupConfig: {
      backupSets: [
        {
          '@id': '1',
          name: 'Default',
          backupPaths: {
            pathset: [{ '@cleared': 'true', '@os': 'Linux' }],
            excludeUser: [{ windows: [], linux: [], macintosh: [] }],
          },
          destinations: { '@cleared': 'true' },
        },
      ],
    },
  },
}

/** py42 sends a part of the document a second time, under `settings`. */
export const withoutCopy = ({ settings: _, ...document }: DeviceDefaults): DeviceDefaults => document
