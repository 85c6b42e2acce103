/** Facts of a removable medium, named as in the event model; null where the system does not tell. */
export interface RemovableMedium {
  readonly vendor: string | null
  readonly name: string | null
  readonly serialNumber: string | null
  /** Bytes. */
  readonly capacity: number | null
  readonly busType: string | null
  readonly mediaName: string | null
  readonly volumeName: readonly string[]
  readonly partitionId: readonly string[]
}

/** A folder that leads out of the machine: what is written into it has left. */
export type Destination =
  | { readonly kind: 'removable-media'; readonly root: string; readonly medium: RemovableMedium }
  | {
      readonly kind: 'sync-app'
      readonly root: string
      /** Name of the service as the event model spells it. */
      readonly service: string
      readonly accountName: string | null
      readonly accountType: 'BUSINESS' | 'PERSONAL' | null
      readonly accountEmail: string | null
    }

export const unknownMedium = (volume: string): RemovableMedium => ({
  vendor: null,
  name: null,
  serialNumber: null,
  capacity: null,
  busType: null,
  mediaName: null,
  volumeName: [volume],
  partitionId: [],
})
