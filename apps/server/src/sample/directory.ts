/** A directory and a fleet as plain data, in the order they are stored: whoever is referred to stands before. */
export interface SampleDirectory {
  readonly organizations: readonly { readonly name: string; readonly parent: string | null }[]
  readonly departments: readonly string[]
  readonly groups: readonly string[]
  readonly destinations: readonly { readonly guid: string; readonly name: string }[]
  readonly people: readonly SamplePerson[]
  readonly machines: readonly SampleMachine[]
}

export interface SamplePerson {
  readonly uid: string
  readonly username: string
  readonly firstName: string
  readonly lastName: string
  readonly active: boolean
  readonly organization: string
  readonly department: string
  readonly division: string
  readonly title: string
  readonly employmentType: string
  readonly manager: number | null
  readonly locality: string
  readonly country: string
  readonly groups: readonly string[]
}

export interface SampleMachine {
  readonly uid: string
  readonly name: string
  readonly hostname: string
  readonly owner: number
  readonly active: boolean
  readonly osName: string
  readonly osVersion: string
  readonly osArch: string
  readonly version: string
  readonly agentType: string
  readonly address: string
  readonly remoteAddress: string
  readonly serialNumber: string
  readonly createdAt: string
  readonly lastConnected: string
  readonly alertState: number
  readonly usage: readonly SampleUsage[]
}

export interface SampleUsage {
  readonly destination: string
  readonly archive: string
  readonly selectedFiles: number
  readonly selectedBytes: number
  readonly archiveBytes: number
  readonly percentComplete: number
  readonly lastBackup: string
  readonly lastCompletedBackup: string
}
